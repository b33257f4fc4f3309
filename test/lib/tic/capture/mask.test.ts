// Masked recordings: no trace of the number, and nothing else changed. What is right is written out here by hand or by the frames
// of the tests, never taken from what the mask gives.
import assert from 'node:assert/strict';
import { readGroup } from '../../../../lib/tic/bytes/group';
import { Decoder } from '../../../../lib/tic/decoder';
import type { DecodedFrame } from '../../../../lib/tic/decoded-frame';
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
  });
});
