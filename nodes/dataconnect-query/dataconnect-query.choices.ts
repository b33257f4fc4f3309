// What the form of dataconnect-query offers, and what a new node begins with. Shared with the editor.
import type { Measure } from '../../lib/enedis/series';

export const DIRECTION_CHOICES = ['consumption', 'production', 'both'] as const;
export type DirectionChoice = (typeof DIRECTION_CHOICES)[number];

/** The boxes to tick, and what each asks for. */
export const MEASURE_BOXES = {
  loadCurve: 'load-curve',
  energy: 'energy',
  maxPower: 'max-power',
  index: 'index',
} as const satisfies Record<string, Measure>;
export type MeasureBox = keyof typeof MEASURE_BOXES;

/** 14 digits, also in the groups in which they stand on a bill. */
export const PRM = /^(?:\s*\d){14}\s*$/;

/** No measure is ready earlier, and who asks later has waited for nothing. */
export const [EARLIEST_HOUR, LATEST_HOUR] = [5, 20] as const;

export interface DataconnectQueryFields {
  account: string;
  /** Empty: the only meter of the account. */
  prm: string;
  direction: DirectionChoice;
  loadCurve: boolean;
  energy: boolean;
  maxPower: boolean;
  index: boolean;
  /** Each day by itself, or only when a message asks. */
  bySelf: boolean;
  /** Of the hour at which it asks. Empty: drawn at the first deploy, and kept. */
  minute: string;
  fromHour: string;
  toHour: string;
  /** Whether the past is fetched. */
  backfill: boolean;
  version: number;
}

export const DEFAULTS: DataconnectQueryFields = {
  account: '',
  prm: '',
  direction: 'consumption',
  loadCurve: true,
  energy: true,
  maxPower: true,
  index: false,
  bySelf: true,
  minute: '',
  fromHour: String(EARLIEST_HOUR),
  toHour: String(LATEST_HOUR),
  backfill: true,
  version: 1,
};
