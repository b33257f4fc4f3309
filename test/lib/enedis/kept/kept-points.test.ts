import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { PARIS } from '../../../../lib/grid/paris-time';
import type { Point } from '../../../../lib/grid/point';
import { KeptPoints } from '../../../../lib/enedis/kept/kept-points';
import type { Series } from '../../../../lib/enedis/series';
import { Store } from '../../../../lib/store/store';
import { fillDisk } from '../../../support/machine/full-disk';

const PRM = '99990000000099';
const CURVE: Series = { prm: PRM, direction: 'consumption', measure: 'load-curve' };
const MINUTE = 60_000;

function curve(
  day: string,
  minutes: number,
  watts: (i: number) => number | undefined,
  more: Partial<Point> = {},
): Point[] {
  const midnight = PARIS.startOfDay(day);
  const count = (PARIS.hoursInDay(day) * 60) / minutes;
  return Array.from({ length: count }, (_, i) => i).flatMap((i) => {
    const value = watts(i);
    const start = midnight + i * minutes * MINUTE;
    if (value === undefined) return [];
    return [
      {
        prm: PRM,
        direction: 'consumption' as const,
        kind: 'load-curve' as const,
        quantity: 'active' as const,
        start,
        end: start + minutes * MINUTE,
        value,
        unit: 'W' as const,
        step: `PT${String(minutes)}M`,
        stage: 'raw' as const,
        quality: 'measured' as const,
        source: 'conso-api',
        ...more,
      },
    ];
  });
}

const next = (day: string): string => PARIS.addDays(day, 1);
const at = (day: string, hour = 9): number => PARIS.at(day, hour);

describe('kept points', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'linky-red-kept-'));
  });

  it('are told while the disk is full, and written when there is room again', async () => {
    const kept = new KeptPoints(new Store(folder));
    const write = (day: string) =>
      kept.write(
        CURVE,
        { from: day, to: next(day) },
        curve(day, 30, (i) => i + 1),
        at(next(day)),
      );
    const read = async (from: string, points = kept): Promise<number> =>
      (await points.read(CURVE, { from, to: next(from) })).length;
    await write('2026-09-01');
    const makeRoom = fillDisk(folder);
    try {
      assert.deepEqual(await write('2026-10-25'), ['2026-10-25']);
      assert.deepEqual(await write('2026-11-01'), ['2026-11-01']);
      assert.deepEqual([await read('2026-10-25'), await read('2026-11-01'), await read('2026-09-01')], [50, 48, 48]);
    } finally {
      makeRoom();
    }
    await write('2026-11-02');
    const later = new KeptPoints(new Store(folder));
    assert.deepEqual([await read('2026-10-25', later), await read('2026-11-01', later)], [50, 48]);
    await kept.forget(PRM);
    assert.equal(await read('2026-10-25'), 0);
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('are after a restart what they were, field by field: both clock changes, changing steps, holes, an estimated value', async () => {
    const days = ['2026-03-29', '2026-10-25', '2026-05-25'];
    const all = days.flatMap((day, n) => [
      ...curve(day, 30, (i) => (i === 4 ? undefined : 100 + i), n === 2 ? { quality: 'estimated' } : {}),
    ]);
    const kept = new KeptPoints(new Store(folder));
    for (const day of days)
      await kept.write(
        CURVE,
        { from: day, to: next(day) },
        all.filter(({ start }) => PARIS.dayKey(start) === day),
        at(next(day)),
      );
    const again = new KeptPoints(new Store(folder));
    const read = await again.read(CURVE, { from: '2026-01-01', to: '2027-01-01' });
    assert.deepEqual(
      read,
      [...all].sort((a, b) => a.start - b.start),
    );
  });

  it('lie by the month, in files that end with a fingerprint and name no meter', async () => {
    const kept = new KeptPoints(new Store(folder));
    const window = { from: '2026-01-31', to: '2026-02-02' };
    await kept.write(
      CURVE,
      window,
      [...curve('2026-01-31', 60, () => 1), ...curve('2026-02-01', 60, () => 2)],
      at('2026-02-03'),
    );
    const files = (await readdir(folder)).sort();
    assert.equal(files.length, 2);
    for (const file of files) {
      assert.match(file, /^enedis-points-consumption-load-curve-2026-0[12]-[0-9a-f]{16}\.json$/);
      assert.ok(!file.includes(PRM) && !(await readFile(path.join(folder, file), 'utf8')).includes(PRM));
    }
    await kept.forget(PRM);
    assert.deepEqual(await readdir(folder), []);
    assert.equal(kept.day(CURVE, '2026-02-01'), undefined);
  });

  it('tell which days changed: the same answer again changes none', async () => {
    const kept = new KeptPoints(new Store(folder));
    const window = { from: '2026-03-09', to: '2026-03-11' };
    const came = [...curve('2026-03-09', 30, () => 5), ...curve('2026-03-10', 30, () => 6)];
    assert.deepEqual(await kept.write(CURVE, window, came, at('2026-03-11')), ['2026-03-09', '2026-03-10']);
    assert.deepEqual(await kept.write(CURVE, window, came, at('2026-03-12')), []);
    const corrected = came.map((point, i) => (i === 3 ? { ...point, value: 7, stage: 'corrected' as const } : point));
    assert.deepEqual(await kept.write(CURVE, window, corrected, at('2026-03-13')), ['2026-03-09']);
    assert.equal((await kept.read(CURVE, window))[3]?.value, 7);
  });

  it('lose nothing to an answer that brings less, and take smaller steps for larger ones', async () => {
    const kept = new KeptPoints(new Store(folder));
    const window = { from: '2026-03-09', to: '2026-03-10' };
    await kept.write(
      CURVE,
      window,
      curve('2026-03-09', 60, (i) => (i < 12 ? i : undefined)),
      at('2026-03-10'),
    );
    await kept.write(
      CURVE,
      window,
      curve('2026-03-09', 30, (i) => (i >= 20 ? 50 : undefined)),
      at('2026-03-11'),
    );
    await kept.write(CURVE, window, [], at('2026-03-12'));
    const points = await kept.read(CURVE, window);
    assert.equal(points.length, 10 + 28);
    assert.equal(kept.day(CURVE, '2026-03-09')?.state, 'complete');
  });

  it('a day that lacks something is open for five days, then it is a gap', async () => {
    const kept = new KeptPoints(new Store(folder));
    const window = { from: '2026-10-25', to: '2026-10-26' };
    // 25 hours: 48 half hours are not all of them.
    await kept.write(
      CURVE,
      window,
      curve('2026-10-25', 30, (i) => (i < 48 ? 1 : undefined)),
      at('2026-10-30', 23),
    );
    assert.equal(kept.day(CURVE, '2026-10-25')?.state, 'open');
    await kept.write(CURVE, window, [], at('2026-10-31', 0));
    assert.equal(kept.day(CURVE, '2026-10-25')?.state, 'closed');
    await kept.write(
      CURVE,
      window,
      curve('2026-10-25', 30, () => 1),
      at('2026-11-01'),
    );
    assert.equal(kept.day(CURVE, '2026-10-25')?.state, 'complete');
  });
});
