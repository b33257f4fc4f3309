// The same curve in every form in which it is exported: the days of both clock changes, of a leap year, of the turn of the year, in
// every step of a Linky.
import assert from 'node:assert/strict';
import { readExport } from '../../../../lib/enedis/files/read-export';
import { METER, truths, WRITERS, type Truth } from '../../../support/enedis/export-writer';

const about = { direction: 'consumption', prm: METER } as const;
const DAYS = {
  'the skipped hour of March': ['2026-03-28', '2026-03-31'],
  'the doubled hour of October': ['2026-10-24', '2026-10-27'],
  'the turn of the year': ['2026-12-30', '2027-01-02'],
  '29 February': ['2028-02-28', '2028-03-02'],
} as const;

/** Whole watts that no other interval has. */
const watts = (n: number): number => 100 + n;
const expected = (list: readonly Truth[]) => list.map(({ start, end, watts: value }) => [start, end, value]);
const found = (lines: readonly string[]) => {
  const { points, skipped } = readExport(Buffer.from(lines.join('\r\n')), about);
  return { points: points.map(({ start, end, value }) => [start, end, value]), skipped };
};

describe('exports of curves', () => {
  for (const [form, write] of Object.entries(WRITERS))
    for (const [name, [from, to]] of Object.entries(DAYS))
      for (const minutes of [10, 15, 30, 60])
        it(`${form}: ${name}, every ${minutes} minutes`, () => {
          const list = truths(from, to, minutes, watts);
          assert.deepEqual(found(write(list)), { points: expected(list), skipped: {} });
        });

  it('are power, so that a quarter of an hour is no half hour', () => {
    const list = truths('2026-05-01', '2026-05-02', 15, () => 1000);
    const { points } = readExport(WRITERS.account(list).join('\n'), about);
    const wh = points.reduce((sum, { start, end, value }) => sum + (value * (end - start)) / 3_600_000, 0);
    assert.equal(wh, 24_000);
    assert.deepEqual(
      [...new Set(points.map(({ step, unit, kind }) => [step, unit, kind].join(' ')))],
      ['PT15M W load-curve'],
    );
  });

  it('that write an energy are the power of each interval, by its own length', () => {
    const { points } = readExport(
      'Début;Fin;Valeur (en kWh)\n01/05/2026 00:00;01/05/2026 00:30;0,25\n01/05/2026 00:30;01/05/2026 00:45;0,25',
      about,
    );
    assert.deepEqual(
      points.map(({ value, unit, step }) => [value, unit, step]),
      [
        [500, 'W', 'PT30M'],
        [1000, 'W', 'PT15M'],
      ],
    );
  });

  it('of the downloader are power, whatever it calls it', () => {
    const list = truths('2026-05-01', '2026-05-02', 30, watts);
    for (const header of ['debut;fin;kW', 'debut;fin;kWh']) {
      const [, ...rows] = WRITERS.downloader(list);
      assert.deepEqual(found([header, ...rows]), { points: expected(list), skipped: {} }, header);
    }
    const commas = list.map(
      ({ start, end, watts: value }) =>
        [start, end].map((ms) => new Date(ms + 7_200_000).toISOString().slice(0, 19)).join(',') + `,${value / 1000}`,
    );
    assert.deepEqual(found(['debut,fin,kW', ...commas]), { points: expected(list), skipped: {} });
  });

  it('of a script in the browser name their meter in the first line, or in the name of the file', () => {
    const list = truths('2026-05-01', '2026-05-02', 30, watts);
    const rows = list.map(
      ({ end, watts: value }) => `${new Date(end + 7_200_000).toISOString().slice(0, 19)};${value}`,
    );
    const header = 'Horodate fin de pas;Puissance moyenne (W)';
    assert.deepEqual(found([`Courbe de charge Linky (pas 30 min) - PRM ${METER}`, header, ...rows]), {
      points: expected(list),
      skipped: {},
    });
    const fileName = `conso-courbe-30min_${METER}_20260501-20260502.csv`;
    const { prms, form, points } = readExport([header, ...rows].join('\n'), { direction: 'production', fileName });
    assert.deepEqual([prms, form, points[0]?.direction], [[METER], 'console-curve', 'consumption']);
    const named = readExport([`Courbe de charge Linky - PRM ${METER}`, header, ...rows].join('\n'), {
      direction: 'consumption',
    });
    assert.deepEqual(named.prms, [METER]);
  });
});
