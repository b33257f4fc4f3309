// A row of the entity tables: everything that Home Assistant is told about one entity, and nothing that it would refuse.
// The pairs of class, unit and state class are those that were seen to be accepted (spec/ha.md §00, §1.4): a pair that is
// not here does not compile.
import type { MeterFamily } from '../../tic/families/family';
import type { CardAttribute } from './card-attributes';

export type Language = 'fr' | 'en';
export type Names = Readonly<Record<Language, string>>;

/** How often an entity may be published; see throttle.ts. */
export type Pace = 'at-once' | 'episode' | 'power' | 'margin' | 'electrical' | 'index' | 'link';

/** Names of attributes that rows may use: a list, so that none can be one of those that Home Assistant owns (attributes.ts). */
export const ATTRIBUTES = [
  'asset',
  'at',
  'by_class',
  'colour',
  'confirmed',
  'cutoff_va',
  'date',
  'day',
  'days_blue',
  'days_red',
  'days_white',
  'deviations',
  'fault',
  'forecast',
  'kept',
  'label',
  'level',
  'maker',
  'meter_type',
  'missing',
  'offset_wh',
  'operator',
  'origin_key',
  'period',
  'phase',
  'phases',
  'pm',
  'product',
  'reason',
  'request',
  'rule',
  'simulated',
  'since',
  'slots',
  'source',
  'subscription',
  'tariff_class',
  'threshold',
  'unpriced',
  'until',
  'value',
  'year',
] as const;
/** And those of a card that somebody else has made (card-attributes.ts). */
export type AttributeName = (typeof ATTRIBUTES)[number] | CardAttribute;

interface Common {
  /** Part of ids and topics for ever: a change would be another entity, without the history of this one. `[a-z0-9_]` only. */
  readonly id: string;
  readonly name: Names;
  readonly category?: 'diagnostic';
  /** False: there, but switched off until the user wants it. */
  readonly enabled?: false;
  readonly pace: Pace;
  readonly attributes?: readonly AttributeName[];
  /** A figure whose state and attributes change together, for which they are one message: see isOneMessage. */
  readonly together?: true;
  /** Needed where the class does not give one. */
  readonly icon?: `mdi:${string}`;
  /** Known even while the meter is silent: hangs on the process alone. */
  readonly availability?: 'process';
}

/** Class ↔ unit ↔ state class. `stateClass` left out: no statistics. */
type ClassAndUnit =
  | { deviceClass: 'energy'; unit: 'Wh' | 'kWh'; stateClass?: 'total_increasing' }
  | { deviceClass: 'reactive_energy'; unit: 'varh' | 'kvarh'; stateClass?: 'total_increasing' }
  | { deviceClass: 'apparent_power'; unit: 'VA' | 'kVA'; stateClass?: 'measurement' }
  | { deviceClass: 'power'; unit: 'W' | 'kW'; stateClass?: 'measurement' }
  | { deviceClass: 'reactive_power'; unit: 'var' | 'kvar'; stateClass?: 'measurement' }
  | { deviceClass: 'current'; unit: 'A'; stateClass?: 'measurement' }
  | { deviceClass: 'voltage'; unit: 'V'; stateClass?: 'measurement' }
  | { deviceClass: 'gas'; unit: 'm³'; stateClass?: 'total_increasing' }
  | { deviceClass: 'duration'; unit: 's' | 'min' | 'd'; stateClass?: 'measurement' }
  | { deviceClass: 'monetary'; unit: 'EUR'; stateClass?: never }
  /** What has no class in Home Assistant: tan φ, VAh, frames per minute, counters, prices and grams of energy. */
  | {
      deviceClass?: never;
      unit?: 'VAh' | 'm³' | '%' | '/min' | 'EUR/kWh' | 'gCO2eq/kWh';
      stateClass?: 'measurement' | 'total_increasing';
    };

export type NumberRow = Common & {
  readonly platform: 'sensor';
  readonly kind: 'number';
  /** Decimals that are shown. Home Assistant's own choice is that of the smallest unit of the class: "19,000 A". */
  readonly precision: number;
  /**
   * A price that Home Assistant may bill energy with. It bills each step of an energy at the price of that moment, and what is drawn
   * while the price is unknown at the next one that is known: so it keeps its value where nobody knows it any more (attribute
   * `kept`), and energy that waits for its pace is told before it changes. Such a row has the attribute `kept`, and
   * `availability: 'process'`.
   */
  readonly isPrice?: true;
} & Readonly<ClassAndUnit>;

export interface TextRow extends Common {
  readonly platform: 'sensor';
  readonly kind: 'text';
}

export interface TimestampRow extends Common {
  readonly platform: 'sensor';
  readonly kind: 'timestamp';
}

/** A day without an hour. */
export interface DateRow extends Common {
  readonly platform: 'sensor';
  readonly kind: 'date';
}

export interface EnumOption {
  /** Lower-case ASCII: automations hang on it, in whatever language. */
  readonly code: string;
  readonly name: Names;
}

/** One fixed list of options for all contracts: one that changes makes Home Assistant refuse states (spec/ha.md §00). */
export interface EnumRow extends Common {
  readonly platform: 'sensor';
  readonly kind: 'enum';
  readonly options: readonly EnumOption[];
}

export interface BinaryRow extends Common {
  readonly platform: 'binary_sensor';
  readonly kind: 'binary';
  readonly deviceClass?: 'problem' | 'tamper' | 'connectivity';
}

export interface EventRow extends Common {
  readonly platform: 'event';
  readonly kind: 'event';
  readonly types: readonly string[];
}

/** What a person presses in Home Assistant: nothing is published of it, a command comes from it. */
export interface ButtonRow extends Common {
  readonly platform: 'button';
  readonly kind: 'button';
}

export type EntityRow = NumberRow | TextRow | TimestampRow | DateRow | EnumRow | BinaryRow | EventRow | ButtonRow;

/** A row that a label of a reading fills by itself. */
export type LabelEntityRow = (NumberRow | TextRow | TimestampRow | EnumRow) & {
  /** Labels of readings, the first that is there counts: a meter and its successor may call the same thing differently. */
  readonly labels: readonly string[];
  /** Factor from the meter's unit to the row's. */
  readonly scale?: number;
  /** Only for readings in which this label has this unit (PMAX is VA on a Linky and W elsewhere). */
  readonly onlyUnit?: string;
  /** Only for meters of this family: another one means something else by the same label. */
  readonly onlyFamily?: MeterFamily;
  /** Only for readings in which another label says so: one entity for each counter that comes under the same label. */
  readonly onlyWhen?: { readonly label: string; readonly is: string };
  /** Announced once it is not zero or its number is the index in force; an index that no tariff uses stays hidden. */
  readonly whenUsed?: number;
  /** Hidden when the user hides serial number and PRM. */
  readonly personal?: true;
};

export function isPrice(row: EntityRow): boolean {
  return row.kind === 'number' && row.isPrice === true;
}

/** What Home Assistant makes statistics of sums from. */
export function isTotal(row: EntityRow): row is TotalRow {
  return row.kind === 'number' && row.stateClass === 'total_increasing';
}

export type TotalRow = NumberRow & { readonly stateClass: 'total_increasing' };
