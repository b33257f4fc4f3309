// Entities above the labels: the same in every mode and tariff, so that dashboards and statistics outlive a change of either.
import type { Names, NumberRow } from '../discovery/row';
import { diagnostic, hidden, names } from './write-row';

const sensor = { platform: 'sensor', kind: 'number', precision: 0 } as const;
const total = { deviceClass: 'energy', unit: 'Wh', stateClass: 'total_increasing' } as const;

/**
 * Without statistics, so that nobody can take it for a meter in the Energy dashboard: it falls at each midnight, which Home Assistant
 * would take for a new meter, and begins above 0 where nobody saw the midnight.
 */
function ofPeriod<const Id extends string>(id: Id, name: Names) {
  return { id, name, ...sensor, deviceClass: 'energy', unit: 'Wh', pace: 'index', attributes: ['since'] } as const;
}

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
  energyToday: ofPeriod('energy_today', names('Énergie du jour', 'Energy today')),
  energyMonth: ofPeriod('energy_month', names('Énergie du mois', 'Energy this month')),
  returnedToday: ofPeriod('returned_today', names('Énergie injectée du jour', 'Energy returned today')),
  returnedMonth: ofPeriod('returned_month', names('Énergie injectée du mois', 'Energy returned this month')),
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
