// The answer of getCommodityPricesExchange (spec/signals.md §4.5): columns of equal length. It is checked whole and turned into rows;
// what does not fit is refused, never mended. What the reference says nothing of and does no harm is a warning.
import * as v from 'valibot';
import { LinkyRedError } from '../../errors';
import { PARIS } from '../../grid/paris-time';
import { inUnit, type QuantityUnit } from '../quantity/quantity';
import type { PriceRow } from './price-row';

/**
 * `offset`: a time is written with an offset that clocks in Paris do not have then; the instant counts as it is written.
 * `no-offset`: a time is written without one, and is taken for that of Paris. `horizon`: it says another number than there are
 * steps (what it means is not in the reference).
 */
export const SIGNAL_WARNINGS = ['offset', 'no-offset', 'horizon'] as const;
export type SignalWarning = (typeof SIGNAL_WARNINGS)[number];

export interface SupplierSignal {
  /** In order of time, without overlap. */
  readonly rows: readonly PriceRow[];
  readonly warnings: readonly SignalWarning[];
}

/** A quarter of an hour; of a signal of one step, where no distance tells it. */
const STEP_MS = 15 * 60_000;
/** A month of quarters of an hour, and some room. */
const MOST_STEPS = 3000;

const Quantity = v.object({ unit: v.string(), multiplier: v.nullish(v.string()), value: v.nullable(v.number()) });
type Quantity = v.InferOutput<typeof Quantity>;
const Column = v.nullish(v.array(Quantity));
const Signal = v.object({
  step: v.array(v.pipe(v.number(), v.integer())),
  horodate: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(MOST_STEPS)),
  power: Column,
  cost: Column,
  co2: Column,
  horizon: v.nullish(v.pipe(v.number(), v.integer())),
});
type Signal = v.InferOutput<typeof Signal>;

const UNITS = { power: 'W', cost: '€/kWh', co2: 'gCO2eq/kWh' } as const satisfies Record<string, QuantityUnit>;
type ColumnName = keyof typeof UNITS;

/** @param host whom the error names @throws LinkyRedError ERR_ANSWER that names the place */
export function readSignal(json: unknown, host = ''): SupplierSignal {
  const refuse = (detail: string): never => {
    throw new LinkyRedError('ERR_ANSWER', { host, detail });
  };
  const parsed = v.safeParse(Signal, json, { abortEarly: true });
  if (!parsed.success) return refuse(`${v.getDotPath(parsed.issues[0]) ?? 'signal'}: ${parsed.issues[0].message}`);
  const signal = parsed.output;
  const { horodate } = signal;
  for (const name of ['step', 'power', 'cost', 'co2'] as const)
    if (signal[name] != null && signal[name].length !== horodate.length)
      refuse(`${name}: ${String(signal[name].length)} values for ${String(horodate.length)} times`);
  const late = signal.step.findIndex((step, n) => n > 0 && step <= (signal.step[n - 1] ?? 0));
  if (late > 0) refuse(`step.${String(late)}: not above the one before it`);
  const times = instantsOf(horodate, refuse);
  const values = {
    power: valuesOf(signal, 'power', refuse),
    cost: valuesOf(signal, 'cost', refuse),
    co2: valuesOf(signal, 'co2', refuse),
  };
  const rows = spansOf(times.map(({ at }) => at)).map(([start, end], n): PriceRow => ({
    start,
    end,
    powerW: values.power[n] ?? null,
    costEurPerKWh: values.cost[n] ?? null,
    co2GPerKWh: values.co2[n] ?? null,
  }));
  const warned = new Set(times.flatMap(({ warning }) => warning ?? []));
  if (signal.horizon != null && signal.horizon !== horodate.length) warned.add('horizon');
  return { rows, warnings: SIGNAL_WARNINGS.filter((warning) => warned.has(warning)) };
}

type Refuse = (detail: string) => never;

interface Time {
  readonly at: number;
  readonly warning?: SignalWarning;
}

function instantsOf(horodate: readonly string[], refuse: Refuse): Time[] {
  let last = -Infinity;
  return horodate.map((text, n) => {
    const time = timeOf(text, last) ?? refuse(`horodate.${String(n)}: no time`);
    if (time.at <= last) refuse(`horodate.${String(n)}: not after the one before it`);
    last = time.at;
    return time;
  });
}

const ISO = /^(2\d{3})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** @param after of the doubled hour, which is told apart by the order of the times */
function timeOf(text: string, after: number): Time | undefined {
  const parts: readonly (string | undefined)[] | null = ISO.exec(text.trim());
  if (parts === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  // 30 February is no day, whatever a Date makes of it.
  if (new Date(wall).getUTCDate() !== day || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59)
    return undefined;
  const mark = parts[7];
  if (mark === undefined) {
    const local = { year, month, day, hour, minute, second };
    const early = PARIS.toInstant(local);
    return { at: early > after ? early : PARIS.toInstant(local, 'later'), warning: 'no-offset' };
  }
  const minutes = offsetOf(mark);
  if (minutes === undefined) return undefined;
  const at = wall - minutes * 60_000;
  // UTC is nobody's mistake.
  return minutes === PARIS.offsetMinutes(at) || mark === 'Z' ? { at } : { at, warning: 'offset' };
}

/** In minutes; undefined: clocks have none such anywhere. */
function offsetOf(mark: string): number | undefined {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(mark) ?? [];
  if (Number(hours ?? 0) > 14 || Number(minutes ?? 0) > 59) return undefined;
  const size = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  return sign === '-' ? -size : size;
}

/** A column that is not there says nothing; a value that is null neither. */
function valuesOf(signal: Signal, name: ColumnName, refuse: Refuse): (number | null)[] {
  return (signal[name] ?? []).map(({ value, ...quantity }: Quantity, n) => {
    const checked = inUnit({ ...quantity, value: value ?? 0 }, UNITS[name]);
    if (typeof checked === 'string') {
      const found = checked === 'value' ? String(value) : (quantity[checked] ?? '').slice(0, LONGEST_WORD);
      return refuse(`${name}.${String(n)}.${checked}: “${found}”`);
    }
    return value === null ? null : checked;
  });
}

const LONGEST_WORD = 20;

/** A step lasts until the next one, and no longer than the shortest of them: what is missing between two is not known. */
function spansOf(starts: readonly number[]): (readonly [number, number])[] {
  const distances = starts.slice(1).map((start, n) => start - (starts[n] ?? 0));
  const step = distances.length === 0 ? STEP_MS : Math.min(...distances);
  return starts.map((start, n) => [start, Math.min(starts[n + 1] ?? Infinity, start + step)]);
}
