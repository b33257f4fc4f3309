// The supplier's signal (annex 2): columns of equal length in steps of a quarter of an hour. Read, written and made up here.
import { parisTime } from '../../paris-clock';
import { instantOf, Malformed, objectAt, offsetText, quantityIn, type Quantity } from '../wire';

export interface SignalRow {
  /** Epoch ms; a step lasts a quarter of an hour. */
  readonly at: number;
  readonly watts: number;
  readonly eurPerKWh: number;
  readonly gCO2PerKWh: number;
}

export interface SupplierSignal {
  readonly step: number[];
  readonly horodate: string[];
  readonly power: Quantity[];
  readonly cost: Quantity[];
  readonly co2: Quantity[];
}

export const STEP_MS = 15 * 60_000;
const UNITS = { power: 'W', cost: '€/kWh', co2: 'gCO2eq/kWh' } as const;
type Column = keyof typeof UNITS;

/** @throws Malformed naming the place */
export function rowsOf(given: unknown): SignalRow[] {
  const signal = objectAt(given, 'signal');
  const column = (name: string): readonly unknown[] => {
    const values = signal[name];
    if (!Array.isArray(values) || values.length === 0) throw new Malformed(name, 'has to be a list that is not empty');
    return values;
  };
  const horodate = column('horodate');
  for (const name of ['step', ...Object.keys(UNITS)])
    if (column(name).length !== horodate.length) throw new Malformed(name, 'has to be as long as horodate');
  const value = (name: Column, n: number): number => quantityIn(UNITS[name], column(name)[n], `${name}.${String(n)}`);
  const rows = horodate.map((text, n) => ({
    at: instantOf(text, `horodate.${String(n)}`),
    watts: value('power', n),
    eurPerKWh: value('cost', n),
    gCO2PerKWh: value('co2', n),
  }));
  for (const [n, step] of column('step').entries())
    if (step !== n + 1) throw new Malformed(`step.${String(n)}`, `has to be ${String(n + 1)}`);
  const late = rows.findIndex(({ at }, n) => n > 0 && at <= (rows[n - 1]?.at ?? -Infinity));
  if (late > 0) throw new Malformed(`horodate.${String(late)}`, 'has to be after the one before it');
  return rows;
}

export function signalText(rows: readonly SignalRow[]): SupplierSignal {
  const plain = (unit: string, value: number): Quantity => ({ unit, multiplier: '', value });
  return {
    step: rows.map((_, n) => n + 1),
    horodate: rows.map(({ at }) => offsetText(at)),
    power: rows.map(({ watts }) => ({ unit: UNITS.power, multiplier: 'k', value: watts / 1000 })),
    cost: rows.map(({ eurPerKWh }) => plain(UNITS.cost, eurPerKWh)),
    co2: rows.map(({ gCO2PerKWh }) => plain(UNITS.co2, gCO2PerKWh)),
  };
}

// By the hour on the wall: the night is cheap and clean, the evening dear.
const EUR = [
  0.14, 0.13, 0.12, 0.12, 0.12, 0.13, 0.16, 0.2, 0.23, 0.21, 0.19, 0.17, 0.14, 0.12, 0.12, 0.14, 0.17, 0.22, 0.28, 0.31,
  0.26, 0.21, 0.18, 0.16,
];
const GRAMS = [28, 26, 25, 24, 24, 26, 32, 41, 48, 46, 42, 38, 33, 30, 30, 33, 39, 50, 62, 66, 57, 46, 38, 32];
const MAXIMUM_W = [120_000, 90_000] as const;

/** What the default data say of an instant: whole quarters of an hour. Invented. */
export function defaultRow(at: number): SignalRow {
  const { hour } = parisTime(at);
  return {
    at,
    watts: MAXIMUM_W[hour >= 17 && hour < 21 ? 1 : 0],
    eurPerKWh: EUR[hour] ?? 0,
    gCO2PerKWh: GRAMS[hour] ?? 0,
  };
}

/** The steps that begin from `from` on and before `to`. */
export function defaultRows(from: number, to: number): SignalRow[] {
  const first = Math.ceil(from / STEP_MS) * STEP_MS;
  return Array.from({ length: Math.max(0, Math.ceil((to - first) / STEP_MS)) }, (_, n) =>
    defaultRow(first + n * STEP_MS),
  );
}
