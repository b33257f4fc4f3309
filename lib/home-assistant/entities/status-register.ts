// What is packed inside STGE. Its faults, peaks and colours come as signals: signals.ts.
import type { BinaryRow, EnumOption, EnumRow, TextRow } from '../discovery/row';
import { diagnostic, names, quiet } from './write-row';

/** Codes of the decoder (lib/tic/status-register.ts) → ours. */
export const BREAKER_CODES: Readonly<Record<string, string>> = {
  closed: 'closed',
  'open-overpower': 'overpower',
  'open-overvoltage': 'overvoltage',
  'open-load-shedding': 'load_shedding',
  'open-remote-order': 'remote_order',
  'open-overheating-above-imax': 'overheat_high',
  'open-overheating-below-imax': 'overheat_low',
};

const BREAKER: readonly EnumOption[] = [
  { code: 'closed', name: names('Fermé', 'Closed') },
  { code: 'overpower', name: names('Ouvert : surpuissance', 'Open: overpower') },
  { code: 'overvoltage', name: names('Ouvert : surtension', 'Open: overvoltage') },
  { code: 'load_shedding', name: names('Ouvert : délestage', 'Open: load shedding') },
  { code: 'remote_order', name: names('Ouvert : ordre à distance', 'Open: remote order') },
  { code: 'overheat_high', name: names('Ouvert : surchauffe, courant fort', 'Open: overheating, high current') },
  { code: 'overheat_low', name: names('Ouvert : surchauffe, courant faible', 'Open: overheating, low current') },
  { code: 'unknown', name: names('Inconnu', 'Unknown') },
];

export const EURIDIS_CODES: Readonly<Record<string, string>> = {
  off: 'off',
  'on-without-security': 'unsecured',
  'on-with-security': 'secured',
};

export const PLC_CODES: Readonly<Record<string, string>> = {
  'new-unlocked': 'unlocked',
  'new-locked': 'locked',
  registered: 'registered',
};

export const STATUS_ROWS = {
  breaker: {
    id: 'breaker',
    name: names('Organe de coupure', 'Breaker'),
    platform: 'sensor',
    kind: 'enum',
    pace: 'at-once',
    options: BREAKER,
    attributes: ['label'],
    icon: 'mdi:electric-switch-closed',
    ...diagnostic,
  },
  dryContact: {
    id: 'dry_contact',
    name: names('Contact sec', 'Dry contact'),
    platform: 'binary_sensor',
    kind: 'binary',
    pace: 'at-once',
    icon: 'mdi:electric-switch',
  },
  producer: {
    id: 'producer',
    name: names('Mode producteur', 'Producer mode'),
    platform: 'binary_sensor',
    kind: 'binary',
    pace: 'at-once',
    icon: 'mdi:solar-power',
    ...quiet,
  },
  injecting: {
    id: 'injecting',
    name: names('Injection en cours', 'Injecting'),
    platform: 'binary_sensor',
    kind: 'binary',
    pace: 'at-once',
    icon: 'mdi:transmission-tower-import',
  },
  distributorIndex: {
    id: 'distributor_index',
    name: names("Numéro de l'index distributeur en cours", 'Number of the distributor index in force'),
    platform: 'sensor',
    kind: 'text',
    pace: 'at-once',
    icon: 'mdi:numeric',
    ...quiet,
  },
  euridis: {
    id: 'euridis',
    name: names('Sortie Euridis', 'Euridis output'),
    platform: 'sensor',
    kind: 'enum',
    pace: 'at-once',
    options: [
      { code: 'off', name: names('Désactivée', 'Off') },
      { code: 'unsecured', name: names('Active sans sécurité', 'On without security') },
      { code: 'secured', name: names('Active avec sécurité', 'On with security') },
      { code: 'unknown', name: names('Inconnue', 'Unknown') },
    ],
    attributes: ['label'],
    icon: 'mdi:connection',
    ...quiet,
  },
  plc: {
    id: 'plc',
    name: names('État du CPL', 'State of the power-line carrier'),
    platform: 'sensor',
    kind: 'enum',
    pace: 'at-once',
    options: [
      { code: 'unlocked', name: names('Nouveau, déverrouillé', 'New, unlocked') },
      { code: 'locked', name: names('Nouveau, verrouillé', 'New, locked') },
      { code: 'registered', name: names('Enregistré', 'Registered') },
      { code: 'unknown', name: names('Inconnu', 'Unknown') },
    ],
    attributes: ['label'],
    icon: 'mdi:lan',
    ...quiet,
  },
  plcSynchronised: {
    id: 'plc_synchronised',
    name: names('Synchronisation CPL', 'Power-line carrier synchronised'),
    platform: 'binary_sensor',
    kind: 'binary',
    deviceClass: 'connectivity',
    pace: 'at-once',
    ...quiet,
  },
} as const satisfies Record<string, BinaryRow | EnumRow | TextRow>;
