// What has come of asking for one meter at one account, beside the days that are kept: tries of the day, where the past ends.
import * as v from 'valibot';
import type { Direction } from '../../grid/point';
import { CLOCK_TOLERANCE_MS } from '../../grid/clock';
import { checkedBy, unchanged, type Format } from '../../store/store';
import type { Measure } from '../series';

/** Where asking further back was refused: at `refused`, after `answered` had been answered. */
const Bound = v.object({
  /** No window that begins on this day, or before it, is answered. */
  refused: v.exactOptional(v.string()),
  /** The first day of the earliest window that was answered. */
  answered: v.exactOptional(v.string()),
});
export type Bound = v.InferOutput<typeof Bound>;

const OfSeries = v.object({
  /** The last tries of the row, epoch ms, ascending. */
  tries: v.array(v.number()),
  /** The provider said that this series never comes: epoch ms. */
  closedAt: v.exactOptional(v.number()),
  /** The longest window that is answered, in days, where it is less than the row says. */
  windowDays: v.exactOptional(v.number()),
  /** Windows of the past in a row that had nothing. */
  empty: v.number(),
  /** So many of them that nothing is asked for before this day. */
  ended: v.exactOptional(v.string()),
  old: Bound,
});
export type SeriesProgress = v.InferOutput<typeof OfSeries>;

const Progress = v.object({
  series: v.record(v.string(), OfSeries),
  /** When the contract began, as far as it is known: one for all measures of a direction. */
  activation: v.record(v.string(), Bound),
  /** The first day that was ever collected: what lies after it is no past. */
  since: v.exactOptional(v.string()),
  cancelled: v.boolean(),
  /** Gaps that were closed before are asked for again. Epoch ms. */
  reloadedAt: v.exactOptional(v.number()),
});
export type Progress = v.InferOutput<typeof Progress>;

export const PROGRESS: Format<Progress> = { version: 1, check: checkedBy(Progress), migrations: { 0: unchanged } };

export const NO_PROGRESS: Progress = { series: {}, activation: {}, cancelled: false };
const NOTHING_ASKED: SeriesProgress = { tries: [], empty: 0, old: {} };

/** What is asked for of one meter. */
export interface Wire {
  readonly direction: Direction;
  readonly measure: Measure;
}

export function keyOf({ direction, measure }: Wire): string {
  return `${direction}/${measure}`;
}

export function progressOf(progress: Progress, wire: Wire): SeriesProgress {
  return progress.series[keyOf(wire)] ?? NOTHING_ASKED;
}

/** Both bounds of a series: the later one counts. */
export function boundsOf(progress: Progress, wire: Wire): readonly Bound[] {
  return [progress.activation[wire.direction] ?? {}, progressOf(progress, wire).old];
}

/** The past is asked for again, as if nobody had: but the tries count, and how long a window may be. */
export function reloaded(progress: Progress, now: number): Progress {
  const series = Object.entries(progress.series).map(([key, { tries, windowDays, old }]): [string, SeriesProgress] => {
    const { answered } = old;
    return [
      key,
      {
        ...NOTHING_ASKED,
        tries,
        old: answered === undefined ? {} : { answered },
        ...(windowDays !== undefined && { windowDays }),
      },
    ];
  });
  return { ...progress, series: Object.fromEntries(series), activation: {}, cancelled: false, reloadedAt: now };
}

/** What the clock has stamped moves with it when it is put right; what lies in the future was at the latest now. */
export function keepingPace(progress: Progress, from: number, by: number, now: number): Progress {
  const moved = (at: number): number => Math.min(at >= from ? at + by : at, now);
  const series = Object.entries(progress.series).map(([key, one]): [string, SeriesProgress] => [
    key,
    { ...one, tries: one.tries.map(moved) },
  ]);
  return { ...progress, series: Object.fromEntries(series) };
}

export function liesInFuture(at: number, now: number): boolean {
  return at > now + CLOCK_TOLERANCE_MS;
}
