// What the form of linky-decode offers, and what a new node begins with. Shared with the editor.

/** What comes in: the bytes of the meter, or readings that somebody else has parsed (lib/tic/parsed/sources). */
export const SOURCES = ['bytes', 'zigbee2mqtt', 'tasmota', 'teleinfo2mqtt', 'esphome', 'tic2websocket'] as const;
export type Source = (typeof SOURCES)[number];

/** Of what others have parsed: which mode of the meter it is of; `auto`: the values tell. */
export const MODES = ['auto', 'historique', 'standard'] as const;

/** What energies are in, where the user of the source has the choice. */
export const ENERGIES = ['Wh', 'kWh'] as const;

export const RHYTHMS = ['frame', 'interval'] as const;
export type Rhythm = (typeof RHYTHMS)[number];

/** How the power budget of PME-PMI and SAPHIR is measured; `auto`: by the unit of the subscribed power. */
export const BUDGETS = ['auto', 'sliding', 'block'] as const;
export type Budget = (typeof BUDGETS)[number];

/** A reading comes at least every 60 s: the longest interval leaves room for the frame that it waits for. */
export const LONGEST_INTERVAL_SECONDS = 55;

/** What the button can play: level 2 is a notice, of an overrun by a business meter. */
export const SCENES = {
  overrun: { signal: 'power-overrun', level: 3 },
  notice: { signal: 'power-overrun', level: 2 },
  peak: { signal: 'peak', level: 3 },
} as const;

export interface LinkyDecodeFields {
  source: Source;
  /** For source `zigbee2mqtt`. */
  mode: (typeof MODES)[number];
  /** For source `esphome`. */
  energy: (typeof ENERGIES)[number];
  /** For source `esphome`: `name = LABEL`, commas between. */
  names: string;
  rhythm: Rhythm;
  /** Seconds, for rhythm `interval`. */
  seconds: string;
  lenient: boolean;
  groups: boolean;
  /** Seconds without a valid group; empty: scaled to the longest frame. */
  silence: string;
  zone: string;
  budget: Budget;
  /** What the button plays. Of no concern to a running node: the editor sends it. */
  played: keyof typeof SCENES;
  version: number;
}

export const DEFAULTS: LinkyDecodeFields = {
  source: 'bytes',
  mode: 'auto',
  energy: 'Wh',
  names: '',
  rhythm: 'frame',
  seconds: '10',
  lenient: false,
  groups: false,
  silence: '',
  zone: 'Europe/Paris',
  budget: 'auto',
  played: 'overrun',
  version: 1,
};
