// From a message cost@1 to the entities of a contract.
import * as v from 'valibot';
import { PARIS } from '../../grid/paris-time';
import type { PriceRowView } from '../../grid/price';
import type { CostState, RunningCost } from '../../tariff/running/cost-state';
import type { Language } from '../discovery/row';
import type { Fact } from '../discovery/state';
import { codeOfClass, TARIFF_ROWS as ROWS } from '../entities/tariff';
import { labelled } from './labelled';
import { type GridState, instant } from './message/grid-state';
import { type FieldsOf, isRecord, number, orNull, record, text } from './message/tolerant';

const NOW = v.object({ start: instant, end: instant, costEurPerKWh: number } satisfies FieldsOf<PriceRowView>);
const BY_CLASS = v.fallback(v.custom<Readonly<Record<string, unknown>>>(isRecord), {});
const RUNNING = {
  period: text,
  since: text,
  costEur: number,
  byClass: BY_CLASS,
  subscriptionEur: number,
  unpricedKWh: number,
} satisfies Partial<Record<keyof RunningCost, v.GenericSchema>>;
const STATE = v.object({
  contract: v.pipe(v.string(), v.minLength(1)),
  at: instant,
  now: orNull(NOW),
  tariffClass: text,
  day: record(RUNNING),
  month: record(RUNNING),
} satisfies Partial<Record<keyof CostState, v.GenericSchema>>);

type State = v.InferOutput<typeof STATE>;

/** energy-cost tells each change of price or class: so long after it was due its state is no more of now. */
const LATE_MS = 5 * 60_000;

/** @returns undefined: no such state, or one without its contract or its instant */
export function readCost(payload: unknown): GridState | undefined {
  const read = v.safeParse(STATE, payload);
  if (!read.success) return undefined;
  const state = read.output;
  const at = Date.parse(state.at);
  // Without a row it speaks of its day.
  const isUsable = (now: number): boolean =>
    state.now === null ? PARIS.dayKey(now) === PARIS.dayKey(at) : now < Date.parse(state.now.end) + LATE_MS;
  return {
    at,
    of: state.contract,
    isUsable,
    facts: (language, now) => tariffFacts(state, language, now, isUsable(now)),
  };
}

function tariffFacts(
  { now: row, tariffClass, day, month }: State,
  language: Language,
  now: number,
  usable: boolean,
): Fact[] {
  const today = PARIS.dayKey(now);
  const code = tariffClass === null ? 'unknown' : codeOfClass(tariffClass);
  const { options } = ROWS.tariffClass;
  const known = usable && options.some((option) => option.code === code) ? code : 'unknown';
  return [
    // The class first: whoever acts on the price finds the class that belongs to it.
    {
      row: ROWS.tariffClass,
      value: known,
      attributes: { ...labelled(options, known, language), until: row?.end },
    },
    {
      row: ROWS.price,
      value: usable ? (row?.costEurPerKWh ?? null) : null,
      attributes: { since: row?.start, until: row?.end, tariff_class: known === 'unknown' ? null : known },
    },
    costFact(ROWS.costToday, day, today),
    costFact(ROWS.costMonth, month, today.slice(0, 'YYYY-MM'.length)),
  ];
}

/** @param running the day or the month of now: another one is over */
function costFact(row: (typeof ROWS)['costToday' | 'costMonth'], cost: State['day'], running: string): Fact {
  const isRunning = cost.period === running;
  return {
    row,
    value: isRunning ? cents(cost.costEur) : null,
    attributes: isRunning
      ? {
          since: cost.since,
          by_class: byClass(cost.byClass),
          subscription: cents(cost.subscriptionEur),
          unpriced: cost.unpricedKWh,
        }
      : {},
  };
}

/** `{ hp: 1.23 }` in EUR. */
function byClass(classes: Readonly<Record<string, unknown>>): Record<string, number> | null {
  const costs = Object.entries(classes).flatMap(([tariffClass, figures]) => {
    const eur = isRecord(figures) ? figures['costEur'] : null;
    return typeof eur === 'number' ? [[codeOfClass(tariffClass), cents(eur)] as const] : [];
  });
  return costs.length === 0 ? null : (Object.fromEntries(costs) as Record<string, number>);
}

/** More decimals move with every watt-hour. */
function cents(eur: number | null): number | null {
  return eur === null ? null : Math.round(eur * 1000) / 1000;
}
