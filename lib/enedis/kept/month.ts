// What a file of kept points holds: the days of one month of one series. A day is runs of values at one distance that have all
// else in common; an ordinary day of a curve is one run. Whose meter it is stands in no file.
import * as v from 'valibot';
import { PARIS, type DayKey } from '../../grid/paris-time';
import type { Point } from '../../grid/point';
import { checkedBy, unchanged, type Format } from '../../store/store';
import type { Series } from '../series';

/** What the points of a run have in common, beside what the file says by its name. */
const Common = v.object({
  quantity: v.picklist(['active', 'reactive-inductive', 'reactive-capacitive', 'voltage', 'duration', 'overrun']),
  unit: v.picklist(['W', 'Wh', 'VA', 'VAr', 'VArh', 'V', 's', 'EUR']),
  step: v.nullable(v.string()),
  quality: v.picklist(['measured', 'estimated', 'derived', 'daily-only']),
  source: v.string(),
  grid: v.exactOptional(v.picklist(['supplier', 'distributor', 'total'])),
  calendar: v.exactOptional(v.string()),
  tariffClass: v.exactOptional(v.string()),
  register: v.exactOptional(v.string()),
  stage: v.exactOptional(v.picklist(['raw', 'corrected'])),
  publishedAt: v.exactOptional(v.number()),
  ambiguous: v.exactOptional(v.literal(true)),
});
type Common = v.InferOutput<typeof Common>;

const COMMON = Object.keys(Common.entries) as (keyof Common)[];

const Run = v.object({
  /** Seconds from the beginning of the day to that of the first interval. */
  from: v.number(),
  /** Seconds, of an interval; 0: instants, a run has one. */
  every: v.number(),
  common: Common,
  values: v.array(v.number()),
});
type Run = v.InferOutput<typeof Run>;

const Day = v.object({
  /** When it was last asked for, epoch ms. */
  at: v.number(),
  state: v.picklist(['complete', 'open', 'closed']),
  runs: v.array(Run),
});
export type WrittenDay = v.InferOutput<typeof Day>;

const Month = v.record(v.string(), Day);
export type WrittenMonth = v.InferOutput<typeof Month>;

export const MONTH: Format<WrittenMonth> = { version: 1, check: checkedBy(Month), migrations: { 0: unchanged } };

/** @param points sorted */
export function runsOf(day: DayKey, points: readonly Point[]): Run[] {
  const midnight = PARIS.startOfDay(day);
  const runs: Run[] = [];
  let run: Run | undefined;
  let before: Point | undefined;
  for (const point of points) {
    const every = (point.end - point.start) / 1000;
    const goesOn = every > 0 && every === run?.every && before?.end === point.start && isAlike(before, point);
    if (run !== undefined && goesOn) run.values.push(point.value);
    else {
      run = { from: (point.start - midnight) / 1000, every, common: commonOf(point), values: [point.value] };
      runs.push(run);
    }
    before = point;
  }
  return runs;
}

function commonOf(point: Point): Common {
  const said = COMMON.filter((field) => point[field] !== undefined);
  return Object.fromEntries(said.map((field) => [field, point[field]])) as Common;
}

function isAlike(a: Point, b: Point): boolean {
  return COMMON.every((field) => a[field] === b[field]);
}

export function pointsOf(series: Series, day: DayKey, runs: readonly Run[]): Point[] {
  const midnight = PARIS.startOfDay(day);
  const { prm, direction, measure: kind } = series;
  return runs.flatMap(({ from, every, common, values }) =>
    values.map((value, i): Point => {
      const start = midnight + (from + i * every) * 1000;
      return { prm, direction, kind, start, end: start + every * 1000, value, ...common };
    }),
  );
}
