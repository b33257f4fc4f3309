// CJE "Jaune": several values in each group (spec/tic.md §2.3).
import type { NumberRow, TextRow } from '../discovery/row';
import { diagnostic, hidden, names } from './write-row';

const sensor = { platform: 'sensor', pace: 'index' } as const;
const index = {
  ...sensor,
  kind: 'number',
  precision: 0,
  deviceClass: 'energy',
  unit: 'kWh',
  stateClass: 'total_increasing',
} as const;
const va = { ...sensor, kind: 'number', precision: 0, deviceClass: 'apparent_power', unit: 'VA' } as const;

export const JAUNE_ROWS = {
  period: {
    id: 'jaune_period',
    name: names('Période tarifaire (Jaune)', 'Tariff period (Jaune)'),
    ...sensor,
    kind: 'text',
    pace: 'at-once',
    icon: 'mdi:clock-outline',
  },
  power: {
    id: 'jaune_power',
    name: names('Puissance apparente (Jaune)', 'Apparent power (Jaune)'),
    ...va,
    stateClass: 'measurement',
    pace: 'power',
  },
  index1: { id: 'energ_1', name: names('Index 1', 'Index 1'), ...index },
  index2: { id: 'energ_2', name: names('Index 2', 'Index 2'), ...index },
  index3: { id: 'energ_3', name: names('Index 3', 'Index 3'), ...index },
  index4: { id: 'energ_4', name: names('Index 4', 'Index 4'), ...index },
  highest: {
    id: 'pmaxc',
    name: names('Puissance maximale de la période', 'Highest power of the period'),
    ...va,
    ...hidden,
  },
  subscribed: {
    id: 'psousc',
    name: names('Puissance souscrite (Jaune)', 'Subscribed power (Jaune)'),
    ...va,
    ...diagnostic,
  },
} as const satisfies Record<string, NumberRow | TextRow>;
