// What an asset can do, in the words of a form or of a message: kilowatts, minutes, and a text of periods.
import type { CivilZone } from '../../grid/paris-time';
import { PeriodsError, periodsOf } from './periods';
import { FLEX_PRODUCTS, type Potential } from './site';

export interface PotentialWords {
  /** `WID` or `WDA`. */
  readonly product: string;
  /** The most that can be asked, in kW. */
  readonly power: string | number;
  /** In minutes, or an ISO 8601 duration (`PT1M`). */
  readonly delay: string | number;
  /** Of a whole activation; as `delay`. */
  readonly duration: string | number;
  /** In a civil day. */
  readonly perDay: string | number;
  /** ISO 8601 intervals, or `08:00-12:00` of every day, `mon-fri 08:00-12:00`; separated by semicolons or lines. */
  readonly periods: string;
}

export type PotentialField = keyof PotentialWords;
export const POTENTIAL_FIELDS = ['product', 'power', 'delay', 'duration', 'perDay', 'periods'] as const;

const MINUTE = 60_000;
const MOST_KW = 1_000_000;
const MOST_MINUTES = 44_640;
const MOST_PER_DAY = 1000;

/** @returns what the asset can do, or the field that makes no sense */
export function readPotential(words: PotentialWords, zone: CivilZone): Potential | { readonly misfit: PotentialField } {
  const product = FLEX_PRODUCTS.find((one) => one === words.product);
  if (product === undefined) return { misfit: 'product' };
  const kW = numberOf(words.power);
  if (!(kW > 0 && kW <= MOST_KW)) return { misfit: 'power' };
  const mobilisationDelayMs = minutesOf(words.delay) * MINUTE;
  if (!(mobilisationDelayMs >= 0 && mobilisationDelayMs <= MOST_MINUTES * MINUTE)) return { misfit: 'delay' };
  const maxDurationMs = minutesOf(words.duration) * MINUTE;
  if (!(maxDurationMs > 0 && maxDurationMs <= MOST_MINUTES * MINUTE)) return { misfit: 'duration' };
  const activationsPerDay = numberOf(words.perDay);
  if (!Number.isInteger(activationsPerDay) || activationsPerDay < 0 || activationsPerDay > MOST_PER_DAY)
    return { misfit: 'perDay' };
  const periods = readPeriods(words.periods, zone);
  if (periods === undefined) return { misfit: 'periods' };
  const powerW = Number((kW * 1000).toPrecision(12));
  return { product, powerW, mobilisationDelayMs, maxDurationMs, activationsPerDay, periods };
}

const DURATION = /^PT(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/i;

function minutesOf(words: string | number): number {
  const [, hours, minutes, seconds] = DURATION.exec(String(words).trim()) ?? [];
  if (hours === undefined && minutes === undefined && seconds === undefined) return numberOf(words);
  return Number(hours ?? 0) * 60 + Number(minutes ?? 0) + Number(seconds ?? 0) / 60;
}

function numberOf(words: string | number): number {
  const text = String(words).trim().replace(',', '.');
  return text === '' ? NaN : Number(text);
}

/** Undefined: something in it is no period. */
function readPeriods(text: string, zone: CivilZone): Potential['periods'] | undefined {
  try {
    return periodsOf(text, zone);
  } catch (error) {
    if (error instanceof PeriodsError) return undefined;
    throw error;
  }
}
