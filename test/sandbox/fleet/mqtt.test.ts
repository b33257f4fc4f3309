// The edge's own few packets of MQTT 5, held against the document's bytes and against the packets of a library of the field.
import assert from 'node:assert/strict';
import { type Incoming, PacketReader } from '../../../sandbox/fleet/mqtt/incoming';
import {
  connectPacket,
  messageProperties,
  publishPacket,
  subscribePacket,
  text,
} from '../../../sandbox/fleet/mqtt/packets';
import { partitionOf } from '../../../sandbox/fleet/edge/partition';
import { deal, readMix } from '../../../sandbox/fleet/kinds';
import { writtenKeys } from '../../../sandbox/fleet/edge/written';

/** As a broker may say them: CONNACK with a receive maximum of 20, a user property and a reason text; SUBACK; PUBACKs; PUBLISH. */
const SAID = Buffer.from(
  [
    '2015 0000 12 210014 130005 26 0001 61 0002 6263 1f 0001 78',
    '9004 0001 00 01',
    '4002 0102',
    '4003 0103 10',
    '3007 0001 74 00 4142 43',
    '320a 0002 6d6e 0007 00 313233',
    'd000',
    'e001 8b',
  ]
    .join('')
    .replaceAll(' ', ''),
  'hex',
);

const READ: readonly Incoming[] = [
  { kind: 'connack', reason: 0, receiveMaximum: 20, keepAlive: 5 },
  { kind: 'suback', reasons: [1] },
  { kind: 'puback', id: 0x102, reason: 0 },
  { kind: 'puback', id: 0x103, reason: 0x10 },
  { kind: 'publish', id: null, topic: 't', payload: Buffer.from('ABC') },
  { kind: 'publish', id: 7, topic: 'mn', payload: Buffer.from('123') },
  { kind: 'other' },
  { kind: 'disconnect', reason: 0x8b },
];

describe('sandbox fleet, its MQTT', () => {
  it('reads what a broker says, in any pieces', () => {
    for (const size of [1, 2, 3, 7, SAID.length]) {
      const reader = new PacketReader();
      const packets: Incoming[] = [];
      for (let at = 0; at < SAID.length; at += size) packets.push(...reader.push(SAID.subarray(at, at + size)));
      assert.deepEqual(packets, READ, `pieces of ${size}`);
    }
  });

  it('refuses what is no packet instead of waiting for it', () => {
    assert.throws(() => new PacketReader().push(Buffer.from('ffffffffff', 'hex')), RangeError);
    assert.throws(() => new PacketReader().push(Buffer.from('30ffffff7f', 'hex')), RangeError);
  });

  it('writes its packets as the document has them', () => {
    const connect = '10 19 0004 4d515454 05 c2 001e 03 21ffff 0002 6564 0001 75 0002 7077';
    assert.equal(hex(connectPacket('ed', 30, { user: 'u', password: 'pw' })), plain(connect));
    assert.equal(hex(subscribePacket(1, ['a/b', 'c'])), plain('82 0d 0001 00 0003 612f62 01 0001 63 01'));
    const properties = [messageProperties([['k', 'v']], 'r'), messageProperties([['a', 'b']])];
    const publish = '32 1b 0001 74 1234 12 08 0001 72 26 0001 6b 0001 76 26 0001 61 0001 62 48454c';
    assert.equal(hex(publishPacket(0x1234, text('t'), properties, Buffer.from('HEL'))), plain(publish));
    // From 128 bytes on the length takes two.
    assert.equal(hex(publishPacket(1, text('t'), [], Buffer.alloc(200)).subarray(0, 3)), '32ce01');
  });

  it('finds the partition of a stream by FNV-1a', () => {
    // 32-bit values as published with the algorithm: "" 811c9dc5, "a" e40c292c, "foobar" bf9cf968.
    assert.deepEqual(
      [partitionOf('', 1_000_000), partitionOf('a', 64), partitionOf('foobar', 64), partitionOf('foobar', 3)],
      [String(0x811c9dc5 % 1_000_000), '44', '40', String(0xbf9cf968 % 3).padStart(2, '0')],
    );
  });

  it('reads an acknowledgement of a batch, of a stream, of one frame', () => {
    assert.deepEqual(writtenKeys('r/written/edge', Buffer.from('{"a":["1","2"],"b":["3"]}')), ['a\t1', 'a\t2', 'b\t3']);
    assert.deepEqual(writtenKeys('r/written/a', Buffer.from('["1","2"]')), ['a\t1', 'a\t2']);
    assert.deepEqual(writtenKeys('r/written/a', Buffer.from('2026-11-30T09:00:00.000Z')), [
      'a\t2026-11-30T09:00:00.000Z',
    ]);
  });

  it('deals the kinds evenly', () => {
    const kinds = readMix('standard-hc:3,historique-tempo-3,standard-base-producer:2') ?? assert.fail();
    const dealt = deal(kinds, 12).map(({ contract }) => contract);
    const count = (name: string): number => dealt.filter((contract) => contract === name).length;
    assert.deepEqual([count('hc'), count('tempo'), count('base')], [6, 2, 4]);
    assert.deepEqual(dealt.slice(0, 6), dealt.slice(6));
    assert.equal(readMix('standard'), undefined);
    assert.equal(readMix('standard-hc:0'), undefined);
  });
});

function hex(bytes: Buffer): string {
  return bytes.toString('hex');
}

function plain(spaced: string): string {
  return spaced.replaceAll(' ', '');
}
