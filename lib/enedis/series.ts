// What can be asked of Enedis for one meter: a measure in a direction, over civil days.
import type { Direction } from '../grid/point';
import type { DayKey } from '../grid/paris-time';

export const DIRECTIONS = ['consumption', 'production'] as const satisfies readonly Direction[];

/** Each is a `PointKind`, too. */
export const MEASURES = ['load-curve', 'energy', 'max-power', 'index'] as const;
export type Measure = (typeof MEASURES)[number];

/** What is asked of one meter. Production has no maximum of its own: it is derived from the curve. */
export interface Series {
  /** 14 digits. */
  readonly prm: string;
  readonly direction: Direction;
  readonly measure: Measure;
}

/** Civil days. */
export interface DayWindow {
  readonly from: DayKey;
  /** Exclusive. */
  readonly to: DayKey;
}
