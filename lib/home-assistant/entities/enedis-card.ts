// The entities that the Lovelace card content-card-linky reads: each with all that the card shows, as attributes.
import { CARD_ATTRIBUTES } from '../discovery/card-attributes';
import type { NumberRow } from '../discovery/row';
import { names } from './write-row';

const card = {
  platform: 'sensor',
  kind: 'number',
  precision: 1,
  pace: 'at-once',
  deviceClass: 'energy',
  unit: 'kWh',
  attributes: CARD_ATTRIBUTES,
} as const;

/** The card knows one direction. */
export const CARD_ROWS = {
  consumption: { id: 'card', name: names('Carte Linky', 'Linky card'), ...card },
  production: { id: 'production_card', name: names('Carte Linky, production', 'Linky card, production'), ...card },
} as const satisfies Record<string, NumberRow>;
