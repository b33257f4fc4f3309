// What one call changes in the progress. Pure.
import type { DayKey } from '../../grid/paris-time';
import type { RefusalEffect } from '../door';
import { daysBetween } from '../kept/day';
import type { DayWindow } from '../series';
import { keyOf, progressOf, type Bound, type Progress, type SeriesProgress, type Wire } from './progress';

export interface Call {
  readonly wire: Wire;
  readonly window: DayWindow;
  /** One of the day's tries, or of the past. */
  readonly kind: 'try' | 'past';
}

/** How many points an answer had; or what a refusal means. */
export type Outcome =
  | { readonly points: number }
  /** `unsure`: whoever says that there is no data says so of failures, too. */
  | { readonly effect: RefusalEffect; readonly unsure?: true | undefined };

/** So many windows of the past in a row without data: there is no more. */
const EMPTY_WINDOWS = 4;
/** More than any row has of a day. */
const TRIES_KEPT = 24;

export function afterCall(progress: Progress, call: Call, outcome: Outcome, now: number): Progress {
  const { wire, window, kind } = call;
  let one = progressOf(progress, wire);
  let activation = progress.activation[wire.direction] ?? {};
  if (kind === 'try') one = { ...one, tries: [...one.tries, now].slice(-TRIES_KEPT) };
  const points = pointsOf(outcome);
  const effect = 'effect' in outcome ? outcome.effect : undefined;
  if (points !== undefined) {
    one = answered(one, call, points, 'unsure' in outcome && outcome.unsure === true);
    activation = { ...activation, answered: earlier(window.from, activation.answered) };
  } else if (effect === 'before-activation') activation = refused(activation, window);
  else if (effect === 'too-old') one = { ...one, old: refused(one.old, window) };
  else if (effect === 'too-long') one = { ...one, windowDays: Math.max(1, Math.floor(lengthOf(window) / 2)) };
  else if (effect === 'series-is-closed') one = { ...one, closedAt: now };
  return {
    ...progress,
    series: { ...progress.series, [keyOf(wire)]: one },
    activation: { ...progress.activation, [wire.direction]: activation },
  };
}

/**
 * A window of days that begins before any that was answered. Enedis refuses it as a whole where it begins before the contract; an
 * answer without a day may be what is left of that.
 */
export function isBeyondAll({ activation }: Progress, { wire, window, kind }: Call): boolean {
  const { answered, refused } = activation[wire.direction] ?? {};
  if (kind !== 'past' || wire.measure === 'load-curve') return false;
  const isNoHole = refused !== undefined || lengthOf(window) > LONGEST_HOLE_DAYS;
  return isNoHole && (answered === undefined || window.from < answered);
}

/** So long a meter may be silent, and yet have days before. */
const LONGEST_HOLE_DAYS = 60;

/** That there is nothing is an answer, too; undefined: it was none. */
export function pointsOf(outcome: Outcome): number | undefined {
  if ('points' in outcome) return outcome.points;
  return outcome.effect === 'no-data' ? 0 : undefined;
}

function lengthOf({ from, to }: DayWindow): number {
  return daysBetween(from, to);
}

function answered(
  { closedAt: _, ended, ...one }: SeriesProgress,
  { window, kind }: Call,
  points: number,
  isUnsure: boolean,
): SeriesProgress {
  // A gap that is asked for again says nothing of what lies before it.
  const isFurther = kind === 'past' && (one.old.answered === undefined || window.to <= one.old.answered);
  const empty = points > 0 ? 0 : isFurther && !isUnsure ? one.empty + 1 : one.empty;
  const ends = empty >= EMPTY_WINDOWS ? window.from : ended;
  return {
    ...one,
    empty: empty >= EMPTY_WINDOWS ? 0 : empty,
    old: { ...one.old, answered: earlier(window.from, one.old.answered) },
    ...(ends !== undefined && { ended: ends }),
  };
}

function refused(bound: Bound, { from }: DayWindow): Bound {
  return { ...bound, refused: bound.refused !== undefined && bound.refused > from ? bound.refused : from };
}

function earlier(a: DayKey, b: DayKey | undefined): DayKey {
  return b !== undefined && b < a ? b : a;
}
