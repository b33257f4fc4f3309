import assert from 'node:assert/strict';
import { readGroup } from '../../../../lib/tic/bytes/group';
import { groupBytes } from '../../../support/tic/tic-frames';

const read = (text: string): ReturnType<typeof readGroup> => readGroup(Buffer.from(text, 'latin1'));

describe('one group of a frame', () => {
  // Sums of the producer's own captures, not made by our builder.
  const PUBLISHED: readonly (readonly [string, string, string | null, string])[] = [
    ['OPTARIF HC.. <', 'OPTARIF', null, 'HC..'],
    ['PTEC HP..  ', 'PTEC', null, 'HP..'],
    ['MOTDETAT 000000 B', 'MOTDETAT', null, '000000'],
    ['VTIC\t02\tJ', 'VTIC', null, '02'],
    ['DATE\tE240924225642\t\tH', 'DATE', 'E240924225642', ''],
    ['NGTF\t     TEMPO      \tF', 'NGTF', null, '     TEMPO      '],
    ['EAST\t099765794\tG', 'EAST', null, '099765794'],
    ['SMAXSN\tE241011000639\t00008\t-', 'SMAXSN', 'E241011000639', '00008'],
  ];
  for (const [text, label, horodate, data] of PUBLISHED) {
    it(`reads ${label} as a meter sent it`, () => {
      const group = read(text);
      assert.ok(group.ok);
      assert.deepEqual([group.label, group.horodate, group.data], [label, horodate, data]);
    });
  }

  it('does not trim: a sum that is a blank counts, and so do the blanks around the data', () => {
    // PTEC HP.. has the sum 0x20 by itself.
    const group = read('PTEC HP..  ');
    assert.ok(group.ok);
    assert.equal(read('PTEC HP..').ok, false);
    const padded = readGroup(groupBytes('\t', 'LTARF', '  HP  '));
    assert.ok(padded.ok);
    assert.equal(padded.data, '  HP  ');
  });

  it('takes the label up to the first separator and the data up to the last, blanks inside the data included', () => {
    const group = readGroup(groupBytes(' ', 'MESURES1', 'BT 4 SUP36'));
    assert.ok(group.ok);
    assert.deepEqual([group.label, group.data], ['MESURES1', 'BT 4 SUP36']);
  });

  it('takes a label of nine characters and one of sixteen, not one of seventeen', () => {
    assert.ok(readGroup(groupBytes('\t', 'SMAXSN1-1', '01910')).ok);
    assert.ok(readGroup(groupBytes('\t', 'A'.repeat(16), '1')).ok);
    assert.deepEqual(readGroup(groupBytes('\t', 'A'.repeat(17), '1')), { ok: false, reason: 'format' });
  });

  it('sums blanks by mode 1 and tabs by mode 2, never the other way', () => {
    for (const [separator, wrongError] of [
      [' ', 0x20],
      ['\t', 0x09],
    ] as const) {
      const right = groupBytes(separator, 'EAST', '000000123');
      assert.ok(readGroup(right).ok);
      // The sum of the other mode differs by the separator before it.
      const other = Buffer.from(right);
      const sum = (other.at(-1) ?? 0) - 0x20;
      const swapped = separator === ' ' ? sum + wrongError : sum - wrongError;
      other[other.length - 1] = ((swapped + 64) & 0x3f) + 0x20;
      assert.deepEqual(readGroup(other), { ok: false, reason: 'checksum' });
    }
    // A truncated PPOT that would pass with mode 2 (spec/tic.md §1.3).
    assert.deepEqual(read('OT 00 #'), { ok: false, reason: 'checksum' });
  });

  it('refuses a group whose separators are mixed', () => {
    const sumOf = (text: string, all: boolean): string => {
      const summed = Buffer.from(text).reduce((total, byte) => total + byte, all ? 9 : 0);
      return String.fromCharCode((summed & 0x3f) + 0x20);
    };
    assert.deepEqual(read(`EAST\t000000123 ${sumOf('EAST\t000000123', false)}`), { ok: false, reason: 'format' });
    assert.deepEqual(read(`EAST 000000123\t${sumOf('EAST 000000123', true)}`), { ok: false, reason: 'format' });
    const tabInData = 'NGTF\ta\tb\tc';
    assert.deepEqual(read(`${tabInData}\t${sumOf(tabInData, true)}`), { ok: false, reason: 'format' });
  });

  it('refuses labels with characters that no label has', () => {
    for (const label of ['E!ST', 'E:ST', '', 'A.B'])
      assert.equal(readGroup(groupBytes('\t', label, '000000123')).ok, false, label);
  });

  it('refuses what is too short to be a group, and what is longer than any', () => {
    for (const text of ['', 'A', 'A B', ' ', '\t\t\t'])
      assert.deepEqual(read(text), { ok: false, reason: 'format' }, JSON.stringify(text));
    assert.ok(readGroup(groupBytes('\t', 'MESSAGE', ' '.repeat(118))).ok, '128 characters');
    assert.deepEqual(readGroup(groupBytes('\t', 'MESSAGE', ' '.repeat(119))), { ok: false, reason: 'length' });
  });

  it('ignores the parity bit', () => {
    const plain = groupBytes('\t', 'EAST', '000000123');
    const group = readGroup(plain.map((byte) => byte | 0x80));
    assert.ok(group.ok);
    assert.deepEqual([group.label, group.data, group.separator], ['EAST', '000000123', 'HT']);
  });
});
