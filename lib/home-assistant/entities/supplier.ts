// The entities of a supplier's signal (schema prices@1): what energy costs now, in euros and in CO2, and when it is cheapest.
import type { NumberRow, TimestampRow } from '../discovery/row';
import { diagnostic, eventRow, names, price } from './write-row';

const figure = { platform: 'sensor', kind: 'number', pace: 'at-once' } as const;
const moment = { platform: 'sensor', kind: 'timestamp', pace: 'at-once' } as const;

export const SUPPLIER_ROWS = {
  /** Home Assistant's Energy dashboard takes it as the price of the grid. */
  price: {
    id: 'price',
    name: names('Prix de l’énergie', 'Price of energy'),
    ...figure,
    ...price,
    attributes: ['since', 'until', 'kept', 'simulated'],
  },
  co2: {
    id: 'co2',
    name: names('Contenu en CO2', 'CO2 intensity'),
    ...figure,
    precision: 1,
    unit: 'gCO2eq/kWh',
    stateClass: 'measurement',
    icon: 'mdi:molecule-co2',
    attributes: ['since', 'until'],
  },
  power: {
    id: 'power',
    name: names('Puissance du signal', 'Power of the signal'),
    ...figure,
    precision: 1,
    deviceClass: 'power',
    unit: 'kW',
    ...diagnostic,
  },
  cheapestStart: {
    id: 'cheapest_start',
    name: names('Début des heures bon marché', 'Start of the cheapest window'),
    ...moment,
  },
  cheapestEnd: {
    id: 'cheapest_end',
    name: names('Fin des heures bon marché', 'End of the cheapest window'),
    ...moment,
  },
  cleanestStart: {
    id: 'cleanest_start',
    name: names('Début des heures propres', 'Start of the cleanest window'),
    ...moment,
  },
  cleanestEnd: {
    id: 'cleanest_end',
    name: names('Fin des heures propres', 'End of the cleanest window'),
    ...moment,
  },
  receivedAt: { id: 'received_at', name: names('Reçu à', 'Received at'), ...moment, ...diagnostic },
} as const satisfies Record<string, NumberRow | TimestampRow>;

export const SUPPLIER_EVENT = eventRow([
  'price_announced',
  'price_start',
  'price_level',
  'price_end',
  'price_withdrawn',
  'co2_announced',
  'co2_start',
  'co2_level',
  'co2_end',
  'co2_withdrawn',
]);
