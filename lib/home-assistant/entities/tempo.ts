// The entities of Tempo (schema tempo@1), as users of rtetempo know them: a device of its own, with or without a meter.
import type { BinaryRow, DateRow, EnumRow, Names, NumberRow, TextRow, TimestampRow } from '../discovery/row';
import { COLOURS } from './signals';
import { diagnostic, eventRow, hidden, names } from './write-row';

const choice = { platform: 'sensor', kind: 'enum', pace: 'at-once', options: COLOURS } as const;
/** `date` is what content-card-linky reads (spec/ha.md §3.4). */
const tariffDay = {
  ...choice,
  attributes: ['label', 'day', 'date', 'confirmed', 'level', 'since', 'until', 'source', 'simulated'],
} as const;
const civilDay = { ...choice, attributes: ['label', 'day', 'date', 'confirmed', 'source'], ...hidden } as const;

function days<const Id extends string>(id: Id, name: Names, icon: `mdi:${string}`) {
  return {
    id,
    name,
    platform: 'sensor',
    kind: 'number',
    precision: 0,
    pace: 'at-once',
    deviceClass: 'duration',
    unit: 'd',
    icon,
  } as const;
}

export const TEMPO_ROWS = {
  now: { id: 'now', name: names('Couleur en cours', 'Colour in force'), ...tariffDay, icon: 'mdi:palette' },
  next: { id: 'next', name: names('Prochaine couleur', 'Next colour'), ...tariffDay, icon: 'mdi:palette-outline' },
  today: { id: 'today', name: names('Couleur du jour', 'Colour of today'), ...civilDay, icon: 'mdi:calendar-today' },
  tomorrow: {
    id: 'tomorrow',
    name: names('Couleur de demain', 'Colour of tomorrow'),
    ...civilDay,
    icon: 'mdi:calendar-arrow-right',
  },
  nextChange: {
    id: 'next_change',
    name: names('Prochain changement', 'Next change'),
    platform: 'sensor',
    kind: 'timestamp',
    pace: 'at-once',
    attributes: ['colour', 'period'],
  },
  /** 06:00, where the next change may be 22:00. */
  nextStart: {
    id: 'next_start',
    name: names('Début de la prochaine couleur', 'Start of the next colour'),
    platform: 'sensor',
    kind: 'timestamp',
    pace: 'at-once',
    attributes: ['colour'],
  },
  offPeak: {
    id: 'off_peak',
    name: names('Heures creuses', 'Off-peak hours'),
    platform: 'binary_sensor',
    kind: 'binary',
    pace: 'at-once',
    icon: 'mdi:clock-time-four-outline',
    attributes: ['label', 'until'],
  },
  blueLeft: days('blue_left', names('Jours bleus restants', 'Blue days left'), 'mdi:calendar-blank'),
  blueUsed: days('blue_used', names('Jours bleus passés', 'Blue days used'), 'mdi:calendar-check'),
  whiteLeft: days('white_left', names('Jours blancs restants', 'White days left'), 'mdi:calendar-blank'),
  whiteUsed: days('white_used', names('Jours blancs passés', 'White days used'), 'mdi:calendar-check'),
  redLeft: days('red_left', names('Jours rouges restants', 'Red days left'), 'mdi:calendar-blank'),
  redUsed: days('red_used', names('Jours rouges passés', 'Red days used'), 'mdi:calendar-check'),
  /** Its attributes, what is left, are those that content-card-linky reads. */
  season: {
    id: 'season',
    name: names('Saison', 'Season'),
    platform: 'sensor',
    kind: 'text',
    pace: 'at-once',
    icon: 'mdi:calendar-range',
    attributes: ['days_blue', 'days_white', 'days_red'],
    ...diagnostic,
  },
  nextSeason: {
    id: 'next_season',
    name: names('Prochaine saison', 'Next season'),
    platform: 'sensor',
    kind: 'date',
    pace: 'at-once',
    ...diagnostic,
  },
} as const satisfies Record<string, EnumRow | BinaryRow | TimestampRow | DateRow | NumberRow | TextRow>;

export const TEMPO_EVENT = eventRow(['colour_announced', 'colour_start', 'colour_level']);
