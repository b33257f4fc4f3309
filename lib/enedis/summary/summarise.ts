// What one meter has used and produced, made of the days that are kept.
import type { LinkyRedError } from '../../errors';
import { isoParis, PARIS, type DayKey } from '../../grid/paris-time';
import type { Direction, Point } from '../../grid/point';
import type { DayWindow, Measure } from '../series';
import type { DirectionSummary, EnergySummary } from './energy-summary';
import { knownDays, type KnownDay } from './known-days';
import { curveOf, daysUntil, highestOf, windowOfDays } from './last-days';
import { periodSums } from './periods';

/** Whoever has the points of a meter. Production's maxima are derived. */
export interface SummarySource {
  read(direction: Direction, measure: Measure, window: DayWindow): Promise<readonly Point[]>;
  /** Those of the last day before `to` of which there are any. */
  last(direction: Direction, measure: Measure, to: DayKey): Promise<readonly Point[]>;
  /** Tells the days of which nothing lacks. */
  complete(direction: Direction, measure: Measure, window: DayWindow): Promise<(day: DayKey) => boolean>;
}

export interface SummaryAbout {
  /** 14 digits. */
  readonly prm: string;
  readonly want: { readonly directions: readonly Direction[]; readonly measures: readonly Measure[] };
  /** Epoch ms. */
  readonly now: number;
  /** End of the consent, epoch ms. */
  readonly until: number | undefined;
  readonly problem: LinkyRedError | undefined;
  readonly backfill: { readonly running: boolean; readonly daysLeft: number };
}

const MISSING_SHOWN = 31;

export async function summarise(source: SummarySource, about: SummaryAbout): Promise<EnergySummary> {
  const { prm, want, now, until, problem, backfill } = about;
  const today = PARIS.dayKey(now);
  const of = async (direction: Direction): Promise<DirectionSummary | null> =>
    want.directions.includes(direction) ? await directionSummary(source, direction, want.measures, today) : null;
  const [consumption, production] = [await of('consumption'), await of('production')];
  return {
    prm,
    at: isoParis(now),
    measures: want.measures,
    consumption,
    production,
    dataUntil: dataUntil([consumption, production].filter((one) => one !== null)),
    consentUntil: until === undefined ? null : isoParis(until),
    problem: problem === undefined ? null : { code: problem.code, text: problem.message },
    backfill: { running: backfill.running, daysLeft: backfill.daysLeft },
  };
}

async function directionSummary(
  source: SummarySource,
  direction: Direction,
  measures: readonly Measure[],
  today: DayKey,
): Promise<DirectionSummary> {
  const yesterday = PARIS.addDays(today, -1);
  const { days, missing } = await knownDays(source, direction, measures, today);
  const [lastDay, newest] = [...days].at(-1) ?? [];
  // What was kept before a measure was switched off is not the last value of anything.
  const last = (measure: Measure): Promise<readonly Point[]> | readonly Point[] =>
    measures.includes(measure) ? source.last(direction, measure, today) : [];
  const maxima = measures.includes('max-power') ? await source.read(direction, 'max-power', windowOfDays(today)) : [];
  return {
    yesterday: { day: yesterday, kWh: kWhOf(days.get(yesterday)) },
    lastDay: lastDay && newest ? { day: lastDay, kWh: newest.wh / 1000 } : null,
    ...curveOf(await last('load-curve')),
    days: daysUntil(today, days, maxima),
    maxPower: maxPowerOf(await last('max-power')),
    ...periodSums(new Map([...days].map(([day, { wh }]) => [day, wh])), today),
    missingDays: missing.slice(-MISSING_SHOWN).reverse(),
    missingCount: missing.length,
    quality: newest?.quality ?? null,
  };
}

function maxPowerOf(maxima: readonly Point[]): DirectionSummary['maxPower'] {
  const highest = highestOf(maxima);
  if (highest === undefined) return null;
  const { start, value, quality } = highest;
  return { day: PARIS.dayKey(start), at: isoParis(start), kVA: value / 1000, derived: quality === 'derived' };
}

function kWhOf(day: KnownDay | undefined): number | null {
  return day === undefined ? null : day.wh / 1000;
}

/** Until all directions are known; null: one of them is not. */
function dataUntil(directions: readonly DirectionSummary[]): DayKey | null {
  const days = directions.map(({ lastDay }) => lastDay?.day);
  return days.reduce<DayKey | null>(
    (least, day) => (least !== null && day !== undefined && day < least ? day : least),
    days[0] ?? null,
  );
}
