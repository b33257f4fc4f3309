// Entities above the labels: the same in every mode and tariff, so that dashboards and statistics outlive a change of either.
import type { NumberRow } from '../discovery/row';
import { diagnostic, hidden, names } from './write-row';

const sensor = { platform: 'sensor', kind: 'number', precision: 0 } as const;
const total = { deviceClass: 'energy', unit: 'Wh', stateClass: 'total_increasing' } as const;

export const CANONICAL_ROWS = {
  energyTotal: {
    id: 'energy_total',
    name: names('Énergie totale', 'Energy total'),
    ...sensor,
    ...total,
    pace: 'index',
    attributes: ['offset_wh', 'origin_key'],
  },
  energyReturned: {
    id: 'energy_returned',
    name: names('Énergie injectée', 'Energy returned'),
    ...sensor,
    ...total,
    pace: 'index',
    attributes: ['offset_wh', 'origin_key'],
  },
  apparentPower: {
    id: 'apparent_power',
    name: names('Puissance apparente', 'Apparent power'),
    ...sensor,
    deviceClass: 'apparent_power',
    unit: 'VA',
    stateClass: 'measurement',
    pace: 'power',
  },
  powerEstimated: {
    id: 'power_estimated',
    name: names('Puissance estimée', 'Power estimated'),
    ...sensor,
    deviceClass: 'power',
    unit: 'W',
    stateClass: 'measurement',
    pace: 'power',
    ...hidden,
  },
  headroom: {
    id: 'headroom',
    name: names('Puissance disponible', 'Headroom'),
    ...sensor,
    deviceClass: 'apparent_power',
    unit: 'VA',
    stateClass: 'measurement',
    pace: 'power',
    attributes: ['phase', 'cutoff_va'],
  },
  headroomCurrent: {
    id: 'headroom_current',
    name: names('Intensité disponible', 'Headroom in amperes'),
    ...sensor,
    deviceClass: 'current',
    unit: 'A',
    stateClass: 'measurement',
    pace: 'margin',
    attributes: ['phase'],
  },
  contractPower: {
    id: 'contract_power',
    name: names('Puissance souscrite', 'Subscribed power'),
    ...sensor,
    deviceClass: 'apparent_power',
    unit: 'VA',
    pace: 'at-once',
    ...diagnostic,
  },
} as const satisfies Record<string, NumberRow>;
