// Entities of a meter that come from grid signals alone, and its event entity.
import type { BinaryRow, EnumOption, EnumRow, TimestampRow } from '../discovery/row';
import { diagnostic, eventRow, hidden, names } from './write-row';

export const COLOURS: readonly EnumOption[] = [
  { code: 'blue', name: names('Bleu', 'Blue') },
  { code: 'white', name: names('Blanc', 'White') },
  { code: 'red', name: names('Rouge', 'Red') },
  { code: 'unknown', name: names('Inconnue', 'Unknown') },
];

const MOBILE_PEAKS: readonly EnumOption[] = [
  { code: 'none', name: names('Aucune', 'None') },
  { code: 'pm1', name: names('Pointe mobile 1', 'Mobile peak 1') },
  { code: 'pm2', name: names('Pointe mobile 2', 'Mobile peak 2') },
  { code: 'pm3', name: names('Pointe mobile 3', 'Mobile peak 3') },
  { code: 'unknown', name: names('Inconnue', 'Unknown') },
];

const binary = { platform: 'binary_sensor', kind: 'binary', pace: 'at-once' } as const;
const choice = { platform: 'sensor', kind: 'enum', pace: 'at-once' } as const;
const moment = { platform: 'sensor', kind: 'timestamp', pace: 'at-once' } as const;

export const SIGNAL_ROWS = {
  preavis: {
    id: 'preavis',
    name: names('Préavis de dépassement', 'Notice of overrun'),
    ...binary,
    deviceClass: 'problem',
    attributes: ['value', 'threshold', 'since', 'until', 'level', 'simulated'],
  },
  overrun: {
    id: 'overrun',
    name: names('Dépassement', 'Overrun'),
    ...binary,
    deviceClass: 'problem',
    attributes: ['phases', 'value', 'threshold', 'since', 'until', 'level', 'simulated'],
  },
  offPeak: {
    id: 'off_peak',
    name: names('Heures creuses', 'Off-peak hours'),
    ...binary,
    icon: 'mdi:clock-time-four-outline',
    attributes: ['label', 'period', 'since', 'simulated'],
  },
  peakNotice: {
    id: 'peak_notice',
    name: names('Préavis de pointe', 'Notice of peak'),
    ...binary,
    icon: 'mdi:bell-alert',
    attributes: ['pm', 'since', 'until', 'level', 'simulated'],
  },
  peak: {
    id: 'peak',
    name: names('Pointe mobile', 'Peak'),
    ...binary,
    icon: 'mdi:transmission-tower',
    attributes: ['pm', 'since', 'until', 'level', 'simulated'],
  },
  peakNoticeNumber: {
    id: 'peak_notice_pm',
    name: names('Pointe mobile annoncée', 'Mobile peak announced'),
    ...choice,
    options: MOBILE_PEAKS,
    icon: 'mdi:bell-alert-outline',
    attributes: ['label', 'simulated'],
    ...diagnostic,
  },
  peakNumber: {
    id: 'peak_pm',
    name: names('Pointe mobile en cours', 'Mobile peak in progress'),
    ...choice,
    options: MOBILE_PEAKS,
    icon: 'mdi:transmission-tower',
    attributes: ['label', 'simulated'],
    ...diagnostic,
  },
  peakNextStart: {
    id: 'peak_next_start',
    name: names('Début de la prochaine pointe', 'Start of the next peak'),
    ...moment,
    attributes: ['pm', 'simulated'],
  },
  peakNextEnd: {
    id: 'peak_next_end',
    name: names('Fin de la prochaine pointe', 'End of the next peak'),
    ...moment,
    attributes: ['pm', 'simulated'],
  },
  tempoNow: {
    id: 'tempo_now',
    name: names('Couleur Tempo en cours', 'Tempo colour in force'),
    ...choice,
    options: COLOURS,
    icon: 'mdi:palette',
    attributes: ['label', 'day', 'confirmed', 'level', 'since', 'until', 'source', 'simulated'],
  },
  tempoNext: {
    id: 'tempo_next',
    name: names('Prochaine couleur Tempo', 'Next Tempo colour'),
    ...choice,
    options: COLOURS,
    icon: 'mdi:palette-outline',
    attributes: ['label', 'day', 'confirmed', 'since', 'until', 'source', 'simulated'],
  },
  cover: {
    id: 'cover',
    name: names('Cache-bornes', 'Terminal cover'),
    ...binary,
    deviceClass: 'tamper',
    attributes: ['since', 'simulated'],
    ...diagnostic,
  },
  overvoltage: {
    id: 'overvoltage',
    name: names('Surtension', 'Overvoltage'),
    ...binary,
    deviceClass: 'problem',
    attributes: ['since', 'simulated'],
    ...diagnostic,
  },
  breakerOpen: {
    id: 'breaker_open',
    name: names('Organe de coupure ouvert', 'Breaker open'),
    ...binary,
    deviceClass: 'problem',
    attributes: ['since', 'simulated'],
    ...diagnostic,
  },
  clock: {
    id: 'clock_degraded',
    name: names('Horloge dégradée', 'Clock degraded'),
    ...binary,
    deviceClass: 'problem',
    attributes: ['since', 'simulated'],
    ...diagnostic,
    ...hidden,
  },
} as const satisfies Record<string, BinaryRow | EnumRow | TimestampRow>;

/** One event entity per device: what has just happened. Its types are fixed, as the options of an enum are. */
export const METER_EVENT = eventRow([
  'overrun_notice',
  'overrun_start',
  'overrun_end',
  'peak_notice',
  'peak_start',
  'peak_end',
  'peak_withdrawn',
  'tariff_start',
  'colour_announced',
  'colour_start',
  'colour_level',
  'fault_start',
  'fault_end',
]);
