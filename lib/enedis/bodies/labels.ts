// The dates of an answer as they are written: with or without a clock, with or without an offset.

export interface Label {
  /** What a clock shows, as if it were UTC: epoch ms. */
  readonly wall: number;
  /** False: a date alone. */
  readonly hasClock: boolean;
  /** Local minus UTC in ms where the label says it; `Z`: it ends in Z, and who wrote it may not have meant that. */
  readonly offset?: number | 'Z';
}

const FORM = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?:(Z)|([+-])(\d\d):?(\d\d))?)?$/;
const MINUTE = 60_000;
const DAY = 86_400_000;

/** Undefined: it names no moment (February 30 is none). 24:00 is the end of its day. */
export function readLabel(text: unknown): Label | undefined {
  const found = typeof text === 'string' ? FORM.exec(text) : null;
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second, zulu, sign, hours, minutes] = found;
  const date = Date.UTC(Number(year), Number(month) - 1, Number(day));
  // Out of its range, a day becomes one of another month.
  if (new Date(date).getUTCDate() !== Number(day) || Number(month) > 12 || Number(month) < 1) return undefined;
  if (hour === undefined) return { wall: date, hasClock: false };
  const clock = (Number(hour) * 60 + Number(minute)) * MINUTE + Number(second ?? 0) * 1000;
  if (clock > DAY || Number(minute) > 59 || Number(second ?? 0) > 59) return undefined;
  const wall = date + clock;
  if (zulu !== undefined) return { wall, hasClock: true, offset: 'Z' };
  if (sign === undefined) return { wall, hasClock: true };
  const offset = (Number(hours) * 60 + Number(minutes)) * MINUTE;
  return { wall, hasClock: true, offset: sign === '-' ? -offset : offset };
}

/** `PT30M` and `PT1H` in ms, also seconds (2019: `1800`); undefined: no step of a curve, which parts the hour evenly. */
export function readStep(text: unknown): number | undefined {
  if (typeof text !== 'string' && typeof text !== 'number') return undefined;
  const found = /^(?:PT(?:(\d{1,2})M|(1)H)|(\d{2,4}))$/.exec(String(text));
  if (found === null) return undefined;
  const minutes = found[1] ?? (found[2] === undefined ? Number(found[3]) / 60 : 60);
  return 60 % Number(minutes) === 0 ? Number(minutes) * MINUTE : undefined;
}
