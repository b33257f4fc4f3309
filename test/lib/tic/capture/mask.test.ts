// Masked recordings: no trace of the number, and nothing else changed. What is right is written out here by hand or by the frames
// of the tests, never taken from what the mask gives.
import assert from 'node:assert/strict';
import { readGroup } from '../../../../lib/tic/bytes/group';
import { Decoder } from '../../../../lib/tic/decoder';
import type { DecodedFrame } from '../../../../lib/tic/decoded-frame';
import { LiveMask } from '../../../../lib/tic/capture/live-mask';
import { Mask } from '../../../../lib/tic/capture/mask';
import { lcg } from '../../../support/machine/random';
import { frameOf, historiqueGroup, standardGroup, withParity } from '../../../support/tic/tic-bytes';

/** An invented meter, and its serial part. */
const NUMBER = '041876908172';
const SERIAL = '908172';

const historiqueFrame = (papp: number, number = NUMBER): Buffer =>
  frameOf(
    historiqueGroup('ADCO', number),
    historiqueGroup('OPTARIF', 'BASE'),
    historiqueGroup('BASE', '001234567'),
    historiqueGroup('PTEC', 'TH..'),
    historiqueGroup('PAPP', String(papp).padStart(5, '0')),
  );
const standardFrame = (sinsts: number): Buffer =>
  frameOf(
    standardGroup('ADSC', NUMBER),
    standardGroup('DATE', '', 'H260115120000'),
    standardGroup('EAST', '001234567'),
    standardGroup('SINSTS', String(sinsts).padStart(5, '0')),
  );

function masked(bytes: Uint8Array, mask = new Mask()): Buffer {
  return Buffer.concat([mask.push(bytes), mask.flush()]);
}

function framesOf(bytes: Uint8Array): DecodedFrame[] {
  const frames: DecodedFrame[] = [];
  const decoder = new Decoder({ stream: 'test' }, { frame: (frame) => frames.push(frame), signal: () => undefined });
  decoder.push(bytes);
  decoder.flush();
  return frames;
}

const below = (random: () => number, limit: number): number => Math.floor(random() * limit);
const text = (bytes: Uint8Array): string => Buffer.from(bytes.map((byte) => byte & 0x7f)).toString('latin1');

describe('the mask of a recording', () => {
  it('replaces the serial number by a counted one, keeps maker, year and type, and sets the sum right', () => {
    const bytes = Buffer.concat([historiqueFrame(750), historiqueFrame(760)]);
    const out = masked(bytes);
    const expected = (papp: number): Buffer => historiqueFrame(papp, '041876000001');
    assert.deepEqual(out, Buffer.concat([expected(750), expected(760)]));
  });

  for (const [label, number, invented] of [
    ['ADSC', NUMBER, '041876000001'],
    ['ADS', '041436028024', '041436000001'],
    ['PRM', '30001234567890', '00000000000001'],
  ] as const)
    it(`knows ${label}, with tabs and with blanks`, () => {
      for (const group of [standardGroup, historiqueGroup])
        assert.deepEqual(masked(frameOf(group(label, number))), frameOf(group(label, invented)));
    });

  it('gives each meter a number of its own, the same one throughout', () => {
    const [one, other] = [historiqueGroup('ADCO', NUMBER), historiqueGroup('ADCO', '041876454545')];
    const out = text(masked(Buffer.concat([one, other, one, other])));
    assert.deepEqual(out.match(/\d{12}/g), ['041876000001', '041876000002', '041876000001', '041876000002']);
  });

  it('comes to the same in any chunking, and has as many bytes', () => {
    const bytes = Buffer.concat([standardFrame(750), standardFrame(760), standardFrame(770)]);
    const whole = masked(bytes);
    const random = lcg(11);
    for (let round = 0; round < 20; round++) {
      const mask = new Mask();
      const parts: Buffer[] = [];
      for (let from = 0; from < bytes.length;) {
        const to = from + 1 + below(random, 40);
        parts.push(mask.push(bytes.subarray(from, to)));
        from = to;
      }
      assert.deepEqual(Buffer.concat([...parts, mask.flush()]), whole);
    }
    assert.equal(whole.length, bytes.length);
  });

  it('leaves what has no number as it is: other labels, a number that is masked already, the address of a test', () => {
    for (const bytes of [
      frameOf(standardGroup('EAST', '001234567'), standardGroup('MSG1', 'PAS DE          MESSAGE         ')),
      frameOf(historiqueGroup('ADCO', 'XXXXXXXXXXXX')),
      frameOf(historiqueGroup('ADS', '000000000000')),
    ])
      assert.deepEqual(masked(bytes), bytes);
  });

  it('keeps the parity bit of an 8N1 bridge, right where it was right', () => {
    const bytes = withParity(standardFrame(750));
    const out = masked(bytes);
    const plain = masked(standardFrame(750));
    assert.deepEqual(out, withParity(plain));
  });

  it('keeps a wrong sum wrong, and damage the same damage', () => {
    const clean = historiqueGroup('ADCO', NUMBER);
    const damaged = Buffer.from(clean);
    // One bit of the last digit: 2 becomes 0.
    damaged[17] = (damaged[17] ?? 0) ^ 0x02;
    assert.equal(text(damaged).slice(6, 18), '041876908170');
    const out = masked(Buffer.concat([clean, damaged]));
    const second = out.subarray(clean.length);
    // The last digit of the invented number is 1, and the same bit of it is turned over.
    assert.equal(text(second).slice(6, 18), '041876000003');
    assert.equal(readGroup(second.subarray(1, -1)).ok, false);
  });

  it('keeps every reading but the number, and what was refused', () => {
    const bytes = Buffer.concat(Array.from({ length: 50 }, (_, i) => standardFrame(700 + i)));
    const random = lcg(5);
    for (let i = 0; i < bytes.length; i++)
      if (below(random, 200) === 0) bytes[i] = (bytes[i] ?? 0) ^ (1 << below(random, 7));
    const [before, after] = [framesOf(bytes), framesOf(masked(bytes))];
    assert.equal(after.length, before.length);
    for (const [i, frame] of before.entries()) {
      const { quality, values } = after[i] ?? assert.fail();
      assert.deepEqual([quality.groups, quality.rejected], [frame.quality.groups, frame.quality.rejected]);
      const { ADSC: was, ...rest } = frame.values;
      const { ADSC: is, ...others } = values;
      assert.deepEqual(others, rest);
      assert.equal(is, was === undefined ? undefined : '041876000001');
    }
  });

  it('leaves no serial number in what noise has made of a line: turned bits, lost characters, groups run together', () => {
    const random = lcg(7);
    for (let round = 0; round < 40; round++) {
      const noisy: number[] = [];
      for (const byte of Buffer.concat(Array.from({ length: 20 }, (_, i) => standardFrame(700 + i)))) {
        const chance = below(random, 300);
        if (chance === 0) continue;
        noisy.push(chance === 1 ? byte ^ (1 << below(random, 7)) : byte);
      }
      const bytes = Buffer.from(noisy);
      const mask = new Mask();
      // As for a file: what is learnt at the end counts at the beginning.
      masked(bytes, mask);
      assert.ok(!text(masked(bytes, mask)).includes(SERIAL), `round ${String(round)}`);
    }
  });

  it('takes a number that is right for no damage of another: two meters of one house', () => {
    // 8 and 7 differ in four bits: the invented digit with these turned over would be none.
    const out = masked(Buffer.concat([standardGroup('ADSC', '041876908178'), standardGroup('ADSC', '041876908177')]));
    const expected = [standardGroup('ADSC', '041876000001'), standardGroup('ADSC', '041876000002')];
    assert.deepEqual(out, Buffer.concat(expected));
  });

  for (const [what, cut] of [
    // A digit with one turned bit is a control character (1 is 0x31, 0x11 is none of a line), a letter (9 is 0x39, y 0x79:
    // the sum stays right), or a sign.
    ['a control character', (group: string) => group.replace('9', '\x19')],
    ['a letter that the sum does not see', (group: string) => group.replace('9', 'y')],
    [
      'a label with two wrong characters, its sum right',
      (group: string) => group.replace('ADSC\t041876', 'ADSK\t041076'),
    ],
    ['a cut at the beginning', (group: string) => group.slice(group.indexOf('908172') + 1)],
    ['a cut at the end', (group: string) => group.slice(0, group.indexOf('8172'))],
    ['a lost digit', (group: string) => group.replace('908172', '90872')],
  ] as const)
    it(`leaves no four digits of the serial number where there is ${what}`, () => {
      const damaged = Buffer.from(cut(standardGroup('ADSC', NUMBER).toString('latin1')), 'latin1');
      for (const bytes of [
        damaged,
        Buffer.concat([damaged, standardFrame(700), standardFrame(701), standardFrame(702)]),
      ]) {
        const mask = new Mask();
        masked(bytes, mask);
        const out = text(masked(bytes, mask));
        // Before any group was right, a few digits without a label are no number yet.
        if (bytes === damaged && what.startsWith('a cut at the beginning')) continue;
        for (const piece of ['9081', '0817', '8172']) assert.ok(!out.includes(piece), JSON.stringify(out));
        assert.equal(out.length, bytes.length);
      }
    });

  it('makes no number that is believed of one that is refused for its length, though its sum is right', () => {
    // Eleven digits: an address has twelve (Enedis-NOI-CPT_54E).
    const frame = (number: string): Buffer =>
      frameOf(standardGroup('ADSC', number), standardGroup('VTIC', '02'), standardGroup('SINSTS', '00750'));
    const before = framesOf(frame('12345678900'))[0]?.quality;
    const after = framesOf(masked(frame('12345678900')))[0]?.quality;
    assert.deepEqual([before?.rejected, after?.rejected], [1, 1]);
  });

  it('is at work from the first byte of what is being recorded, in the middle of a number and before it was right', () => {
    const frame = frameOf(standardGroup('ADSC', NUMBER), standardGroup('PRM', '06571938264019'));
    for (const begins of [8, 11, 14, 26, 30]) {
      const bytes = Buffer.concat([frame.subarray(begins), ...Array.from({ length: 5 }, () => frame)]);
      const mask = new LiveMask();
      const entries = [];
      for (let from = 0; from < bytes.length; from += 7)
        entries.push(...mask.push({ kind: 'bytes', at: from, bytes: bytes.subarray(from, from + 7) }));
      entries.push(...mask.end());
      const out = Buffer.concat(entries.flatMap((entry) => (entry.kind === 'bytes' ? [entry.bytes] : [])));
      assert.deepEqual(
        entries.map((entry) => (entry.kind === 'bytes' ? [entry.at, entry.bytes.length] : [])),
        Array.from({ length: Math.ceil(bytes.length / 7) }, (_, i) => [7 * i, Math.min(7, bytes.length - 7 * i)]),
      );
      assert.doesNotMatch(text(out), /9081|0817|8172|0657|1938|8264|4019/, `from ${String(begins)}`);
    }
  });

  describe('in text', () => {
    const log = (lines: readonly string[]): string[] => {
      const mask = new Mask();
      for (const line of lines) mask.line(line);
      return lines.map((line) => mask.line(line));
    };
    const sumOf = (group: Buffer): string => group.toString('latin1').slice(-2, -1);

    it('sets the sum right where blanks were tabs, and behind a time', () => {
      const sum = sumOf(standardGroup('ADSC', NUMBER));
      const right = sumOf(standardGroup('ADSC', '041876000001'));
      assert.notEqual(sum, right);
      assert.deepEqual(log([`ADSC ${NUMBER} ${sum}`, `12:00:01 ADSC ${NUMBER} ${sum}`]), [
        `ADSC 041876000001 ${right}`,
        `12:00:01 ADSC 041876000001 ${right}`,
      ]);
    });

    it('finds numbers in JSON and in names of topics', () => {
      assert.deepEqual(
        log([`{"TIC":{"ADCO":"${NUMBER}","PAPP":"00750"}}`, `tic/${NUMBER} ok`, `{"adsc": {"raw": "${NUMBER}"}}`]),
        ['{"TIC":{"ADCO":"041876000001","PAPP":"00750"}}', 'tic/041876000001 ok', '{"adsc": {"raw": "041876000001"}}'],
      );
    });

    it('finds what others call it, and a number that has lost its first zero', () => {
      // By zigbee2mqtt; by the firmware of N. Bernaerts for Tasmota (its issue 57); by teleinfo2mqtt, which makes numbers of digits;
      // by TIC2WebSocket. JSON has no number that begins with 0, so an invented one has none.
      assert.deepEqual(
        log([
          `{"meter_serial_number":"${NUMBER}","site_id":"06571938264019","apparent_power":750}`,
          `{"METER":{"PSUB":9000},"CONTRACT":{"serial":${NUMBER.slice(1)},"period":"HC"}}`,
          `{"ADCO":{"raw":"${NUMBER}","value":${NUMBER.slice(1)}},"PRM":{"raw":"06571938264019","value":6571938264019}}`,
          `{"name":"OnTICData","identifier":{"serialNumber":"${NUMBER}"}}`,
        ]),
        [
          '{"meter_serial_number":"041876000001","site_id":"00000000000002","apparent_power":750}',
          '{"METER":{"PSUB":9000},"CONTRACT":{"serial":41876000001,"period":"HC"}}',
          '{"ADCO":{"raw":"041876000001","value":41876000001},"PRM":{"raw":"00000000000002","value":9999999999992}}',
          '{"name":"OnTICData","identifier":{"serialNumber":"041876000001"}}',
        ],
      );
    });

    it('leaves times, speeds and other numbers', () => {
      const lines = [
        '1768478400123 PAPP 00750 -',
        'serial: opened /dev/ttyUSB0 at 115200',
        '{"Time":"2026-01-15T12:00:00","EAST":12345678,"captureDateTime":1768478400123}',
      ];
      assert.deepEqual(log(lines), lines);
    });
  });
});
