// The Paris day that a text of an answer names: a bare day, a local time, or an instant with an offset.
import { PARIS, type DayKey } from '../grid/paris-time';

const FORM = /^(\d{4}-\d{2}-\d{2})(?:$|[T ].*?(Z|[+-]\d{2}:?\d{2})?$)/;

/** Undefined where the text names none. */
export function parisDayOf(text: string): DayKey | undefined {
  const found = FORM.exec(text);
  if (found === null) return undefined;
  const [, day = '', offset] = found;
  // What has an offset of Paris is as a clock there shows it, on a day of the other season too.
  if (offset === undefined || /^\+0[12]:?00$/.test(offset)) return isDay(day) ? day : undefined;
  const at = isDay(day) ? Date.parse(text.replace(' ', 'T')) : NaN;
  return Number.isNaN(at) ? undefined : PARIS.dayKey(at);
}

function isDay(text: string): boolean {
  return PARIS.addDays(text, 0) === text;
}
