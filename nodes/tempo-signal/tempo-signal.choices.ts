// What the form of tempo-signal offers, and what a new node begins with. Shared with the editor.

export const SOURCES = ['rte', 'services-rte', 'api-couleur-tempo', 'meter', 'none'] as const;
export type SourceChoice = (typeof SOURCES)[number];

/** The fields that hold the order of the sources. */
export const PLACES = ['first', 'second', 'third', 'fourth'] as const;

/** What the button can play. */
export const SCENES = {
  'red-peak': { signal: 'day-colour', level: 3 },
  'red-off-peak': { signal: 'day-colour', level: 2 },
} as const;

export interface TempoSignalFields {
  first: SourceChoice;
  second: SourceChoice;
  third: SourceChoice;
  fourth: SourceChoice;
  account: string;
  red: string;
  white: string;
  servicesRteUrl: string;
  couleurTempoUrl: string;
  /** What the button plays. Of no concern to a running node: the editor sends it. */
  played: keyof typeof SCENES;
  version: number;
}

/** Without an account: both services, and the meter if one is wired in. */
export const DEFAULTS: TempoSignalFields = {
  first: 'services-rte',
  second: 'api-couleur-tempo',
  third: 'meter',
  fourth: 'none',
  account: '',
  red: '22',
  white: '43',
  servicesRteUrl: 'https://www.services-rte.com',
  couleurTempoUrl: 'https://www.api-couleur-tempo.fr/api',
  played: 'red-peak',
  version: 1,
};
