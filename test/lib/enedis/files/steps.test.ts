// Where a file writes one end of each interval alone: how long they are, and which end it is.
import assert from 'node:assert/strict';
import { readExport } from '../../../../lib/enedis/files/read-export';
import { METER, sgeHead, truths, WRITERS, type Truth } from '../../../support/enedis/export-writer';

const about = { direction: 'consumption', prm: METER } as const;
const shown = (lines: readonly string[], stamps?: 'start' | 'end') => {
  const { points, skipped } = readExport(lines.join('\n'), { ...about, stamps });
  return { points: points.map(({ start, end, value }) => [start, end, value]), skipped };
};
const expected = (list: readonly Truth[]) => list.map(({ start, end, watts }) => [start, end, watts]);
const watts = (n: number): number => 100 + n;

describe('the length of intervals', () => {
  const day = truths('2026-05-04', '2026-05-05', 30, watts);

  it('is no hour where a row of half an hour is missing', () => {
    for (let missing = 1; missing < 47; missing++) {
      const list = day.filter((_, i) => i !== missing);
      assert.deepEqual(shown(WRITERS.sge(list)), { points: expected(list), skipped: {} });
      assert.deepEqual(shown(WRITERS.edf(list)), { points: expected(list), skipped: {} });
    }
  });

  it('nor where a row has no value', () => {
    const lines = WRITERS.sge(day).map((line) => line.replace(/;(?:105|120|121)$/, ';'));
    const kept = day.filter(({ watts: value }) => ![105, 120, 121].includes(value));
    assert.deepEqual(shown(lines), { points: expected(kept), skipped: { empty: 3 } });
  });

  it('changes inside a file, to finer ones and to coarser ones', () => {
    const list = [
      ...truths('2026-05-01', '2026-05-02', 60, watts),
      ...truths('2026-05-02', '2026-05-03', 30, watts),
      ...truths('2026-05-03', '2026-05-04', 10, watts),
      ...truths('2026-05-04', '2026-05-05', 15, watts),
      ...truths('2026-05-05', '2026-05-06', 60, watts),
    ];
    for (const form of ['sge', 'account', 'downloader', 'edf'] as const)
      assert.deepEqual(shown(WRITERS[form](list)), { points: expected(list), skipped: {} }, form);
  });

  it('is the one that the file states where nothing else tells', () => {
    const [only] = truths('2026-05-04', '2026-05-05', 30, watts);
    const row = (step: string) => [...sgeHead(only ? [only] : [], `W;${step}`), '2026-05-04T12:00:00+02:00;500'];
    const noon = Date.parse('2026-05-04T10:00:00Z');
    assert.deepEqual(shown(row('10')).points, [[noon - 600_000, noon, 500]]);
    assert.deepEqual(shown(row('')), { points: [], skipped: { lengthless: 1 } });
  });
});

describe('the time beside a value', () => {
  const day = truths('2026-05-04', '2026-05-06', 10, watts);
  /** A meter of more than 36 kVA: starts. */
  const starts = [
    ...sgeHead(day),
    ...WRITERS.sge(day.map(({ start, watts: value }) => ({ start, end: start, watts: value }))).slice(3),
  ];

  it('is the start where the curve begins at the midnight of its first day and does not end with one', () => {
    assert.deepEqual(shown(starts), { points: expected(day), skipped: {} });
  });

  it('is the end else, also when the first midnight of a file is that of the day before', () => {
    const before = { start: (day[0]?.start ?? 0) - 600_000, end: day[0]?.start ?? 0, watts: 7 };
    const list = [before, ...day];
    const lines = [...sgeHead(day), ...WRITERS.sge(list).slice(3)];
    assert.deepEqual(shown(lines), { points: expected(list), skipped: {} });
  });

  it('is what is said, if it is said', () => {
    const lines = [...sgeHead(day), ...WRITERS.sge(day).slice(3)];
    const later = day.map(({ start, end, watts: value }) => [start + 600_000, end + 600_000, value]);
    assert.deepEqual(shown(lines, 'start').points, later);
    assert.deepEqual(shown(starts, 'start').points, expected(day));
  });
});
