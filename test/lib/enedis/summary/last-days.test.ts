// What the summary says of the last days, one by one: of the meter's own values, with gaps, over clock changes and leap days.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import type { DayWindow, Measure } from '../../../../lib/enedis/series';
import type { DirectionSummary } from '../../../../lib/enedis/summary/energy-summary';
import { summarise, type SummarySource } from '../../../../lib/enedis/summary/summarise';
import type { Direction, Point } from '../../../../lib/grid/point';
import '../../../support/machine/property-seed';

const ZONE = 'Europe/Paris';
const ALL = ['load-curve', 'energy', 'max-power', 'index'] as const satisfies readonly Measure[];

/** Paris, without our own calendar. */
const paris = (text: string): DateTime => DateTime.fromISO(text, { zone: ZONE });
const dayBefore = (today: string, days: number): string => paris(today).minus({ days }).toFormat('yyyy-MM-dd');
const dayOf = ({ start }: Point): string => DateTime.fromMillis(start, { zone: ZONE }).toFormat('yyyy-MM-dd');

function point(kind: Measure, start: DateTime, end: DateTime, value: number): Point {
  return {
    prm: '01234567890123',
    direction: 'consumption',
    kind,
    quantity: 'active',
    start: start.toMillis(),
    end: end.toMillis(),
    value,
    unit: kind === 'load-curve' ? 'W' : kind === 'max-power' ? 'VA' : 'Wh',
    step: null,
    quality: 'measured',
    source: 'test',
  };
}

const energy = (day: string, wh: number): Point => point('energy', paris(day), paris(day).plus({ days: 1 }), wh);
const maximum = (at: string, va: number): Point => point('max-power', paris(at), paris(at), va);
/** Every half hour that a clock in Paris goes through on this day. */
function halfHours(day: string, watts: (index: number) => number): Point[] {
  const points: Point[] = [];
  for (let at = paris(day); at < paris(day).plus({ days: 1 }); at = at.plus({ minutes: 30 }))
    points.push(point('load-curve', at, at.plus({ minutes: 30 }), watts(points.length)));
  return points;
}

class Kept implements SummarySource {
  /** By measure, then by day, ascending. */
  private readonly days = new Map<string, Map<string, Point[]>>();

  constructor(points: readonly Point[]) {
    for (const one of points) {
      const days = this.of(one.kind as Measure);
      days.set(dayOf(one), [...(days.get(dayOf(one)) ?? []), one]);
    }
  }

  read(_: Direction, measure: Measure, { from, to }: DayWindow): Promise<Point[]> {
    return Promise.resolve([...this.of(measure)].flatMap(([day, points]) => (day >= from && day < to ? points : [])));
  }

  last(_: Direction, measure: Measure, to: string): Promise<Point[]> {
    return Promise.resolve([...this.of(measure)].findLast(([day]) => day < to)?.[1] ?? []);
  }

  complete(_: Direction, measure: Measure): Promise<(day: string) => boolean> {
    const hours = (day: string): number => paris(day).plus({ days: 1 }).diff(paris(day)).as('hours');
    return Promise.resolve((day) => this.of(measure).get(day)?.length === hours(day) * 2);
  }

  private of(measure: Measure): Map<string, Point[]> {
    const days = this.days.get(measure) ?? new Map<string, Point[]>();
    this.days.set(measure, days);
    return days;
  }
}

async function consumption(
  today: string,
  points: readonly Point[],
  measures: readonly Measure[] = ALL,
): Promise<DirectionSummary> {
  const summary = await summarise(new Kept(points), {
    prm: '01234567890123',
    want: { directions: ['consumption'], measures },
    now: paris(today).plus({ hours: 9 }).toMillis(),
    until: undefined,
    problem: undefined,
    backfill: { running: false, daysLeft: 0 },
  });
  assert.deepEqual(summary.measures, measures);
  return summary.consumption ?? assert.fail('nothing was summed up');
}

describe('the last days of a summary', () => {
  it('are told newest first, yesterday at the head, with the energy and the highest maximum of each', async () => {
    const { days } = await consumption('2026-11-30', [
      energy('2026-11-27', 12_345),
      maximum('2026-11-27T08:15:02', 4680),
      maximum('2026-11-27T19:31:40', 5120),
      energy('2026-11-29', 9001),
    ]);
    assert.deepEqual(days, [
      { day: '2026-11-29', kWh: 9.001, maxKVA: null, maxAt: null },
      { day: '2026-11-28', kWh: null, maxKVA: null, maxAt: null },
      { day: '2026-11-27', kWh: 12.345, maxKVA: 5.12, maxAt: '2026-11-27T19:31:40+01:00' },
    ]);
  });

  it('a day of nothing is no day of 0', async () => {
    const { days } = await consumption('2026-11-30', [energy('2026-11-29', 0)]);
    assert.deepEqual(days, [{ day: '2026-11-29', kWh: 0, maxKVA: null, maxAt: null }]);
    assert.deepEqual((await consumption('2026-11-30', [])).days, []);
  });

  for (const [today, what, last] of [
    ['2026-03-31', 'the day of 23 hours', '2026-02-28'],
    ['2026-10-27', 'the day of 25 hours', '2026-09-26'],
    ['2027-01-02', 'the end of a year', '2026-12-02'],
    ['2028-03-02', '29 February', '2028-01-31'],
  ] as const)
    it(`are 31 over ${what}, each once`, async () => {
      const points = Array.from({ length: 40 }, (_, ago) => energy(dayBefore(today, 40 - ago), 1000 + 40 - ago));
      const { days = [] } = await consumption(today, points);
      assert.equal(days.length, 31);
      assert.equal(days.at(-1)?.day, last);
      days.forEach(({ day, kWh }, index) => {
        assert.equal(day, dayBefore(today, index + 1));
        assert.equal(kWh, (1001 + index) / 1000);
      });
    });

  it('are what was kept, whatever lacks (property)', async () => {
    const known = fc.record({
      ago: fc.integer({ min: 1, max: 45 }),
      wh: fc.nat(90_000),
      va: fc.option(fc.nat(36_000)),
    });
    const today = fc.constantFrom('2026-03-31', '2026-11-01', '2027-01-15', '2028-03-05');
    await fc.assert(
      fc.asyncProperty(
        today,
        fc.uniqueArray(known, { selector: ({ ago }) => ago, maxLength: 45 }),
        async (day, all) => {
          const points = all
            .toSorted((a, b) => b.ago - a.ago)
            .flatMap(({ ago, wh, va }) => [
              energy(dayBefore(day, ago), wh),
              ...(va === null ? [] : [maximum(`${dayBefore(day, ago)}T12:00:00`, va)]),
            ]);
          const { days = [] } = await consumption(day, points);
          assert.equal(days.length, Math.max(0, ...all.map(({ ago }) => ago).filter((ago) => ago <= 31)));
          for (const [index, figures] of days.entries()) {
            const truth = all.find(({ ago }) => ago === index + 1);
            assert.equal(figures.kWh, truth === undefined ? null : truth.wh / 1000);
            assert.equal(figures.maxKVA, truth?.va == null ? null : truth.va / 1000);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('the same days of a year before', () => {
  const year = (from: string, days: number, wh: number): Point[] =>
    Array.from({ length: days }, (_, ago) => energy(paris(from).plus({ days: ago }).toFormat('yyyy-MM-dd'), wh));

  it('are summed up beside those of this year', async () => {
    const points = [...year('2025-11-01', 60, 1000), ...year('2026-11-01', 20, 3000)];
    const { lastYear, monthToDate } = await consumption('2026-11-21', points);
    assert.equal(monthToDate?.kWh, 60);
    assert.deepEqual(lastYear?.monthToDate, {
      period: '2025-11',
      from: '2025-11-01',
      to: '2025-11-21',
      kWh: 20,
      missingDays: 0,
    });
    assert.deepEqual([lastYear.yearToDate?.kWh, lastYear.yearToDate?.missingDays], [20, 304]);
  });

  it('of a leap year are those of the calendar, of a year that nobody knows none', async () => {
    const points = [...year('2027-02-01', 28, 1000), ...year('2028-02-01', 28, 3000)];
    const { lastYear } = await consumption('2028-02-29', points);
    assert.deepEqual([lastYear?.monthToDate?.kWh, lastYear?.monthToDate?.missingDays], [28, 0]);
    const whole = await consumption('2028-03-01', [...points, ...year('2028-02-29', 1, 3000)]);
    assert.deepEqual([whole.monthToDate?.kWh, whole.lastYear?.monthToDate?.to], [87, '2027-03-01']);
    assert.equal((await consumption('2028-02-29', year('2028-02-01', 28, 1))).lastYear?.monthToDate, null);
  });
});

describe('the newest curve of a summary', () => {
  it('is that of the day of the last value, the doubled hour twice', async () => {
    const { lastCurve, curve = [] } = await consumption('2026-10-26', [
      ...halfHours('2026-10-24', () => 9999),
      ...halfHours('2026-10-25', (index) => 100 * index),
    ]);
    assert.equal(curve.length, 50);
    assert.deepEqual(
      curve.slice(3, 8).map(({ start }) => start),
      ['01:30+02:00', '02:00+02:00', '02:30+02:00', '02:00+01:00', '02:30+01:00'].map((hour) =>
        `2026-10-25T${hour}`.replace(/([+])/, ':00$1'),
      ),
    );
    assert.deepEqual(
      curve.map(({ kW }) => kW),
      Array.from({ length: 50 }, (_, index) => index / 10),
    );
    assert.deepEqual(lastCurve, { start: '2026-10-25T23:30:00+01:00', end: '2026-10-26T00:00:00+01:00', kW: 4.9 });
  });

  it('has 46 half hours in spring', async () => {
    const { curve } = await consumption(
      '2026-03-30',
      halfHours('2026-03-29', () => 500),
    );
    assert.equal(curve?.length, 46);
  });

  it('is absent where there is none, and gone where it is switched off, whatever is kept of before', async () => {
    const points = [
      ...halfHours('2026-11-28', () => 500),
      maximum('2026-11-28T12:00:00', 3000),
      energy('2026-11-28', 12_000),
    ];
    assert.ok(!('curve' in (await consumption('2026-11-30', [energy('2026-11-28', 12_000)]))));
    const off = await consumption('2026-11-30', points, ['energy', 'max-power']);
    assert.equal(off.lastCurve, null);
    assert.ok(!('curve' in off));
    assert.equal(off.maxPower?.kVA, 3);
    const energyAlone = await consumption('2026-11-30', points, ['energy']);
    assert.equal(energyAlone.maxPower, null);
    assert.deepEqual(energyAlone.days, [
      { day: '2026-11-29', kWh: null, maxKVA: null, maxAt: null },
      { day: '2026-11-28', kWh: 12, maxKVA: null, maxAt: null },
    ]);
  });
});
