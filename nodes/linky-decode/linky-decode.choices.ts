// What the form of linky-decode offers, and what a new node begins with. Shared with the editor.

export const RHYTHMS = ['frame', 'interval'] as const;
export type Rhythm = (typeof RHYTHMS)[number];

/** A reading comes at least every 60 s: the longest interval leaves room for the frame that it waits for. */
export const LONGEST_INTERVAL_SECONDS = 55;

export interface LinkyDecodeFields {
  rhythm: Rhythm;
  /** Seconds, for rhythm `interval`. */
  seconds: string;
  lenient: boolean;
  groups: boolean;
  /** Seconds without a valid group; empty: scaled to the longest frame. */
  silence: string;
  zone: string;
  version: number;
}

export const DEFAULTS: LinkyDecodeFields = {
  rhythm: 'frame',
  seconds: '10',
  lenient: false,
  groups: false,
  silence: '',
  zone: 'Europe/Paris',
  version: 1,
};
