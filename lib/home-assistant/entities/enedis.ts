// The entities of a meter whose data come from Enedis (schema energy-summary@1): days, months and years, a device of its own.
import type { BinaryRow, DateRow, Names, NumberRow, TimestampRow } from '../discovery/row';
import { CARD_ROWS } from './enedis-card';
import { diagnostic, names } from './write-row';

/**
 * Without statistics: a month to date falls back to nothing, and a day that is corrected may fall, which Home Assistant would take
 * for a new beginning.
 */
function energy<const Id extends string>(id: Id, name: Names) {
  return {
    id,
    name,
    platform: 'sensor',
    kind: 'number',
    precision: 1,
    pace: 'at-once',
    deviceClass: 'energy',
    unit: 'kWh',
    attributes: ['date', 'since', 'until', 'missing'],
  } as const;
}

function maxPower<const Id extends string>(id: Id, name: Names) {
  return {
    id,
    name,
    platform: 'sensor',
    kind: 'number',
    precision: 2,
    pace: 'at-once',
    deviceClass: 'apparent_power',
    unit: 'kVA',
    attributes: ['date', 'at'],
  } as const;
}

/** The mean power of the newest interval of the curve, which is of yesterday at best: no statistics of it. */
function loadCurve<const Id extends string>(id: Id, name: Names) {
  return {
    id,
    name,
    platform: 'sensor',
    kind: 'number',
    precision: 2,
    pace: 'at-once',
    deviceClass: 'power',
    unit: 'kW',
    attributes: ['since', 'until'],
  } as const;
}

export const CONSUMPTION_ROWS = {
  yesterday: energy('yesterday', names('Consommation d’hier', 'Consumption of yesterday')),
  month: energy('month', names('Consommation du mois', 'Consumption of the month')),
  year: energy('year', names('Consommation de l’année', 'Consumption of the year')),
  loadCurve: loadCurve('load_curve', names('Courbe de charge', 'Load curve')),
  maxPower: maxPower('max_power', names('Puissance maximale', 'Maximum power')),
} as const satisfies Record<string, NumberRow>;

export const PRODUCTION_ROWS = {
  yesterday: energy('production_yesterday', names('Production d’hier', 'Production of yesterday')),
  month: energy('production_month', names('Production du mois', 'Production of the month')),
  year: energy('production_year', names('Production de l’année', 'Production of the year')),
  loadCurve: loadCurve('production_load_curve', names('Courbe de production', 'Production curve')),
  maxPower: maxPower('production_max_power', names('Production maximale', 'Maximum production')),
} as const satisfies Record<string, NumberRow>;

export const ACCESS_ROWS = {
  dataUntil: {
    id: 'data_until',
    name: names('Données jusqu’au', 'Data until'),
    platform: 'sensor',
    kind: 'date',
    pace: 'at-once',
    attributes: ['missing'],
    ...diagnostic,
  },
  consentUntil: {
    id: 'consent_until',
    name: names('Accord jusqu’au', 'Consent until'),
    platform: 'sensor',
    kind: 'timestamp',
    pace: 'at-once',
    ...diagnostic,
  },
  problem: {
    id: 'problem',
    name: names('Problème d’accès', 'Access problem'),
    platform: 'binary_sensor',
    kind: 'binary',
    deviceClass: 'problem',
    pace: 'at-once',
    attributes: ['fault', 'label'],
    ...diagnostic,
  },
} as const satisfies Record<string, DateRow | TimestampRow | BinaryRow>;

export const ENEDIS_ROWS: readonly (NumberRow | DateRow | TimestampRow | BinaryRow)[] = [
  ...Object.values(CONSUMPTION_ROWS),
  ...Object.values(PRODUCTION_ROWS),
  ...Object.values(ACCESS_ROWS),
  ...Object.values(CARD_ROWS),
];
