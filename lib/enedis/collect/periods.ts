// The periods that a message can name instead of its days.
import { PARIS, type DayKey } from '../../grid/paris-time';
import type { DayWindow } from '../series';

export const PRESETS = ['yesterday', 'week', 'month', 'year'] as const;
export type Preset = (typeof PRESETS)[number];

/** Each ends with yesterday: on the 1st `month` is the month that has just ended, on 1 January `year` the year. */
export function presetWindow(preset: Preset, today: DayKey): DayWindow {
  const yesterday = PARIS.addDays(today, -1);
  const from = {
    yesterday,
    week: PARIS.addDays(today, -7),
    month: `${yesterday.slice(0, 7)}-01`,
    year: `${yesterday.slice(0, 4)}-01-01`,
  }[preset];
  return { from, to: today };
}
