// What a file of the book holds: one month of one series. A curve is runs of pieces of one length, side by side; an ordinary month
// is one run. Whose meter it is stands in no file of a month.
import * as v from 'valibot';
import { overlaid, type Piece } from '../../grid/curve';
import { checkedBy, type Format } from '../../store/store';
import type { Figures } from './figures';

const Run = v.object({
  /** Milliseconds from the beginning of the month to that of the first piece. */
  from: v.number(),
  /** Milliseconds of a piece. */
  every: v.number(),
  /** See Piece. */
  per: v.number(),
  // Thousands of them: looked at in one go.
  values: v.custom<number[]>((values) => Array.isArray(values) && values.every((value) => typeof value === 'number')),
});

const Month = v.object({
  curve: v.array(Run),
  /** By day: its energy or cost as a whole. */
  daily: v.record(v.string(), v.number()),
  /** By day: its share of the subscription. */
  billing: v.record(v.string(), v.number()),
});
export type WrittenMonth = v.InferOutput<typeof Month>;

export const MONTH: Format<WrittenMonth> = { version: 1, check: checkedBy(Month) };

export const EMPTY_MONTH: WrittenMonth = { curve: [], daily: {}, billing: {} };

/** @param start of the month, epoch ms */
export function withFigures(before: WrittenMonth, came: Figures, start: number): WrittenMonth {
  return {
    curve: runsOf(overlaid(curveOf(before, start), came.pieces), start),
    daily: { ...before.daily, ...Object.fromEntries(came.daily) },
    billing: { ...before.billing, ...Object.fromEntries(came.billing) },
  };
}

/** Ascending. */
export function curveOf({ curve }: WrittenMonth, start: number): Piece[] {
  const pieces: Piece[] = [];
  for (const { from, every, per, values } of curve) {
    let at = start + from;
    for (const value of values) pieces.push({ start: at, end: (at += every), value, per });
  }
  return pieces;
}

function runsOf(curve: readonly Piece[], monthStart: number): WrittenMonth['curve'] {
  const runs: WrittenMonth['curve'] = [];
  let run: WrittenMonth['curve'][number] | undefined;
  let end = 0;
  for (const piece of curve) {
    const every = piece.end - piece.start;
    if (run !== undefined && piece.start === end && every === run.every && piece.per === run.per)
      run.values.push(piece.value);
    else runs.push((run = { from: piece.start - monthStart, every, per: piece.per, values: [piece.value] }));
    end = piece.end;
  }
  return runs;
}
