// The entities of a contract (schema cost@1): what a kWh costs now, and what today and this month have cost by the meter's indexes.
import type { TariffClass } from '../../tariff/contract/contract';
import type { EnumOption, EnumRow, Names, NumberRow } from '../discovery/row';
import { names, price } from './write-row';

const CLASS_NAMES: Readonly<Record<TariffClass, Names>> = {
  base: names('Base', 'Base'),
  hp: names('Heures pleines', 'Peak hours'),
  hc: names('Heures creuses', 'Off-peak hours'),
  'week-end': names('Week-end', 'Week-end'),
  'hp-week-end': names('Heures pleines, week-end', 'Peak hours, week-end'),
  'hc-week-end': names('Heures creuses, week-end', 'Off-peak hours, week-end'),
  'hc-blue': names('Heures creuses, jour bleu', 'Off-peak hours, blue day'),
  'hp-blue': names('Heures pleines, jour bleu', 'Peak hours, blue day'),
  'hc-white': names('Heures creuses, jour blanc', 'Off-peak hours, white day'),
  'hp-white': names('Heures pleines, jour blanc', 'Peak hours, white day'),
  'hc-red': names('Heures creuses, jour rouge', 'Off-peak hours, red day'),
  'hp-red': names('Heures pleines, jour rouge', 'Peak hours, red day'),
  'ejp-normal': names('Heures normales', 'Normal hours'),
  'ejp-peak': names('Pointe mobile', 'Mobile peak'),
  hph: names('Heures pleines, saison haute', 'Peak hours, high season'),
  hch: names('Heures creuses, saison haute', 'Off-peak hours, high season'),
  hpb: names('Heures pleines, saison basse', 'Peak hours, low season'),
  hcb: names('Heures creuses, saison basse', 'Off-peak hours, low season'),
};

/** `hc-blue` → `hc_blue`: codes of Home Assistant have no dash. */
export function codeOfClass(tariffClass: string): string {
  return tariffClass.replaceAll('-', '_');
}

/** One list for all offers: a change of contract changes no option. */
const CLASSES: readonly EnumOption[] = [
  ...Object.entries(CLASS_NAMES).map(([tariffClass, name]) => ({ code: codeOfClass(tariffClass), name })),
  { code: 'unknown', name: names('Inconnue', 'Unknown') },
];

/**
 * Without statistics, for the Energy dashboard counts cost by itself from the price; a sum that begins anew each day, and from an hour
 * later than midnight after a stop, would be another one beside it.
 */
function cost<const Id extends string>(id: Id, name: Names) {
  return {
    id,
    name,
    platform: 'sensor',
    kind: 'number',
    precision: 2,
    pace: 'index',
    together: true,
    deviceClass: 'monetary',
    unit: 'EUR',
    attributes: ['since', 'by_class', 'subscription', 'unpriced'],
  } as const;
}

export const TARIFF_ROWS = {
  /** Home Assistant's Energy dashboard takes it as the price of the grid. */
  price: {
    id: 'price',
    name: names('Prix de l’énergie', 'Price of energy'),
    platform: 'sensor',
    kind: 'number',
    pace: 'at-once',
    ...price,
    attributes: ['since', 'until', 'kept', 'tariff_class'],
  },
  tariffClass: {
    id: 'tariff_class',
    name: names('Période tarifaire', 'Tariff period'),
    platform: 'sensor',
    kind: 'enum',
    pace: 'at-once',
    options: CLASSES,
    attributes: ['label', 'until'],
    icon: 'mdi:cash-clock',
  },
  costToday: cost('cost_today', names('Coût du jour', 'Cost today')),
  costMonth: cost('cost_month', names('Coût du mois', 'Cost this month')),
} as const satisfies Record<string, NumberRow | EnumRow>;
