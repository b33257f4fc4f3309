// From a message energy-summary@1 to the entities of a meter at Enedis.
import * as v from 'valibot';
import type { DayFigures, DirectionSummary, EnergySummary, PeriodEnergy } from '../../enedis/summary/energy-summary';
import { type DayKey, PARIS } from '../../grid/paris-time';
import type { Fact } from '../discovery/state';
import { cardFact } from './enedis-card';
import { ACCESS_ROWS, CONSUMPTION_ROWS, PRODUCTION_ROWS } from '../entities/enedis';
import { type GridState, instant } from './message/grid-state';
import { type FieldsOf, flag, list, number, orNull, record, text } from './message/tolerant';

const PERIOD = record({
  period: text,
  from: text,
  to: text,
  kWh: number,
  missingDays: number,
} satisfies FieldsOf<PeriodEnergy>);
const DAY = record({ day: text, kWh: number, maxKVA: number, maxAt: text } satisfies FieldsOf<DayFigures>);
const DIRECTION = orNull(
  v.object({
    yesterday: record({ day: text, kWh: number } satisfies FieldsOf<DirectionSummary['yesterday']>),
    lastCurve: record({ start: text, end: text, kW: number } satisfies FieldsOf<DirectionSummary['lastCurve']>),
    maxPower: record({ day: text, at: text, kVA: number } satisfies FieldsOf<DirectionSummary['maxPower']>),
    monthToDate: PERIOD,
    yearToDate: PERIOD,
    lastYear: record({ monthToDate: PERIOD, yearToDate: PERIOD }),
    months: list(PERIOD),
    days: list(DAY),
    missingCount: number,
  } satisfies FieldsOf<DirectionSummary>),
);
const SUMMARY = v.object({
  prm: v.pipe(v.string(), v.minLength(1)),
  at: instant,
  consumption: DIRECTION,
  production: DIRECTION,
  dataUntil: text,
  consentUntil: text,
  problem: record({ code: text, text } satisfies FieldsOf<EnergySummary['problem']>),
  backfill: record({ running: flag } satisfies FieldsOf<EnergySummary['backfill']>),
} satisfies FieldsOf<EnergySummary>);

type Summary = v.InferOutput<typeof SUMMARY>;
type Direction = NonNullable<Summary['consumption']>;
type Rows = typeof CONSUMPTION_ROWS | typeof PRODUCTION_ROWS;

/** @returns undefined: no summary, or one without its meter or its instant */
export function readEnergySummary(payload: unknown): GridState | undefined {
  const read = v.safeParse(SUMMARY, payload);
  if (!read.success) return undefined;
  const summary = read.output;
  return {
    at: Date.parse(summary.at),
    of: summary.prm,
    // Days stay what they were, whoever falls silent; what is not of today any more is unknown by itself.
    isUsable: () => true,
    facts: (_, now) => summaryFacts(summary, PARIS.addDays(PARIS.dayKey(now), -1)),
  };
}

function summaryFacts(summary: Summary, yesterday: DayKey): Fact[] {
  const { consumption, production, dataUntil, consentUntil, problem } = summary;
  const missing = [consumption, production].map((direction) => direction?.missingCount ?? 0);
  return [
    ...(consumption === null ? [] : directionFacts(CONSUMPTION_ROWS, consumption, yesterday)),
    ...(production === null ? [] : directionFacts(PRODUCTION_ROWS, production, yesterday)),
    ...(consumption === null ? [] : [cardFact('consumption', consumption, yesterday, problem.text ?? '')]),
    ...(production === null ? [] : [cardFact('production', production, yesterday, problem.text ?? '')]),
    { row: ACCESS_ROWS.dataUntil, value: dataUntil, attributes: { missing: Math.max(...missing) } },
    { row: ACCESS_ROWS.consentUntil, value: consentUntil },
    {
      row: ACCESS_ROWS.problem,
      value: problem.code !== null,
      attributes: { fault: problem.code, label: problem.text },
    },
  ];
}

function directionFacts(rows: Rows, direction: Direction, yesterday: DayKey): Fact[] {
  const { yesterday: day, lastCurve, maxPower } = direction;
  const curve = {
    row: rows.loadCurve,
    value: lastCurve.kW,
    attributes: { since: lastCurve.start, until: lastCurve.end },
  };
  return [
    { row: rows.yesterday, value: day.day === yesterday ? day.kWh : null, attributes: { date: day.day } },
    periodFact(rows.month, direction.monthToDate, yesterday.slice(0, 7)),
    periodFact(rows.year, direction.yearToDate, yesterday.slice(0, 4)),
    // Without a curve, switched off or not yet there, there is no entity of it.
    ...(lastCurve.kW === null ? [] : [curve]),
    { row: rows.maxPower, value: maxPower.kVA, attributes: { date: maxPower.day, at: maxPower.at } },
  ];
}

/** @param running the month or the year of yesterday: another one is over */
function periodFact(
  row: Rows['month' | 'year'],
  { period, from, to, kWh, missingDays }: Direction['monthToDate'],
  running: string,
): Fact {
  return {
    row,
    value: period === running ? kWh : null,
    attributes: { since: from, until: to, missing: missingDays },
  };
}
