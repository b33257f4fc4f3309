// What the status under enedis-file says: how much was read, and until when.
import { PARIS } from '../../lib/grid/paris-time';
import type { Point } from '../../lib/grid/point';
import type { Translate } from '../runtime/types';

const OWN = 'enedis-file.status';

export function readStatus(points: readonly Point[], translate: Translate): string {
  if (points.length === 0) return translate(`${OWN}.empty`);
  const end = points.reduce((latest, point) => Math.max(latest, point.end), 0);
  // The last interval of a day ends with the next one's midnight.
  const [year, month, day] = PARIS.dayKey(end - 1).split('-');
  return translate(`${OWN}.read`, { count: points.length, day: `${day}/${month}/${year}` });
}
