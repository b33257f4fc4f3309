// What one statistic of Home Assistant is of.
import type { Direction } from '../../grid/point';

export interface Series {
  /** 14 digits. */
  readonly prm: string;
  readonly direction: Direction;
  /** Energy that was drawn or fed in; what it cost, or has brought. */
  readonly of: 'energy' | 'cost';
}

export function isSame(a: Series, b: Series): boolean {
  return a.prm === b.prm && a.direction === b.direction && a.of === b.of;
}
