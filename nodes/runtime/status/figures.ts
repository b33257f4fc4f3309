// Figures in statuses, as the language of the runtime writes them. A colon has no place in a status: the editor looks each up
// in its catalogue, where that would part a name from the key.
import type { Translate } from '../types';

const MARK = 'figure.mark';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "1,65" in French. */
export function decimal(translate: Translate, value: number, digits: number): string {
  const mark = translate(MARK);
  const text = value.toFixed(digits);
  return mark === MARK ? text : text.replace('.', mark);
}

/** "2 min", "3 h", "2 j": whole ones, of the largest unit of which there is one. */
export function duration(translate: Translate, ms: number): string {
  const [key, unit] =
    ms >= DAY ? (['days', DAY] as const) : ms >= HOUR ? (['hours', HOUR] as const) : (['minutes', MINUTE] as const);
  return translate(`figure.${key}`, { n: Math.floor(ms / unit) });
}
