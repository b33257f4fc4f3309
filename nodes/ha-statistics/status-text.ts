// What the status under ha-statistics says of a run: how many hours were written, and until which day.
import { PARIS } from '../../lib/grid/paris-time';
import type { StatisticsReport } from '../../lib/home-assistant/statistics/report';
import type { Translate } from '../runtime/types';

export function runStatus(reports: readonly StatisticsReport[], translate: Translate): string {
  const say = (key: string, facts: Record<string, string | number> = {}): string =>
    translate(`ha-statistics.status.${key}`, facts);
  if (reports.some(({ cleared }) => cleared === true)) return say('cleared');
  const rows = reports.reduce((sum, report) => sum + report.rows, 0);
  const isDry = reports.some(({ dry }) => dry);
  if (rows === 0) return say('up-to-date');
  const last = Math.max(...reports.flatMap(({ to }) => (to === null ? [] : [Date.parse(to)])));
  return say(isDry ? 'dry' : 'written', { rows, until: PARIS.dayKey(last) });
}
