// Points of one answer put in order: one for each moment of a register, none over another, none of a day that was not asked for.
import { PARIS } from '../../grid/paris-time';
import type { Point } from '../../grid/point';
import type { AboutBody } from './index';
import type { Warnings } from './warnings';

export function settle(points: readonly Point[], about: AboutBody, warnings: Warnings): Point[] {
  const registers = new Map<string, Point[]>();
  for (const point of asked(points, about, warnings)) {
    const key = [point.quantity, point.grid, point.calendar, point.tariffClass, point.register].join(' ');
    const register = registers.get(key);
    if (register === undefined) registers.set(key, [point]);
    else register.push(point);
  }
  const settled = [...registers.values()].map((register) => withoutOverlap(register, warnings));
  // Sorting is stable: registers stay in the order of the answer.
  return settled.length === 1 ? (settled[0] ?? []) : settled.flat().sort((a, b) => a.end - b.end);
}

function asked(points: readonly Point[], { window, zone = PARIS }: AboutBody, warnings: Warnings): readonly Point[] {
  if (window === undefined) return points;
  const from = zone.startOfDay(window.from);
  const to = zone.startOfDay(window.to);
  return points.filter(({ start, end }) => {
    // An instant belongs to the day that begins with it.
    const isInside = start >= from && start < to && end <= to;
    if (!isInside) warnings.add('outside');
    return isInside;
  });
}

/** What is corrected beats what is raw, the finer the coarser, the later row the earlier one. */
function withoutOverlap(register: readonly Point[], warnings: Warnings): Point[] {
  const kept: Point[] = [];
  for (const point of [...register].sort((a, b) => a.end - b.end)) {
    let wins = true;
    for (let last = kept.at(-1); last !== undefined && wins && isOver(point, last); last = kept.at(-1)) {
      warn(point, last, warnings);
      wins = beats(point, last);
      if (wins) kept.pop();
    }
    if (wins) kept.push(point);
  }
  return kept;
}

/** `last` ends no later than `point`. */
function isOver(point: Point, last: Point): boolean {
  return point.end === last.end || point.start < last.end;
}

function beats(point: Point, last: Point): boolean {
  const stage = Number(point.stage === 'corrected') - Number(last.stage === 'corrected');
  if (stage !== 0) return stage > 0;
  const finer = last.end - last.start - (point.end - point.start);
  return finer !== 0 ? finer > 0 : point.end === last.end;
}

function warn(point: Point, last: Point, warnings: Warnings): void {
  if (point.end !== last.end || point.start !== last.start) warnings.add('overlap');
  // A correction beside what it corrects is as it has to be.
  else if (point.value !== last.value && point.stage === last.stage) warnings.add('duplicate');
}
