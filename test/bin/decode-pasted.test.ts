// Captures that are none, and captures that went through a clipboard: what `linky-red decode` makes of them, and says.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readPasted } from '../../lib/tic/bytes/pasted';
import { linesOf, linkyRed } from '../support/machine/command-line';
import { randomBytes } from 'node:crypto';
import {
  ADDRESS,
  dayProfile,
  linkyHc,
  linkyStandard,
  linkyStandardTempo,
  linkyStandardTriProducer,
} from '../support/tic/tic-meters';
import { sizeOf } from '../../bin/decode/label-sizes';

const linesIn = (bytes: Buffer): string[] =>
  bytes
    .toString('latin1')
    .replaceAll('\u0002', '\n')
    .replaceAll('\u0003', '\n')
    .split(/[\r\n]+/)
    .filter((line) => line !== '');

describe('linky-red decode of what is no capture', function () {
  it('says of an empty input that it is empty', async () => {
    const { code, stdout, stderr } = await linkyRed(['decode', '-'], Buffer.alloc(0));
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /^linky-red decode: standard input is empty: [^\n]*\n$/);
  });

  it('says one line of random bytes, and prints none', async () => {
    const { code, stdout, stderr } = await linkyRed(['decode', '-'], randomBytes(1_000_000));
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /^linky-red decode: no valid group in the 1000000 bytes of standard input: [^\n]*\n$/);
  });
});

/** As a terminal shows tabs: up to the next column of eight. */
const inStops = (line: string): string =>
  line.split('\t').reduce((text, field) => text.padEnd(text.length - (text.length % 8) + 8) + field);

describe('linky-red decode of text from a clipboard', function () {
  const ways: Record<string, (line: string) => string> = {
    'blanks where tabs were': (line) => line.replaceAll('\t', ' '),
    'four blanks where tabs were, blanks at the ends cut off': (line) => line.replaceAll('\t', '    ').trimEnd(),
    'tabs as a terminal fills them up': inStops,
    'the same, blanks at the ends cut off': (line) => inStops(line).trimEnd(),
    'blanks cut off at both ends': (line) => line.trim(),
    'quote marks in front': (line) => `> ${line}`,
    'a time in front': (line) => `2027-01-12T10:55:01.123+01:00 ${line}`,
  };
  for (const [way, change] of Object.entries(ways))
    it(`reads it with ${way}, and says so`, async () => {
      for (const frame of [linkyStandard(), linkyStandardTempo(), linkyHc()]) {
        const text = `${linesIn(frame.build()).map(change).join('\n')}\n`;
        const { code, stdout, stderr } = await linkyRed(['decode', '-'], Buffer.from(text, 'latin1'));
        assert.equal(code, 0);
        const [line] = linesOf({ code, stdout, stderr });
        assert.equal(line?.meter.id, ADDRESS.linkyMono);
        const changed = linesIn(frame.build()).some((group) => change(group) !== group);
        if (changed) assert.match(stderr, /^linky-red decode: text from a clipboard, \d+ groups read: [^\n]*\n$/);
        else assert.equal(stderr, '');
        if (!way.startsWith('four')) assert.equal(line.quality.rejected, 0);
        assert.equal(line.values['PAPP'] ?? line.values['SINSTS'], 1240);
      }
    });

  it('gives the groups that the meter sent, or nothing: the blanks of a text alone may be others, which its length betrays', () => {
    const groups = [linkyStandard(), linkyStandardTempo(), linkyHc()].flatMap((frame) => linesIn(frame.build()));
    fc.assert(
      fc.property(fc.constantFrom(...groups), fc.constantFrom(...Object.values(ways)), (group, change) => {
        const { text, isRight } = readPasted(change(group));
        if (isRight) assert.deepEqual(text.trim().split(/\s+/), group.trim().split(/\s+/));
      }),
      { numRuns: 500 },
    );
  });

  it('knows the blanks of the data from those that a terminal has made of tabs, in every label', () => {
    const peak = linkyStandardTempo()
      .after('STGE', 'DPM1', '00', ' 270113060000')
      .after('DPM1', 'FPM1', '00', ' 270114060000')
      .after('MSG1', 'MSG2', ' POINTE  MOBILE ')
      .after('PJOURF+1', 'PPOINTE', dayProfile('00004003', '06004004', '22004003'));
    for (const group of [peak, linkyStandardTriProducer()].flatMap((frame) => linesIn(frame.build())))
      for (const line of [inStops(group), inStops(group).trimEnd()]) {
        const { text, isRight } = readPasted(line, sizeOf);
        assert.deepEqual([text, isRight], [group, true]);
      }
  });

  it('never throws, and believes nothing without a right sum', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (line) => {
        const { isRight, repairs } = readPasted(line, sizeOf);
        if (!isRight) assert.deepEqual(repairs, []);
      }),
    );
  });
});
