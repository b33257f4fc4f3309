// The points of measures: one series of a meter after the other, read as answers of Data Connect are.
import { PARIS } from '../../../grid/paris-time';
import type { Direction, Point } from '../../../grid/point';
import { about2026, fieldsOf, listOf, type Block, type Fields } from '../../bodies/block';
import { blocksOf } from '../../bodies/forms';
import { PointMaker } from '../../bodies/point-maker';
import { factorTo, quantityOf, unitOf } from '../../bodies/units';
import { Warnings, type BodyWarning } from '../../bodies/warnings';
import type { Measure } from '../../series';
import { prmIn } from '../captions';
import type { Stamps } from '../curve';
import { refused } from '../refused';
import type { SkipReason, Skipped } from '../skipped';
import { stampsOf } from './stamps';

export interface AboutFlux {
  /** Of a file that does not say it. */
  readonly prm: string | undefined;
  readonly direction: Direction;
  readonly stamps: Stamps | undefined;
  /** `R63B`; undefined: neither the file nor its name says it. */
  readonly flux: string | undefined;
  readonly source: string;
}

/** Groups of one meter and quantity, put together: the doubled hour may be cut in two by the end of a measure. */
interface Gathered {
  readonly prm: string;
  readonly direction: Direction;
  readonly measure: Measure;
  readonly body: Fields;
  readonly group: Fields;
  readonly points: Fields[];
}

const REASONS: Readonly<Partial<Record<BodyWarning, SkipReason>>> = {
  'no-value': 'empty',
  'not-a-number': 'unreadable',
  negative: 'negative',
  'no-date': 'unreadable',
  'no-step': 'lengthless',
};

/** @param prms told of each meter in the file, of one without a point too */
export function fluxPoints(
  measures: readonly Fields[],
  about: AboutFlux,
  prms: Set<string>,
  skipped: Skipped,
): Point[] {
  const gathered = new Map<string, Gathered>();
  // Not one after the other into one list: a call takes no 200,000 arguments.
  const found: Point[][] = [];
  for (const measure of measures) {
    const prm = prmIn(textOf(measure['idPrm'])) ?? about.prm;
    if (prm === undefined) throw refused('no-meter');
    prms.add(prm);
    for (const group of listOf(measure['grandeur'])) gather(measure, group, prm, about, gathered, skipped);
    for (const context of listOf(measure['contexte']))
      for (const group of listOf(context['grandeur'])) {
        const direction = about2026(measure, group).direction ?? about.direction;
        const body = { ...measure, contexte: [{ ...context, grandeur: [group] }] };
        found.push(pointsOf(body, { prm, direction, measure: 'index' }, 'end', about.source, skipped));
      }
  }
  for (const { body, group, points: list, ...series } of gathered.values()) {
    const stamps = series.measure === 'load-curve' ? stampsOf(list, fieldsOf(body['periode']) ?? {}, about) : 'end';
    const whole = { ...body, grandeur: [{ ...group, points: list }] };
    found.push(pointsOf(whole, series, stamps, about.source, skipped));
  }
  return found.flat();
}

function gather(
  body: Fields,
  group: Fields,
  prm: string,
  about: AboutFlux,
  into: Map<string, Gathered>,
  skipped: Skipped,
): void {
  const points = listOf(group['points']);
  const measure = measureOf(body, group, points);
  if (measure === undefined) {
    skipped.add('other', points.length);
    return;
  }
  const direction = about2026(body, group).direction ?? about.direction;
  const key = [prm, direction, group['grandeurPhysique'], group['unite'], body['etapeMetier']].join('|');
  const same = into.get(key);
  if (same === undefined) into.set(key, { prm, direction, measure, body, group, points: [...points] });
  else for (const point of points) same.points.push(point);
}

const MEASURES: Readonly<Record<string, Measure>> = {
  PA: 'load-curve',
  EA: 'energy',
  PMA: 'max-power',
  PMA1: 'max-power',
  PMA2: 'max-power',
  PMA3: 'max-power',
};

/** Energies and maxima are those of days: neither those of months nor what a curve might have in their place. */
function measureOf(body: Fields, group: Fields, points: readonly Fields[]): Measure | undefined {
  const measure = MEASURES[textOf(group['grandeurPhysique'])];
  if (measure === undefined || measure === 'load-curve') return measure;
  const steps = [body['pas'], ...points.map(({ p }) => p)];
  return steps.every((step) => step === undefined || step === 'P1D') ? measure : undefined;
}

function pointsOf(
  body: Fields,
  series: { readonly prm: string; readonly direction: Direction; readonly measure: Measure },
  stamps: Stamps,
  source: string,
  skipped: Skipped,
): Point[] {
  const warnings = new Warnings();
  const maker = new PointMaker({ series, source, stamps, dates: 'local' }, PARIS, warnings);
  const points = (blocksOf(body, series.measure) ?? []).flatMap((block) =>
    blockPoints(block, series.measure, maker, skipped),
  );
  for (const [warning, count] of Object.entries(warnings.counts) as [BodyWarning, number][])
    skipped.add(REASONS[warning] ?? 'other', count);
  return points;
}

function blockPoints(block: Block, measure: Measure, maker: PointMaker, skipped: Skipped): Point[] {
  const quantity = quantityOf(measure, block.quantity);
  const unit = quantity && unitOf(measure, quantity);
  const factor = unit && factorTo(unit, block.unit);
  if (quantity === undefined || unit === undefined || factor === undefined) {
    skipped.add('other', block.rows.length);
    return [];
  }
  return maker.make(block, quantity, unit, factor);
}

function textOf(json: unknown): string {
  return typeof json === 'string' || typeof json === 'number' ? String(json) : '';
}
