// Rows of one block into points: the value, where it lies in time, how sure it is.
import type { CivilZone, DayKey } from '../../grid/paris-time';
import type { Point, PointQuantity, PointUnit } from '../../grid/point';
import type { Block, Row } from './block';
import { place, type Placed, type Stamp } from './clock-change';
import type { AboutBody } from './index';
import { readLabel, readStep } from './labels';
import type { Gap, Warnings } from './warnings';

const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;
const MINUTE = 60_000;
/** Estimated, reconstituted, reconstituted over a power cut (spec/sge.md §4.3). */
const ESTIMATES: readonly unknown[] = ['E', 'H', 'P'];

/** Where a row says it lies: on a civil day, or at a label that is an instant by itself or a wall-clock time. */
type Moment =
  | { readonly day: DayKey }
  | { readonly at: number; readonly length: number }
  | { readonly wall: number; readonly length: number };

interface Draft {
  readonly row: Row;
  /** In the unit of the block. */
  readonly value: number | undefined;
  readonly moment: Moment;
}

export class PointMaker {
  constructor(
    private readonly about: AboutBody,
    private readonly zone: CivilZone,
    private readonly warnings: Warnings,
  ) {}

  /** @param factor makes `unit` of the block's own */
  make(block: Block, quantity: PointQuantity, unit: PointUnit, factor: number): Point[] {
    const drafts: Draft[] = [];
    const walls: Stamp[] = [];
    for (const row of block.rows) {
      const draft = this.draft(row, block);
      if (draft === undefined) continue;
      drafts.push(draft);
      if ('wall' in draft.moment) walls.push(draft.moment);
    }
    const placed = place(walls, this.zone, this.about.stamps).values();
    const facts = { quantity, unit, ...block.facts };
    const points: Point[] = [];
    for (const draft of drafts) {
      const at = 'wall' in draft.moment ? placed.next().value : undefined;
      if (draft.value !== undefined) points.push(this.point(draft, scaled(draft.value, factor), block, facts, at));
    }
    return points;
  }

  /** Undefined: it lies nowhere. Without a value it is a gap, and yet one of the labels of the doubled hour. */
  private draft(row: Row, block: Block): Draft | undefined {
    const value = valueOf(row.value);
    const moment = this.momentOf(row, block);
    if (typeof value === 'string') this.warnings.add(value);
    else if (typeof moment === 'string') this.warnings.add(moment);
    return typeof moment === 'string'
      ? undefined
      : { row, value: typeof value === 'string' ? undefined : value, moment };
  }

  private momentOf(row: Row, block: Block): Moment | Gap {
    const { measure } = this.about.series;
    const length = measure === 'load-curve' ? readStep(row.step) : 0;
    if (length === undefined) return 'no-step';
    if (row.rank !== undefined && row.date === undefined) return this.ranked(row.rank, length, block);
    const label = readLabel(row.date);
    if (label === undefined) return 'no-date';
    const { hasClock, offset } = label;
    const wall = this.about.isPutBack === true ? label.wall + length : label.wall;
    const isUtc = hasClock && this.about.dates === 'utc';
    const at = typeof offset === 'number' ? wall - offset : isUtc ? wall : undefined;
    if (measure === 'energy' || (measure === 'max-power' && !hasClock))
      return { day: at === undefined ? new Date(wall).toISOString().slice(0, 10) : this.zone.dayKey(at) };
    // A curve's value belongs to an interval of the clock.
    if (measure === 'load-curve' && !hasClock) return 'no-date';
    return at === undefined ? { wall, length } : { at, length };
  }

  /** 2019: rows are numbered from the first day on; those that are missing have no row. */
  private ranked(json: unknown, length: number, block: Block): Moment | Gap {
    const rank = Number(json);
    const first = readLabel(block.firstDay);
    if (!Number.isInteger(rank) || rank < 1 || first === undefined) return 'no-date';
    const day = new Date(first.wall).toISOString().slice(0, 10);
    if (length === 0) return { day: this.zone.addDays(day, rank - 1) };
    const ordinal = this.about.stamps === 'end' ? rank : rank - 1;
    return { at: this.zone.startOfDay(day) + ordinal * length, length };
  }

  private point(
    { row, moment }: Draft,
    value: number,
    block: Block,
    facts: Pick<Point, 'quantity' | 'unit'>,
    placed: Placed | undefined,
  ): Point {
    const { series, source } = this.about;
    const stage = row.nature === 'C' ? 'corrected' : block.stage;
    return {
      prm: series.prm,
      direction: series.direction,
      kind: series.measure,
      ...facts,
      ...this.span(moment, placed?.at),
      value,
      ...(stage !== undefined && { stage }),
      quality: isDoubted(row) ? 'estimated' : 'measured',
      ...(placed?.ambiguous === true && { ambiguous: true }),
      source,
    };
  }

  private span(moment: Moment, placedAt: number | undefined): Pick<Point, 'start' | 'end' | 'step'> {
    if ('day' in moment) {
      const start = this.zone.startOfDay(moment.day);
      return { start, end: this.zone.startOfDay(this.zone.addDays(moment.day, 1)), step: 'P1D' };
    }
    const at = 'at' in moment ? moment.at : (placedAt ?? NaN);
    const { length } = moment;
    const step = length === 0 ? null : `PT${length / MINUTE}M`;
    return this.about.stamps === 'start'
      ? { start: at, end: at + length, step }
      : { start: at - length, end: at, step };
  }
}

function valueOf(json: unknown): number | Gap {
  if (json === undefined || json === null || json === '') return 'no-value';
  const value = typeof json === 'string' && NUMBER.test(json.trim()) ? Number(json) : json;
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'not-a-number';
  // -0 is 0.
  return value < 0 ? 'negative' : Math.abs(value);
}

function isDoubted({ doubt, nature }: Row): boolean {
  return (doubt !== undefined && doubt !== null && doubt !== '' && Number(doubt) !== 0) || ESTIMATES.includes(nature);
}

/** Decimal, as it was written: 1.1 kW are 1100 W. */
function scaled(value: number, factor: number): number {
  return factor === 1 ? value : Math.round(value * factor * 1e6) / 1e6;
}
