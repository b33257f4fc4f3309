import assert from 'node:assert/strict';
import { type RawRow, rowReader } from '../../../../lib/opendata/read/reader';
import type { Row } from '../../../../lib/opendata/read/row';
import { field } from '../../../support/opendata/fields';

const CURVE = 'courbe_moyenne_ndeg1_wh';
const FIELDS = [field('horodate', 'datetime'), field('region'), field('profil'), field(CURVE, 'number', 'Wh')];
const HALF_HOUR = 1_800_000;

interface Raw extends RawRow {
  readonly horodate: string;
  readonly region: string;
  readonly profil: string;
  readonly [CURVE]: number | null;
}

type Means = Readonly<Record<string, (slot: number) => number | null>>;

/** The half-hours of a Paris day, for each region what its curve says. */
function day(midnight: string, slots: number, means: Means): Raw[] {
  return Array.from({ length: slots }, (_, slot) =>
    Object.entries(means).map(([region, mean]) => ({
      horodate: new Date(Date.parse(midnight) + slot * HALF_HOUR).toISOString(),
      region,
      profil: 'RES1',
      [CURVE]: mean(slot),
    })),
  ).flat();
}

const time = (row: Row): string => JSON.stringify(row['horodate']).slice(1, -1);

function read(raw: readonly Raw[], stepMinutes: number | null = 30): readonly Row[] {
  const reader = rowReader({ fields: FIELDS }, { watts: false, unpivot: false, timeIs: 'start' }, { stepMinutes });
  const rows: Row[] = [];
  for (const row of raw) reader.push(row, rows);
  reader.end(rows);
  return rows;
}

const flagged = (rows: readonly Row[]): readonly string[] => [
  ...new Set(rows.filter(({ _flags }) => _flags?.dailyMean?.includes(CURVE)).map((row) => `${time(row).slice(0, 10)} ${row['region'] as string}`)), // prettier-ignore
];

const flat = (): number => 400;
const moving = (slot: number): number => 300 + slot;

describe('lib/opendata/read/daily-mean', () => {
  it('flags one mean in all slots of a Paris day, of that series alone', () => {
    const rows = read(day('2026-01-10T00:00:00+01:00', 48, { Bretagne: flat, Corse: moving }));
    assert.deepEqual(flagged(rows), ['2026-01-10 Bretagne']);
    assert.equal(rows.filter(({ _flags }) => _flags !== undefined).length, 48);
  });

  it('knows that a day has 46 or 50 half-hours when the clocks change', () => {
    assert.deepEqual(flagged(read(day('2026-03-29T00:00:00+01:00', 46, { Corse: flat }))), ['2026-03-29 Corse']);
    assert.deepEqual(flagged(read(day('2026-10-25T00:00:00+02:00', 50, { Corse: flat }))), ['2026-10-25 Corse']);
    assert.deepEqual(flagged(read(day('2026-10-25T00:00:00+02:00', 48, { Corse: flat }))), []);
  });

  it('says nothing of a day that is not whole: half of it may be the same by chance', () => {
    assert.deepEqual(flagged(read(day('2026-01-10T00:00:00+01:00', 47, { Corse: flat }))), []);
    assert.deepEqual(flagged(read(day('2026-01-10T12:00:00+01:00', 48, { Corse: flat }))), []);
  });

  it('says nothing of one slot that differs, of no value, of none at all', () => {
    const means: Means = {
      A: (slot) => (slot === 47 ? 401 : 400),
      B: (slot) => (slot === 3 ? null : 400),
      C: () => null,
      D: () => 0,
    };
    assert.deepEqual(flagged(read(day('2026-01-10T00:00:00+01:00', 48, means))), []);
  });

  it('keeps the order of the rows, whether by time, by series, or back in time', () => {
    const raw = [
      ...day('2026-01-10T00:00:00+01:00', 48, { A: flat, B: moving }),
      ...day('2026-01-11T00:00:00+01:00', 48, { A: moving, B: flat }),
    ];
    const bySeries = [...raw].sort((a, b) => a.region.localeCompare(b.region));
    for (const order of [raw, bySeries, raw.toReversed()]) {
      const rows = read(order);
      assert.deepEqual(
        rows.map((row) => [Date.parse(time(row)), row['region']]),
        order.map((row) => [Date.parse(row.horodate), row.region]),
      );
      assert.deepEqual([...flagged(rows)].sort(), ['2026-01-10 A', '2026-01-11 B']);
    }
  });

  it('says nothing where two series cannot be told apart', () => {
    const twice = day('2026-01-10T00:00:00+01:00', 24, { A: flat }).flatMap((row) => [row, row]);
    assert.deepEqual(flagged(read(twice)), []);
  });

  it('says nothing where no step could be measured, and holds nothing back', () => {
    const reader = rowReader(
      { fields: FIELDS },
      { watts: false, unpivot: false, timeIs: 'start' },
      { stepMinutes: null },
    );
    const rows: Row[] = [];
    for (const row of day('2026-01-10T00:00:00+01:00', 2, { A: flat })) reader.push(row, rows);
    assert.equal(rows.length, 2);
  });

  it('holds back a day at most', () => {
    const reader = rowReader(
      { fields: FIELDS },
      { watts: false, unpivot: false, timeIs: 'start' },
      { stepMinutes: 30 },
    );
    const rows: Row[] = [];
    for (const row of day('2026-01-10T00:00:00+01:00', 49, { A: flat })) reader.push(row, rows);
    assert.equal(rows.length, 48);
    reader.end(rows);
    assert.equal(rows.length, 49);
  });

  it('lets a day of more rows than memory should hold go by', () => {
    const reader = rowReader(
      { fields: FIELDS },
      { watts: false, unpivot: false, timeIs: 'start' },
      { stepMinutes: 30 },
    );
    const rows: Row[] = [];
    const row = { horodate: '2026-01-10T00:00:00Z', profil: 'RES1', [CURVE]: 400 };
    for (let index = 0; index < 60_001; index += 1) reader.push({ ...row, region: String(index) }, rows);
    assert.equal(rows.length, 60_000);
    reader.end(rows);
    assert.equal(rows.length, 60_001);
  });
});
