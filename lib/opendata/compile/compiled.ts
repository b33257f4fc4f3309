// What a compiler makes of a question: what the host is sent, and what is left for us to do with the rows that come.
import type { Filter, Geo, OpenDataQuery } from '../query/query';

export interface Compiled {
  /**
   * Names and values for the address, whole, but for limit, offset, size and after: those are of whoever reads. No name occurs twice
   * (an ODSQL `refine` is joined by the host's own rule).
   */
  readonly params: Readonly<Record<string, string>>;
  /** Whether one row of the answer stands for many of the dataset. */
  readonly grouped: boolean;
  /** What is done with the rows that come, in this order. Empty: they are the answer. */
  readonly local: LocalWork;
  /** Names in which the host writes columns → ours, where they differ. */
  readonly names?: Readonly<Record<string, string>>;
}

/** Done here, because the host cannot or does it wrong. Where there is any, the limit is ours too. */
export interface LocalWork {
  readonly where?: Filter;
  readonly geo?: Geo;
  /** The host was asked for plain rows; they are grouped, ordered and cut here. */
  readonly group?: Pick<OpenDataQuery, 'group' | 'aggregate'>;
  readonly order?: OpenDataQuery['order'];
  readonly limit?: number;
}
