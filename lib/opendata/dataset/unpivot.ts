// Tables with a column a year, or a column a kind: which columns are one, and what they are called in a long table.
import type { Field } from './dataset';

/** One long table out of a wide one. */
export interface Unpivot {
  /** The column that names come into: `annee`, `typologie`. */
  readonly label: string;
  /** Each wide column: what it is a value for, and the column that the value comes into. */
  readonly columns: ReadonlyMap<string, { readonly label: string; readonly value: string }>;
  /** The columns of values, in their order. */
  readonly values: readonly string[];
}

interface Rule {
  /** Groups `label`, and `value` where more than one column comes out of it. */
  readonly pattern: RegExp;
  readonly label: string;
  /** By the group `value`; '' where there is no such group. */
  readonly values: Readonly<Record<string, string>>;
}

/** By names that no other dataset uses for something else. */
const RULES: readonly Rule[] = [
  // indicateur-continuite-dalimentation: aaa2009 … aaa2024, and one more each year.
  { pattern: /^aaa(?<label>\d{4})$/, label: 'annee', values: { '': 'part_mal_alimentee' } },
  // nombre-total-de-points-de-charge
  {
    pattern: /^(?<label>accessible_au_public|particulier|societe)$/,
    label: 'typologie',
    values: { '': 'points_de_charge' },
  },
  // production-electrique-par-filiere-a-la-maille-*
  {
    pattern: /^(?<value>nb_sites|energie_produite_annuelle)_(?<label>.+)_enedis(?:_mwh)?$/,
    label: 'filiere',
    values: { nb_sites: 'nb_sites', energie_produite_annuelle: 'energie_produite_annuelle_mwh' },
  },
];

const YEAR_COLUMN = /^(?<value>.*?)_?(?<label>(?:19|20)\d{2})$/;
/** Fewer columns that differ by a year at their end are no wide table. */
const FEWEST_YEARS = 3;

/** How this table becomes long; undefined: it is not wide. */
export function unpivotOf(fields: readonly Pick<Field, 'key'>[]): Unpivot | undefined {
  for (const { pattern, label, values } of RULES) {
    const found = matches(fields, pattern, (value) => values[value]);
    if (found.size > 1) return unpivot(fields, label, found);
  }
  const years = matches(fields, YEAR_COLUMN, (value) => (value === '' ? 'valeur' : value));
  const count = (value: string): number => [...years.values()].filter((one) => one.value === value).length;
  const wide = new Map([...years].filter(([, { value }]) => count(value) >= FEWEST_YEARS));
  return wide.size > 0 ? unpivot(fields, 'annee', wide) : undefined;
}

type Columns = Map<string, { label: string; value: string }>;

function matches(
  fields: readonly Pick<Field, 'key'>[],
  pattern: RegExp,
  name: (value: string) => string | undefined,
): Columns {
  const found: Columns = new Map();
  for (const { key } of fields) {
    const groups = pattern.exec(key)?.groups;
    const value = groups === undefined ? undefined : name(groups['value'] ?? '');
    if (groups?.['label'] !== undefined && value !== undefined) found.set(key, { label: groups['label'], value });
  }
  return found;
}

/** @returns undefined: a new column would have the name of one that is there */
function unpivot(fields: readonly Pick<Field, 'key'>[], label: string, columns: Columns): Unpivot | undefined {
  const values = [...new Set([...columns.values()].map(({ value }) => value))];
  const kept = new Set(fields.map(({ key }) => key).filter((key) => !columns.has(key)));
  return [label, ...values].some((name) => kept.has(name)) ? undefined : { label, columns, values };
}
