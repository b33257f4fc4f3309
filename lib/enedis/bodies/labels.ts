// The dates of an answer as they are written: with or without a clock, with or without an offset.

export interface Label {
  /** What a clock shows, as if it were UTC: epoch ms. */
  readonly wall: number;
  /** False: a date alone. */
  readonly hasClock: boolean;
  /** Local minus UTC in ms where the label says it; `Z`: it ends in Z, and who wrote it may not have meant that. */
  readonly offset?: number | 'Z';
}

const FORM = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?)?$/;
const MINUTE = 60_000;
const DAY = 86_400_000;

/** Undefined: it names no moment (February 30 is none). 24:00 is the end of its day. */
export function readLabel(text: unknown): Label | undefined {
  const found = typeof text === 'string' ? FORM.exec(text) : null;
  if (found === null) return undefined;
  const [, day = '', time, offset] = found;
  const date = dateOf(day);
  if (date === undefined || time === undefined) return date === undefined ? undefined : { wall: date, hasClock: false };
  const minute = digits(time, 3);
  const second = time.length > 5 ? digits(time, 6) : 0;
  const clock = (digits(time, 0) * 60 + minute) * MINUTE + second * 1000;
  if (clock > DAY || minute > 59 || second > 59) return undefined;
  const wall = date + clock;
  if (offset === undefined) return { wall, hasClock: true };
  if (offset === 'Z') return { wall, hasClock: true, offset };
  const ahead = (digits(offset, 1) * 60 + digits(offset, offset.length - 2)) * MINUTE;
  return { wall, hasClock: true, offset: offset.startsWith('-') ? -ahead : ahead };
}

function dateOf(text: string): number | undefined {
  const [year, month, day] = [digits(text, 0) * 100 + digits(text, 2), digits(text, 5), digits(text, 8)];
  const date = Date.UTC(year, month - 1, day);
  // Out of its range, a day becomes one of another month.
  return month > 12 || month < 1 || new Date(date).getUTCDate() !== day ? undefined : date;
}

/** Two of them, from `at` on. */
function digits(text: string, at: number): number {
  return text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528;
}

/** `PT30M` and `PT1H` in ms, also seconds (2019: `1800`); undefined: no step of a curve, which parts the hour evenly. */
export function readStep(text: unknown): number | undefined {
  if (typeof text !== 'string' && typeof text !== 'number') return undefined;
  const found = /^(?:PT(?:(\d{1,2})M|(1)H)|(\d{2,4}))$/.exec(String(text));
  if (found === null) return undefined;
  const minutes = found[1] ?? (found[2] === undefined ? Number(found[3]) / 60 : 60);
  return 60 % Number(minutes) === 0 ? Number(minutes) * MINUTE : undefined;
}
