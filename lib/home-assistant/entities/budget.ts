// A building above 36 kVA: the power budget of its Td period, powers that follow from counters, what the Flex Ready reference
// asks. Each figure twice, since apparent power (LV, kVA) and active power (HTA, kW) are two quantities.
import type { BinaryRow, NumberRow, TimestampRow } from '../discovery/row';
import { diagnostic, hidden, names } from './write-row';

const sensor = { platform: 'sensor', kind: 'number', pace: 'power', precision: 0 } as const;
const va = { ...sensor, deviceClass: 'apparent_power', unit: 'VA', stateClass: 'measurement' } as const;
const watts = { ...sensor, deviceClass: 'power', unit: 'W', stateClass: 'measurement' } as const;

export const BUDGET_ROWS = {
  meanVa: { id: 'budget_mean', name: names('Puissance moyenne (Td)', 'Mean power (Td)'), ...va },
  meanW: { id: 'budget_mean_w', name: names('Puissance active moyenne (Td)', 'Mean active power (Td)'), ...watts },
  allowedVa: {
    id: 'budget_allowed',
    name: names('Puissance permise jusqu’au top', 'Power allowed until the top'),
    ...va,
  },
  allowedW: {
    id: 'budget_allowed_w',
    name: names('Puissance active permise (Td)', 'Active power allowed (Td)'),
    ...watts,
  },
  /** VAh has no class in Home Assistant. */
  leftVah: {
    id: 'budget_left',
    name: names('Énergie apparente restante jusqu’au top', 'Apparent energy left until the top'),
    ...sensor,
    unit: 'VAh',
    icon: 'mdi:gauge',
    ...hidden,
  },
  leftWh: {
    id: 'budget_left_wh',
    name: names('Énergie active restante jusqu’au top', 'Active energy left until the top'),
    ...sensor,
    deviceClass: 'energy',
    unit: 'Wh',
    ...hidden,
  },
  /** A moment, not the seconds to it: it changes once in a Td period, and Home Assistant counts down by itself. */
  nextTop: {
    id: 'budget_next_top',
    name: names('Prochain top', 'Next top'),
    platform: 'sensor',
    kind: 'timestamp',
    pace: 'at-once',
  },
  headroomW: { id: 'headroom_w', name: names('Puissance active disponible', 'Headroom in active power'), ...watts },
  contractW: {
    id: 'contract_power_w',
    name: names('Puissance active souscrite', 'Subscribed active power'),
    platform: 'sensor',
    kind: 'number',
    precision: 0,
    deviceClass: 'power',
    unit: 'W',
    pace: 'at-once',
    ...diagnostic,
  },
  derivedVa: { id: 'derived_va', name: names('Puissance apparente déduite', 'Apparent power, derived'), ...va },
  derivedW: { id: 'derived_w', name: names('Puissance active déduite', 'Active power, derived'), ...watts },
  flexReady: {
    id: 'flex_ready_missing',
    name: names('Données Flex Ready manquantes', 'Flex Ready data missing'),
    platform: 'binary_sensor',
    kind: 'binary',
    deviceClass: 'problem',
    pace: 'at-once',
    attributes: ['missing', 'since'],
    ...diagnostic,
  },
} as const satisfies Record<string, NumberRow | TimestampRow | BinaryRow>;
