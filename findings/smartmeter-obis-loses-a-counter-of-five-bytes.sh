#!/usr/bin/env bash
# A sender of SML may leave out the leading bytes of a number (BSI TR-03109-1, Anlage IVb, 6.2): one to eight come. In steps of 0.1 Wh a
# counter leaves four bytes at 429,496.7 kWh. One would guess that smartmeter-obis reads the five that follow, as it does with a sign.
# open-sml reads one, two, three, four and eight bytes without a sign. At five it stays where it is, the next field is none that it knows, and
# the whole telegram is lost, power and the other counters with it, from the day on which the counter has grown so far.
# smartmeter-obis 4.0.0 with open-sml 1.0.4, run on 2026-11-30 on telegrams built here, checksums and all.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages smartmeter-obis@4.0.0 open-sml@1.0.4
cat >check.cjs <<'JS'
const assert = require('node:assert/strict');
const SmlProtocol = require('smartmeter-obis/lib/protocols/SmlProtocol.js');
const hex = (text) => Buffer.from(text, 'hex');
const bytes = (value, size) => hex(BigInt.asUintN(8 * size, BigInt(value)).toString(16).padStart(2 * size, '0'));
const tagged = (type, content) => Buffer.concat([Buffer.from([type + content.length + 1]), content]);
const unsigned = (value, size) => tagged(0x60, bytes(value, size));
const signed = (value, size) => tagged(0x50, bytes(value, size));
const octets = (text) => tagged(0, hex(text));
const list = (...items) => Buffer.concat([Buffer.from([0x70 + items.length]), ...items]);
const none = hex('01');
function crc(data) { // CRC-16 of X.25, low byte first
  let sum = 0xffff;
  for (const byte of data) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >> 1) ^ 0x8408 : sum >> 1;
  }
  sum ^= 0xffff;
  return Buffer.from([sum & 0xff, sum >> 8]);
}
function message(kind, body) {
  const head = Buffer.concat([hex('76'), octets('0001'), unsigned(0, 1), unsigned(0, 1), list(unsigned(kind, 2), body)]);
  return Buffer.concat([head, hex('63'), crc(head), hex('00')]);
}
const entry = (obis, unit, scaler, value) => list(octets(obis), none, none, unsigned(unit, 1), signed(scaler, 1), value, none);
function telegram(...entries) {
  const server = octets('0a0149534b0000000001');
  const body = Buffer.concat([
    message(0x0101, list(none, none, octets('0001'), server, none, none)),
    message(0x0701, list(none, server, none, none, list(...entries), none, none)),
    message(0x0201, list(none)),
  ]);
  const padding = (4 - (body.length % 4)) % 4;
  const whole = Buffer.concat([hex('1b1b1b1b01010101'), body, Buffer.alloc(padding), hex('1b1b1b1b1a'), Buffer.from([padding])]);
  return Buffer.concat([whole, crc(whole)]);
}
function read(counter) {
  let got;
  const store = (error, data) => (got = error ? error.message.split(':').slice(0, 3).join(':') : Object.values(data).map((value) => value.valueToString()).join(', '));
  new SmlProtocol({ debug: 0 }, store).handleMessage(telegram(entry('0100010800ff', 30, -1, counter), entry('0100100700ff', 27, 0, signed(-350, 2))));
  return got;
}
const last = 2 ** 32 - 1, next = 2 ** 32;
const got = { '4 bytes': read(unsigned(last, 4)), '5 bytes': read(unsigned(next, 5)), '5 bytes, signed': read(signed(next, 5)), '6 bytes, signed': read(signed(next, 6)), '8 bytes': read(unsigned(next, 8)) };
console.log('smartmeter-obis', require('smartmeter-obis/package.json').version, got);
const power = '-350 W', lost = /Error while parsing SML message: Error: Unknown TL-Field/;
assert.deepEqual([got['4 bytes'], got['5 bytes, signed'], got['8 bytes']], [`429496.7295 kWh, ${power}`, `429496.7296 kWh, ${power}`, `429496.7296 kWh, ${power}`]);
assert.match(got['5 bytes'], lost);
assert.match(got['6 bytes, signed'], lost);
JS
node check.cjs
