// What stands in the query builder, and the query that it makes. A draft holds what a user types, finished or not; what makes
// no sense yet is told, and the rest of the query is there all the same. Pure, shared with the tests.
import type { Field } from '../../../lib/opendata/dataset/dataset';
import type { Comparison, Unit } from '../../../lib/opendata/query/query';

const COMPARISONS = ['=', '!=', '<', '<=', '>', '>='] as const satisfies readonly Comparison[];
/** What a condition may ask. `in` and `not-in` have several values, separated by semicolons. */
export const OPERATORS = [...COMPARISONS, 'in', 'not-in', 'starts', 'not-starts', 'filled', 'empty', 'search'] as const;
export type Operator = (typeof OPERATORS)[number];
/** Those that need nothing typed. */
export const VALUELESS: readonly Operator[] = ['filled', 'empty'];

export interface ConditionDraft {
  /** Empty for `search`, which is of whole rows. */
  field: string;
  operator: Operator;
  /** As typed. */
  value: string;
  /** Of a column that is not known at the moment: how its value was written. */
  kind: ValueKind;
}
export type ValueKind = 'text' | 'number' | 'boolean';

export const CUTS = ['value', 'hour', 'day', 'month', 'year', 'width'] as const satisfies readonly (
  Unit | 'value' | 'width'
)[];
export interface GroupDraft {
  field: string;
  by: (typeof CUTS)[number];
  width: string;
  as: string;
}

export const MEASURES = ['count', 'sum', 'avg', 'min', 'max', 'countDistinct', 'percentile'] as const;
export interface MeasureDraft {
  measure: (typeof MEASURES)[number];
  field: string;
  of: string;
  /** Empty: a name is made. */
  as: string;
}

export interface OrderDraft {
  by: string;
  direction: 'up' | 'down';
}

export const PERIODS = ['always', 'last', 'between'] as const;
export const PLACES = ['anywhere', 'near', 'box', 'polygon'] as const;

export interface Draft {
  columns: string[];
  period: (typeof PERIODS)[number];
  timeField: string;
  lastDays: string;
  from: string;
  to: string;
  match: 'all' | 'any';
  conditions: ConditionDraft[];
  place: (typeof PLACES)[number];
  lat: string;
  lon: string;
  metres: string;
  west: string;
  south: string;
  east: string;
  north: string;
  /** `lon lat` pairs, one to a line or separated by semicolons. */
  corners: string;
  groups: GroupDraft[];
  measures: MeasureDraft[];
  totals: boolean;
  order: OrderDraft[];
  limit: string;
}

export const EMPTY_DRAFT: Draft = {
  columns: [],
  period: 'always',
  timeField: '',
  lastDays: '7',
  from: '',
  to: '',
  match: 'all',
  conditions: [],
  place: 'anywhere',
  lat: '',
  lon: '',
  metres: '1000',
  west: '',
  south: '',
  east: '',
  north: '',
  corners: '',
  groups: [],
  measures: [],
  totals: false,
  order: [],
  limit: '',
};

/** A number as French or English hands write it: "12,5", "1 000", "1e3" not. @returns null where it is none */
export function numberOf(text: string): number | null {
  const plain = text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(plain) ? Number(plain) : null;
}

/** How a value of this column is written in a query. */
export function kindOf(field: Pick<Field, 'type'> | undefined): ValueKind | undefined {
  if (field === undefined) return undefined;
  if (field.type === 'integer' || field.type === 'number') return 'number';
  return field.type === 'boolean' ? 'boolean' : 'text';
}

/** What a column of this type can be asked; of one that is not known, all. */
export function operatorsFor(field: Pick<Field, 'type'> | undefined): readonly Operator[] {
  switch (field?.type) {
    case undefined:
      return OPERATORS;
    case 'text':
      return ['=', '!=', 'in', 'not-in', 'starts', 'not-starts', 'filled', 'empty'];
    case 'integer':
    case 'number':
      return [...COMPARISONS, 'in', 'not-in', 'filled', 'empty'];
    case 'date':
    case 'datetime':
      return [...COMPARISONS, 'filled', 'empty'];
    case 'boolean':
      return ['=', '!=', 'filled', 'empty'];
    default:
      return ['filled', 'empty'];
  }
}
