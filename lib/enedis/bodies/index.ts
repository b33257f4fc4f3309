// Answers of all doors, of all years, into points. Nothing is invented: what has no value, no step or no date is no point.
import { LinkyRedError } from '../../errors';
import { PARIS, type CivilZone } from '../../grid/paris-time';
import type { Point } from '../../grid/point';
import type { DayWindow, Series } from '../series';
import type { Block } from './block';
import { blocksOf } from './forms';
import { PointMaker } from './point-maker';
import { settle } from './settle';
import { factorTo, quantityOf, unitOf } from './units';
import { Warnings, type WarningCounts } from './warnings';

export { remarksOf } from './warnings';

export interface AboutBody {
  /** What was asked for. */
  readonly series: Series;
  /** Whom: `Point.source`, and named in errors. */
  readonly source: string;
  /** Whether the labels of a curve are the starts or the ends of its intervals. */
  readonly stamps: 'start' | 'end';
  /** What dates mean that name no offset, or end in Z: `local` takes both for the clock of the zone. */
  readonly dates: 'local' | 'utc';
  /** Each label of a curve was put back by its step, as a clock without changes would. */
  readonly isPutBack?: true | undefined;
  /** Europe/Paris unless told. */
  readonly zone?: CivilZone;
  /** Points of other days are left out. */
  readonly window?: DayWindow;
}

export interface NormalisedBody {
  /** Sorted by `end`; no two of one register have the same end, and intervals of one register do not overlap. */
  readonly points: Point[];
  /** Rows that carry nothing usable: without a value, a date or a step. */
  readonly gaps: number;
  /** Points of the doubled hour of which nothing tells whether it was the first or the second. */
  readonly ambiguous: number;
  /** How often what was wrong. */
  readonly warnings: WarningCounts;
}

/**
 * @param json a body of Data Connect 2026, v5 or v3, of a gateway or of the company account, parsed
 * @throws LinkyRedError ERR_ANSWER: no such body, another meter, another direction, another unit
 */
export function normalise(json: unknown, about: AboutBody): NormalisedBody {
  const blocks = blocksOf(json, about.series.measure);
  if (blocks === undefined) throw unreadable(about, 'it has no measures');
  const warnings = new Warnings();
  const maker = new PointMaker(about, about.zone ?? PARIS, warnings);
  const read = blocks.map((block) => pointsOf(block, about, maker, warnings));
  if (blocks.length > 0 && read.every((points) => points === undefined))
    throw unreadable(about, 'it is about something else than what was asked for');
  const points = settle(
    read.flatMap((some) => some ?? []),
    about,
    warnings,
  );
  return {
    points,
    gaps: warnings.gaps,
    ambiguous: points.filter(({ ambiguous }) => ambiguous).length,
    warnings: warnings.counts,
  };
}

/** Undefined: nothing that was asked for. */
function pointsOf(block: Block, about: AboutBody, maker: PointMaker, warnings: Warnings): Point[] | undefined {
  const { prm, direction, measure } = about.series;
  if (isOtherMeter(block.prm, prm)) throw unreadable(about, 'it is about another meter');
  if (block.direction !== undefined && block.direction !== direction) {
    warnings.add('other-direction');
    return undefined;
  }
  const quantity = quantityOf(measure, block.quantity);
  if (quantity === undefined) {
    warnings.add('other-quantity');
    return undefined;
  }
  if (block.rows.length === 0) return [];
  const unit = unitOf(measure, quantity);
  const factor = factorTo(unit, block.unit);
  if (factor === undefined) throw unreadable(about, `a unit that is no ${unit}, kilo or mega of it`);
  return maker.make(block, quantity, unit, factor);
}

/** Only what looks like a whole number of a meter is held against the one that was asked for: gateways may mask it. */
function isOtherMeter(said: unknown, asked: string): boolean {
  const text = typeof said === 'number' ? String(said).padStart(14, '0') : said;
  return typeof text === 'string' && /^\d{14}$/.test(text) && text !== asked;
}

function unreadable(about: AboutBody, detail: string): LinkyRedError {
  return new LinkyRedError('ERR_ANSWER', { host: about.source, detail });
}
