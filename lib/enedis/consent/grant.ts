// What a consent gives, as far as whoever was asked has said it.
import type { Direction } from '../../grid/point';
import type { DayKey } from '../../grid/paris-time';
import type { Measure } from '../series';

export interface Grant {
  /** 14 digits each; empty: not said. */
  readonly prms: readonly string[];
  readonly since?: DayKey;
  /** Epoch ms; absent: not said. */
  readonly until?: number;
  /** Absent: not said. */
  readonly directions?: readonly Direction[];
  readonly measures?: readonly Measure[];
}

const PRM = /^\d{14}$/;

/** Whether a text is the number of a meter (PRM, PDL): 14 digits. */
export function isPrm(text: unknown): text is string {
  return typeof text === 'string' && PRM.test(text);
}
