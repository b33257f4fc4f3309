// What whoever listens to a collector is told, and what it can be asked.
import type { LinkyRedError } from '../../errors';
import type { Direction, Point } from '../../grid/point';
import type { DayKey } from '../../grid/paris-time';
import type { DoorRow, HourRange } from '../door';
import type { DayWindow, Measure } from '../series';

/** What one listener has of its meter: what is collected is what all listeners together want. */
export interface Want {
  readonly directions: readonly Direction[];
  /** Production has no maximum of its own: who wants it gets the curve's, marked `derived`. */
  readonly measures: readonly Measure[];
  /** What is asked for by itself each day, at this minute (0–59) of each try of the row; absent: on demand only. */
  readonly byItself?: { readonly minute: number; readonly hours: HourRange };
  /** Fetch the past, too. */
  readonly backfill: boolean;
}

export interface News {
  /** Of days that are new or were corrected, by what this listener wants, sorted by series and time; empty: nothing new came. */
  readonly points: readonly Point[];
  /** Whether they are of the past that is being fetched, not of these days. */
  readonly isPast: boolean;
  /** Days whose curve and daily energy differ: said once, when one of both came. */
  readonly differences: readonly SumDifference[];
  /** What the answer had that was left out: English, for a log. */
  readonly remarks: readonly string[];
  readonly state: CollectorState;
}

/** The energy of a day by its curve and by the meter differ by more than rounding. */
export interface SumDifference {
  readonly direction: Direction;
  readonly day: DayKey;
  readonly curveWh: number;
  readonly dailyWh: number;
}

export interface CollectorState {
  /** What is wrong with one of the series, as the last answer to it said; undefined: nothing. */
  readonly problem: LinkyRedError | undefined;
  /** `consent`: there is none, or it was taken back; `settings`: the account is wrong. Nothing is asked until that changes. */
  readonly stopped: 'consent' | 'settings' | undefined;
  readonly backfill: BackfillState;
  /** When the next call is planned, epoch ms; undefined: none. */
  readonly nextCall: number | undefined;
}

export interface BackfillState {
  readonly running: boolean;
  /** Days times series that are still to be asked for. */
  readonly daysLeft: number;
  /** Down to which day everything has been asked for; undefined: not begun. */
  readonly reached: DayKey | undefined;
}

/** What a message asks for. */
export interface Request {
  readonly window: DayWindow;
  readonly directions: readonly Direction[];
  readonly measures: readonly Measure[];
}

export interface Reply {
  /** Sorted by series and time. */
  readonly points: readonly Point[];
  /** Days of the window that lack something which is not there (yet), ascending. */
  readonly missing: readonly DayKey[];
  /** Why what lacks could not be asked for just now, or was not answered. */
  readonly problem: LinkyRedError | undefined;
}

export interface CollectorTells {
  /** The provider says that the consent is no more. */
  consentGone(error: LinkyRedError): void;
}

export type PlannedRow = Pick<DoorRow, 'measures' | 'windowDays' | 'depth' | 'tries'>;
