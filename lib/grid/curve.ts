// Curves that come in pieces, in any order and more than once: what came last holds, instant by instant. Beside point.ts the
// only place that reckons with intervals; here are amounts of any unit that add up (Wh, EUR).
import type { Interval } from './point';

/** It has the amount `value` × its length / `per`, evenly spread; its bounds may be cut, its rate stays. */
export interface Piece extends Interval {
  /** W with `per` of an hour; else the Wh or EUR of the interval as it came. */
  readonly value: number;
  /** Milliseconds. */
  readonly per: number;
}

interface HourOfCurve {
  /** Epoch ms, a whole hour of UTC. */
  readonly start: number;
  readonly amount: number;
  readonly coveredMs: number;
}

const HOUR = 3_600_000;

/** @param came in the order in which they came @returns ascending, no two of them overlap */
export function overlaid(before: readonly Piece[], came: readonly Piece[]): readonly Piece[] {
  let curve = before;
  let stretch: Piece[] = [];
  for (const piece of came) {
    const last = stretch.at(-1);
    if (last !== undefined && piece.start < last.end) {
      curve = laidOver(curve, stretch);
      stretch = [];
    }
    stretch.push(piece);
  }
  return laidOver(curve, stretch);
}

/** Cut at instants that are asked for as it goes. @param nextCut the first one behind an instant */
export function cutPiece(piece: Piece, nextCut: (at: number) => number): Piece[] {
  const pieces: Piece[] = [];
  for (let { start } = piece; start < piece.end;) {
    const end = Math.min(nextCut(start), piece.end);
    pieces.push({ ...piece, start, end });
    start = end;
  }
  return pieces;
}

/** By the hour of UTC, ascending; an hour of which nothing is known is left out. @param curve as overlaid has it */
export function hoursOfCurve(curve: readonly Piece[]): HourOfCurve[] {
  const hours: { start: number; amount: number; coveredMs: number }[] = [];
  let last: { start: number; amount: number; coveredMs: number } | undefined;
  for (const { start, end, value, per } of curve)
    for (let hour = start - (start % HOUR); hour < end; hour += HOUR) {
      const ms = Math.min(end, hour + HOUR) - Math.max(start, hour);
      if (last?.start !== hour) hours.push((last = { start: hour, amount: 0, coveredMs: 0 }));
      last.amount += (value * ms) / per;
      last.coveredMs += ms;
    }
  return hours;
}

/** Both ascending, and neither overlaps itself. */
function laidOver(before: readonly Piece[], came: readonly Piece[]): readonly Piece[] {
  const first = came[0];
  if (first === undefined) return before;
  if ((before.at(-1)?.end ?? -Infinity) <= first.start) return [...before, ...came];
  const curve: Piece[] = [];
  let at = 0;
  let old = before[0];
  for (const piece of came) {
    for (; old !== undefined && old.end <= piece.start; old = before[++at]) curve.push(old);
    if (old !== undefined && old.start < piece.start) curve.push({ ...old, end: piece.start });
    curve.push(piece);
    while (old !== undefined && old.end <= piece.end) old = before[++at];
    if (old !== undefined && old.start < piece.end) old = { ...old, start: piece.end };
  }
  for (; old !== undefined; old = before[++at]) curve.push(old);
  return curve;
}
