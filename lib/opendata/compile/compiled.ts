// What a compiler makes of a question: what the host is sent, and what is left for us to do with the rows that come.
import type { FieldType } from '../dataset/dataset';
import type { Filter, Geo, OpenDataQuery, Unit } from '../query/query';

export interface Compiled {
  /**
   * Names and values for the address, whole, but for limit, offset, size and after: those are of whoever reads. No name occurs twice
   * (an ODSQL `refine` is joined by the host's own rule).
   */
  readonly params: Readonly<Record<string, string>>;
  /** Whether one row of the answer stands for many of the dataset. */
  readonly grouped: boolean;
  /**
   * One row over all, and the host says it again for each row that it stands for: one is asked for (`limit=1`, by `records`). Where
   * nothing fits, the host sends none; applyLocal makes it.
   */
  readonly one: boolean;
  /** What is done with the rows that come, in this order. Empty, and no `columns`: they are the answer. */
  readonly local: LocalWork;
  /** How the host's columns of groups and aggregates are read. Undefined: rows come with the names of the dataset. */
  readonly columns?: readonly GroupedColumn[];
}

/** Done here, because the host cannot or does it wrong. Where there is any, the limit is ours too. */
export interface LocalWork {
  readonly where?: Filter;
  readonly geo?: Geo;
  /** The host was asked for plain rows; they are grouped, ordered and cut here. */
  readonly group?: Pick<OpenDataQuery, 'group' | 'aggregate'>;
  readonly order?: OpenDataQuery['order'];
  readonly limit?: number;
  /** More columns were asked for than the answer has. */
  readonly select?: readonly string[];
}

export interface GroupedColumn {
  /** The name that the host was given for it. */
  readonly from: string;
  readonly name: string;
  readonly reads: ReadAs;
  /** A column of the host that is null where there was no value at all: so is this one then (a sum over nothing is 0 there). */
  readonly unless?: string;
}

/** A value as its field has it, a start in Paris, the lower bound of a range of numbers, a figure. */
export type ReadAs =
  | { readonly type: FieldType }
  | { readonly start: Unit }
  | { readonly width: number }
  | { readonly figure: 'count' | 'number' };

export function isAnswer(compiled: Compiled): boolean {
  return !compiled.one && compiled.columns === undefined && Object.keys(compiled.local).length === 0;
}
