// Short ways to write the rows of business meters, whose counters and powers come in k.
import type { LabelEntityRow, Names } from '../discovery/row';
import { common, hidden, power, quiet, type Extras } from './write-row';

/** An index that the meter counts in kWh. */
export function energyKwh(label: string, name: Names, extras: Extras = {}): LabelEntityRow {
  return {
    ...common(label, name, 'index', extras),
    kind: 'number',
    precision: 0,
    deviceClass: 'energy',
    unit: 'kWh',
    stateClass: 'total_increasing',
  };
}

/** Energy of a period that is running: it begins at 0 again every few minutes, so it has no statistics. */
export function energySinceTop(label: string, name: Names, extras: Extras = {}): LabelEntityRow {
  return {
    ...common(label, name, 'index', { ...hidden, ...extras }),
    kind: 'number',
    precision: 0,
    deviceClass: 'energy',
    unit: 'Wh',
  };
}

/** VAh has no class in Home Assistant. */
export function apparentEnergy(label: string, name: Names): LabelEntityRow {
  return {
    ...common(label, name, 'index', { ...hidden, onlyUnit: 'VAh' }),
    kind: 'number',
    precision: 0,
    unit: 'VAh',
    icon: 'mdi:sigma',
  };
}

/** Reactive energy since the last Td top, varh: it begins anew, so no total; switched off at first. */
export function reactiveSinceTop(label: string, name: Names, extras: Extras = {}): LabelEntityRow {
  return {
    ...common(label, name, 'index', { ...quiet, ...extras }),
    kind: 'number',
    precision: 0,
    deviceClass: 'reactive_energy',
    unit: 'varh',
  };
}

/** An index of reactive energy that the meter counts in kvarh; switched off at first. */
export function reactiveKvarh(label: string, name: Names, extras: Extras = {}): LabelEntityRow {
  return {
    ...common(label, name, 'index', { ...quiet, ...extras }),
    kind: 'number',
    precision: 0,
    deviceClass: 'reactive_energy',
    unit: 'kvarh',
    stateClass: 'total_increasing',
  };
}

/** What the meter sends in kW. */
export function powerKw(label: string, name: Names, extras: Extras = {}): LabelEntityRow {
  return power(label, name, { scale: 1000, ...extras });
}

/** A power of a contract or a maximum, sent in kW: no statistics. */
export function powerKwFigure(label: string, name: Names, extras: Extras = {}): LabelEntityRow {
  return {
    ...common(label, name, 'index', { scale: 1000, ...extras }),
    kind: 'number',
    precision: 0,
    deviceClass: 'power',
    unit: 'W',
  };
}

/** Reactive power that the meter sends in kvar, shown in var; switched off at first. */
export function reactiveKvar(label: string, name: Names, extras: Extras = {}): LabelEntityRow {
  return {
    ...common(label, name, 'index', { scale: 1000, ...quiet, ...extras }),
    kind: 'number',
    precision: 0,
    deviceClass: 'reactive_power',
    unit: 'var',
    stateClass: 'measurement',
  };
}

/** tan φ is no power factor: no class. */
export function tangent(label: string, name: Names): LabelEntityRow {
  return {
    ...common(label, name, 'index', quiet),
    kind: 'number',
    precision: 2,
    stateClass: 'measurement',
    icon: 'mdi:angle-acute',
  };
}

export function percent(label: string, name: Names): LabelEntityRow {
  return {
    ...common(label, name, 'index', quiet),
    kind: 'number',
    precision: 0,
    unit: '%',
    icon: 'mdi:percent-outline',
  };
}

/** A duration, min; switched off at first. */
export function minutes(label: string, name: Names): LabelEntityRow {
  return { ...common(label, name, 'index', quiet), kind: 'number', precision: 0, deviceClass: 'duration', unit: 'min' };
}
