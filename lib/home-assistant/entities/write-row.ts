// Short ways to write the rows that labels fill.
import type { EventRow, LabelEntityRow, Names } from '../discovery/row';
import { slug } from '../discovery/topics';

/** The name of an entity in both languages. */
export function names(fr: string, en: string): Names {
  return { fr, en };
}

export type Extras = Partial<
  Pick<
    LabelEntityRow,
    | 'id'
    | 'category'
    | 'enabled'
    | 'icon'
    | 'attributes'
    | 'scale'
    | 'onlyUnit'
    | 'onlyFamily'
    | 'labels'
    | 'onlyWhen'
    | 'whenUsed'
    | 'personal'
    | 'pace'
  >
>;

export const diagnostic = { category: 'diagnostic' } as const;
/** Of no use to most, or the same figure as an entity above the labels (canonical.ts): both on would be counted twice. */
export const hidden = { enabled: false } as const;
export const quiet = { ...diagnostic, ...hidden } as const;
/** Values that carry their own time: the meter dates them. */
export const dated = { attributes: ['at'] } as const;

/** What a kWh costs, as the Energy dashboard takes it. */
export const price = {
  precision: 4,
  unit: 'EUR/kWh',
  stateClass: 'measurement',
  icon: 'mdi:currency-eur',
  isPrice: true,
  availability: 'process',
} as const;

/** What all rows of a label have. */
export function common(label: string, name: Names, pace: LabelEntityRow['pace'], extras: Extras) {
  return { id: slug(label), labels: [label], name, pace, platform: 'sensor', ...extras } as const;
}

/** An index of active energy in Wh. */
export function energy(label: string, name: Names, extras: Extras = {}): LabelEntityRow {
  return {
    ...common(label, name, 'index', extras),
    kind: 'number',
    precision: 0,
    deviceClass: 'energy',
    unit: 'Wh',
    stateClass: 'total_increasing',
  };
}

/** An index of reactive energy, varh. */
export function reactiveEnergy(label: string, name: Names, extras: Extras = {}): LabelEntityRow {
  return {
    ...common(label, name, 'index', extras),
    kind: 'number',
    precision: 0,
    deviceClass: 'reactive_energy',
    unit: 'varh',
    stateClass: 'total_increasing',
  };
}

/** Apparent power that is measured now; with statistics. */
export function apparentPower(label: string, name: Names, extras: Extras = {}): LabelEntityRow {
  return {
    ...common(label, name, 'power', extras),
    kind: 'number',
    precision: 0,
    deviceClass: 'apparent_power',
    unit: 'VA',
    stateClass: 'measurement',
  };
}

/** Apparent power of a contract or a maximum: no statistics. */
export function apparentPowerFigure(label: string, name: Names, extras: Extras = {}): LabelEntityRow {
  return {
    ...common(label, name, 'index', extras),
    kind: 'number',
    precision: 0,
    deviceClass: 'apparent_power',
    unit: 'VA',
  };
}

/** Mean or present active power, W. */
export function power(label: string, name: Names, extras: Extras = {}): LabelEntityRow {
  return {
    ...common(label, name, 'index', extras),
    kind: 'number',
    precision: 0,
    deviceClass: 'power',
    unit: 'W',
    stateClass: 'measurement',
  };
}

/** A current that is measured now, A; with statistics. */
export function current(label: string, name: Names, extras: Extras = {}): LabelEntityRow {
  return {
    ...common(label, name, 'electrical', extras),
    kind: 'number',
    precision: 0,
    deviceClass: 'current',
    unit: 'A',
    stateClass: 'measurement',
  };
}

/** A current of a contract or a maximum: no statistics. */
export function currentFigure(label: string, name: Names, extras: Extras = {}): LabelEntityRow {
  return { ...common(label, name, 'index', extras), kind: 'number', precision: 0, deviceClass: 'current', unit: 'A' };
}

/** A voltage that is measured now, V; with statistics. */
export function voltage(label: string, name: Names, extras: Extras = {}): LabelEntityRow {
  return {
    ...common(label, name, 'electrical', extras),
    kind: 'number',
    precision: 0,
    deviceClass: 'voltage',
    unit: 'V',
    stateClass: 'measurement',
  };
}

/** A text of the meter, as it stands. */
export function text(label: string, name: Names, icon: LabelEntityRow['icon'], extras: Extras = {}): LabelEntityRow {
  return { ...common(label, name, 'at-once', extras), kind: 'text', ...(icon === undefined ? {} : { icon }) };
}

/** The event of a device: what has just happened. */
export function eventRow(types: EventRow['types']): EventRow {
  return {
    id: 'event',
    name: names('Événement', 'Event'),
    platform: 'event',
    kind: 'event',
    pace: 'at-once',
    icon: 'mdi:flash-alert',
    types,
  };
}
