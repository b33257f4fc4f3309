// What the form of ecowatt-signal offers, and what a new node begins with. Shared with the editor.

/** none; hours: the best ones before the deadline; window: the best ones in one piece. */
export const PLANS = ['none', 'hours', 'window'] as const;
export type Plan = (typeof PLANS)[number];

/** RTE publishes up to four days; a plan is for the time until the next deadline. */
export const LONGEST_PLAN_HOURS = 24;

/** The hour of the wall clock: 07:00, 7:30. */
export const TIME_OF_DAY = /^([01]?\d|2[0-3]):([0-5]\d)$/;

/** What the button can play. */
export const SCENES = {
  red: { signal: 'grid-tension', level: 3 },
  orange: { signal: 'grid-tension', level: 2 },
} as const;

export interface EcowattSignalFields {
  account: string;
  /** RTE's sandbox instead of the real signal. */
  sandbox: boolean;
  plan: Plan;
  hours: string;
  before: string;
  /** What the button plays. Of no concern to a running node: the editor sends it. */
  played: keyof typeof SCENES;
  version: number;
}

export const DEFAULTS: EcowattSignalFields = {
  account: '',
  sandbox: false,
  plan: 'none',
  hours: '3',
  before: '07:00',
  played: 'red',
  version: 1,
};
