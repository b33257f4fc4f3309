// The entities of Ecowatt (schema ecowatt@1): a device of its own, since the grid has nothing to do with any meter.
import type { BinaryRow, EnumOption, EnumRow, NumberRow, TextRow, TimestampRow } from '../discovery/row';
import { diagnostic, eventRow, hidden, names } from './write-row';

/** Codes as in the messages of ecowatt-signal; red is said of an hour and of a day alike. */
export const ECOWATT_LEVELS: readonly EnumOption[] = [
  { code: 'decarbonised', name: names('Décarboné', 'Decarbonised') },
  { code: 'green', name: names('Vert', 'Green') },
  { code: 'orange', name: names('Orange', 'Orange') },
  { code: 'red', name: names('Rouge', 'Red') },
  { code: 'unknown', name: names('Inconnu', 'Unknown') },
];

const choice = { platform: 'sensor', kind: 'enum', pace: 'at-once', options: ECOWATT_LEVELS } as const;
const binary = { platform: 'binary_sensor', kind: 'binary', pace: 'at-once' } as const;
const moment = { platform: 'sensor', kind: 'timestamp', pace: 'at-once' } as const;
/** `date` and `forecast` are what content-card-linky reads (spec/ha.md §3.4). */
const day = { ...choice, icon: 'mdi:calendar-clock', attributes: ['label', 'level', 'date', 'forecast'] } as const;

export const ECOWATT_ROWS = {
  now: {
    id: 'now',
    name: names('Niveau en cours', 'Level in force'),
    ...choice,
    icon: 'mdi:transmission-tower',
    attributes: ['label', 'level', 'source', 'simulated'],
  },
  thisHour: {
    id: 'this_hour',
    name: names('Niveau de cette heure', 'Level of this hour'),
    ...choice,
    icon: 'mdi:clock-outline',
    attributes: ['label', 'level', 'since', 'until'],
  },
  nextHour: {
    id: 'next_hour',
    name: names('Niveau de l’heure suivante', 'Level of the next hour'),
    ...choice,
    icon: 'mdi:clock-fast',
    attributes: ['label', 'level', 'since', 'until'],
  },
  coming: {
    id: 'coming',
    name: names('Niveau le plus haut à venir', 'Highest level to come'),
    ...choice,
    icon: 'mdi:calendar-alert',
    attributes: ['label', 'level', 'slots'],
  },
  day0: { id: 'day_0', name: names('Niveau d’aujourd’hui', 'Level of today'), ...day },
  day1: { id: 'day_1', name: names('Niveau de demain', 'Level of tomorrow'), ...day },
  day2: { id: 'day_2', name: names('Niveau d’après-demain', 'Level in two days'), ...day },
  day3: { id: 'day_3', name: names('Niveau dans trois jours', 'Level in three days'), ...day },
  alert: {
    id: 'alert',
    name: names('Alerte en cours', 'Alert in progress'),
    ...binary,
    deviceClass: 'problem',
    attributes: ['level', 'since', 'until', 'simulated'],
  },
  red: {
    id: 'red',
    name: names('Heure rouge', 'Red hour'),
    ...binary,
    deviceClass: 'problem',
    attributes: ['level', 'simulated'],
  },
  nextAlertStart: {
    id: 'next_alert_start',
    name: names('Début de la prochaine alerte', 'Start of the next alert'),
    ...moment,
    attributes: ['level'],
  },
  nextAlertEnd: {
    id: 'next_alert_end',
    name: names('Fin de la prochaine alerte', 'End of the next alert'),
    ...moment,
    attributes: ['level'],
  },
  message: {
    id: 'message',
    name: names('Message du jour', 'Message of the day'),
    platform: 'sensor',
    kind: 'text',
    pace: 'at-once',
    icon: 'mdi:message-text-outline',
  },
  publishedAt: { id: 'published_at', name: names('Publication', 'Publication'), ...moment, ...diagnostic },
  age: {
    id: 'age',
    name: names('Âge de la publication', 'Age of the publication'),
    platform: 'sensor',
    kind: 'number',
    pace: 'link',
    precision: 0,
    deviceClass: 'duration',
    unit: 'min',
    ...diagnostic,
    ...hidden,
  },
} as const satisfies Record<string, EnumRow | BinaryRow | TimestampRow | TextRow | NumberRow>;

export const ECOWATT_EVENT = eventRow([
  'alert_announced',
  'alert_start',
  'alert_level',
  'alert_end',
  'alert_withdrawn',
]);
