// What the status under ecowatt-signal says of the next alert: "orange at 18:00".
import type { EcowattState } from '../../lib/rte/ecowatt/state';
import type { Translate } from '../runtime/types';

/** @param now ISO 8601 with the Paris offset, as the start of the alert is: days and hours are those of the wall clock */
export function aheadOfEcowatt(
  { level, start }: NonNullable<EcowattState['nextAlert']>,
  now: string,
  translate: Translate,
): string {
  const [year, month, day] = start.slice(0, 10).split('-');
  const colour = translate(`status.level-${String(level)}`);
  const isToday = now.startsWith(`${String(year)}-${String(month)}-${String(day)}`);
  const key = `ecowatt-signal.status.${isToday ? 'ahead' : 'ahead-later'}`;
  return translate(key, { colour, hour: Number(start.slice(11, 13)), date: `${String(day)}/${String(month)}` });
}
