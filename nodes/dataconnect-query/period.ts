// Which days a message asks for: a preset by one word, or its first and its last day.
import { presetWindow, PRESETS } from '../../lib/enedis/collect/periods';
import type { DayWindow } from '../../lib/enedis/series';
import { LinkyRedError } from '../../lib/errors';
import { PARIS, type DayKey } from '../../lib/grid/paris-time';
import { isPlainObject } from '../runtime/command';

const DAY_KEY = /^20\d{2}-\d{2}-\d{2}$/;
/** Nobody keeps more: 36 months and 15 days of days, and some room. */
const LONGEST_DAYS = 5 * 366;

/**
 * @param payload a preset, `{ preset }`, or `{ from, to }`, both included; without `to` until yesterday
 * @returns undefined when it names no days
 * @throws LinkyRedError ERR_INPUT for days that are none, or too many
 */
export function periodOf(payload: unknown, today: DayKey): DayWindow | undefined {
  const { preset, from, to }: Partial<Record<string, unknown>> = isPlainObject(payload) ? payload : { preset: payload };
  if (from !== undefined || to !== undefined) return daysOf(from, to, today);
  if (typeof preset !== 'string') return undefined;
  const named = PRESETS.find((one) => one === preset.trim());
  if (named === undefined) throw new LinkyRedError('ERR_INPUT', { detail: `preset: ${PRESETS.join(', ')}` });
  return presetWindow(named, today);
}

function daysOf(from: unknown, to: unknown, today: DayKey): DayWindow {
  const first = dayOf(from, 'from');
  const last = to === undefined ? PARIS.addDays(today, -1) : dayOf(to, 'to');
  // Of today nobody has anything yet.
  const window = { from: first, to: last < today ? PARIS.addDays(last, 1) : today };
  if (window.from >= window.to || PARIS.addDays(window.from, LONGEST_DAYS) < window.to) throw noDays('from..to');
  return window;
}

function dayOf(value: unknown, name: string): DayKey {
  const day = typeof value === 'string' ? value.trim() : '';
  // What the calendar does not have (30 February) comes back as another day.
  if (DAY_KEY.test(day) && PARIS.addDays(day, 0) === day) return day;
  throw noDays(name);
}

function noDays(name: string): LinkyRedError {
  return new LinkyRedError('ERR_INPUT', { detail: `${name}: YYYY-MM-DD` });
}
