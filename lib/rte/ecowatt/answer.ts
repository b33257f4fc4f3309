// RTE's Ecowatt answer (v4 and v5 have one shape, spec/signals.md §1.2), checked once at the edge. Real answers come with
// unordered days, missing days and hours, blanks round the message; nothing of that is an error, and nothing is filled in.
import * as v from 'valibot';
import { LinkyRedError } from '../../errors';
import type { DayKey } from '../../grid/paris-time';
import type { SignalLevel } from '../../grid/signal';
import { parisDayOf } from '../paris-day';

/** 24 wall-clock hours: on the day of 25 hours, hour 2 holds twice, on the day of 23 it is skipped. */
export const HOURS_OF_DAY = 24;

export interface EcowattDay {
  readonly day: DayKey;
  /** The day's colour as published, 1..3; null when it is missing or something else. */
  readonly published: SignalLevel | null;
  readonly message: string;
  /** When RTE made the file, epoch ms. */
  readonly generatedAt: number | null;
  /** By wall-clock hour 0..23; null where nothing was published: that is not 0, "decarbonised". */
  readonly hours: readonly (SignalLevel | null)[];
}

export interface EcowattPublication {
  /** In order, each day once. */
  readonly days: readonly EcowattDay[];
  /** The newest stamp of all days, epoch ms. */
  readonly generatedAt: number | null;
}

const Hour = v.object({ pas: v.number(), hvalue: v.unknown() });
const Day = v.object({
  GenerationFichier: v.optional(v.unknown()),
  jour: v.string(),
  dvalue: v.optional(v.unknown()),
  message: v.optional(v.unknown()),
  values: v.optional(v.unknown()),
});
const Answer = v.object({ signals: v.array(v.unknown()) });

/**
 * @param json the parsed body of `/open_api/ecowatt/v5/signals` or of its sandbox
 * @throws LinkyRedError ERR_ANSWER when it has no `signals`, or no day among them
 */
export function parseEcowatt(json: unknown, host = 'RTE'): EcowattPublication {
  const answer = v.safeParse(Answer, json);
  if (!answer.success) throw new LinkyRedError('ERR_ANSWER', { host, detail: 'no "signals"' });
  const days = new Map<DayKey, EcowattDay>();
  for (const raw of answer.output.signals) {
    const day = dayOf(raw);
    const other = day && days.get(day.day);
    if (day && (other === undefined || (day.generatedAt ?? 0) >= (other.generatedAt ?? 0))) days.set(day.day, day);
  }
  // Nothing is published: the answer before this one is worth more.
  if (days.size === 0) {
    throw new LinkyRedError('ERR_ANSWER', { host, detail: 'no "jour" in "signals"' });
  }
  const sorted = [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
  const stamps = sorted.flatMap((day) => day.generatedAt ?? []);
  return { days: sorted, generatedAt: stamps.length === 0 ? null : Math.max(...stamps) };
}

function dayOf(raw: unknown): EcowattDay | undefined {
  const parsed = v.safeParse(Day, raw);
  if (!parsed.success) return undefined;
  const { jour, dvalue, message, values, GenerationFichier } = parsed.output;
  const day = parisDayOf(jour);
  if (day === undefined) return undefined;
  return {
    day,
    published: levelOf(dvalue, 1),
    message: typeof message === 'string' ? message.replace(/\s+/g, ' ').trim() : '',
    generatedAt: instantOf(GenerationFichier),
    hours: hoursOf(Array.isArray(values) ? values : []),
  };
}

function hoursOf(values: readonly unknown[]): (SignalLevel | null)[] {
  const hours = new Array<SignalLevel | null>(HOURS_OF_DAY).fill(null);
  for (const raw of values) {
    const parsed = v.safeParse(Hour, raw);
    if (!parsed.success) continue;
    const { pas, hvalue } = parsed.output;
    if (Number.isInteger(pas) && pas >= 0 && pas < HOURS_OF_DAY) hours[pas] = levelOf(hvalue, 0);
  }
  return hours;
}

function levelOf(value: unknown, lowest: 0 | 1): SignalLevel | null {
  return (value === 0 && lowest === 0) || value === 1 || value === 2 || value === 3 ? value : null;
}

function instantOf(value: unknown): number | null {
  const instant = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(instant) ? null : instant;
}
