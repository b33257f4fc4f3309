// The entities of a building that answers flexibility requests (schema flex-request@1): the request that matters most, and what a
// person can do with it.
import type { BinaryRow, ButtonRow, EnumOption, EnumRow, NumberRow, TextRow, TimestampRow } from '../discovery/row';
import { diagnostic, eventRow, names } from './write-row';

/** States of a request as in the messages of flex-request; `none` where there was none. */
export const FLEX_STATES: readonly EnumOption[] = [
  { code: 'none', name: names('Aucune demande', 'No request') },
  { code: 'requested', name: names('Demandée', 'Requested') },
  { code: 'accepted', name: names('Acceptée', 'Accepted') },
  { code: 'rejected', name: names('Refusée', 'Rejected') },
  { code: 'confirmed', name: names('Confirmée', 'Confirmed') },
  { code: 'active', name: names('En cours', 'Active') },
  { code: 'completed', name: names('Terminée', 'Completed') },
  { code: 'reported', name: names('Rapportée', 'Reported') },
  { code: 'expired', name: names('Expirée', 'Expired') },
  { code: 'cancelled', name: names('Annulée', 'Cancelled') },
  { code: 'failed', name: names('Manquée', 'Failed') },
  { code: 'unknown', name: names('Inconnu', 'Unknown') },
];

export const FLEX_DIRECTIONS: readonly EnumOption[] = [
  { code: 'reduce', name: names('Réduire', 'Reduce') },
  { code: 'increase', name: names('Augmenter', 'Increase') },
  { code: 'limit', name: names('Limiter', 'Limit') },
  { code: 'unknown', name: names('Inconnu', 'Unknown') },
];

const choice = { platform: 'sensor', kind: 'enum', pace: 'at-once' } as const;
const binary = { platform: 'binary_sensor', kind: 'binary', pace: 'at-once' } as const;
const moment = { platform: 'sensor', kind: 'timestamp', pace: 'at-once' } as const;
const figure = { platform: 'sensor', kind: 'number', pace: 'at-once' } as const;
const button = { platform: 'button', kind: 'button', pace: 'at-once' } as const;

export const FLEX_ROWS = {
  status: {
    id: 'request_status',
    name: names('État de la demande', 'State of the request'),
    ...choice,
    options: FLEX_STATES,
    icon: 'mdi:transmission-tower-export',
    attributes: ['label', 'request', 'asset', 'product', 'operator', 'reason', 'rule', 'deviations', 'simulated'],
  },
  direction: {
    id: 'direction',
    name: names('Sens de la demande', 'Direction of the request'),
    ...choice,
    options: FLEX_DIRECTIONS,
    icon: 'mdi:swap-vertical',
    attributes: ['label'],
  },
  power: {
    id: 'requested_power',
    name: names('Puissance demandée', 'Requested power'),
    ...figure,
    precision: 1,
    deviceClass: 'power',
    unit: 'kW',
  },
  start: { id: 'start', name: names('Début', 'Start'), ...moment },
  end: { id: 'end', name: names('Fin', 'End'), ...moment },
  expires: { id: 'expires', name: names('À confirmer avant', 'To be confirmed before'), ...moment },
  price: {
    id: 'ack_price',
    name: names('Prix confirmé', 'Confirmed price'),
    ...figure,
    precision: 4,
    unit: 'EUR/kWh',
    icon: 'mdi:currency-eur',
  },
  active: { id: 'active', name: names('Effacement en cours', 'Request in force'), ...binary, icon: 'mdi:flash-alert' },
  notice: {
    id: 'notice',
    name: names('Demande confirmée à venir', 'Confirmed request ahead'),
    ...binary,
    icon: 'mdi:bell',
  },
  decision: {
    id: 'decision_needed',
    name: names('Décision attendue', 'Decision needed'),
    ...binary,
    icon: 'mdi:account-question',
  },
  delivered: {
    id: 'delivered_energy',
    name: names('Énergie livrée', 'Delivered energy'),
    ...figure,
    precision: 1,
    deviceClass: 'energy',
    unit: 'kWh',
  },
  waiting: {
    id: 'waiting',
    name: names('Demandes en attente', 'Requests waiting'),
    ...figure,
    precision: 0,
    icon: 'mdi:tray-full',
    ...diagnostic,
  },
} as const satisfies Record<string, EnumRow | NumberRow | TimestampRow | BinaryRow | TextRow>;

/** What each says to flex-request: its command. */
export const FLEX_BUTTONS = {
  accept: { id: 'accept', name: names('Accepter', 'Accept'), ...button, icon: 'mdi:check-circle-outline' },
  reject: { id: 'reject', name: names('Refuser', 'Reject'), ...button, icon: 'mdi:close-circle-outline' },
  stop: { id: 'opt_out', name: names('Se retirer', 'Opt out'), ...button, icon: 'mdi:hand-back-left-outline' },
} as const satisfies Record<string, ButtonRow>;

export const FLEX_EVENT = eventRow([
  'flexibility_announced',
  'flexibility_start',
  'flexibility_level',
  'flexibility_end',
  'flexibility_withdrawn',
]);
