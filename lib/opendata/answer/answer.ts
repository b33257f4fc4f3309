// What is asked of a portal, and what comes back, for whoever is outside of this subject.
import type { Dataset } from '../dataset/dataset';
import type { BackEnd } from '../kind/kind';
import type { OpenDataQuery } from '../query/query';
import type { Reading } from '../read/reading';
import type { Row } from '../read/row';

export type { Reading } from '../read/reading';

export interface Question {
  /** The name of a family, an identifier of today, or one of before. */
  readonly dataset: string;
  readonly query: OpenDataQuery;
  readonly reading: Reading;
}

export interface Answer {
  readonly dataset: Dataset;
  readonly backEnd: BackEnd;
  /** How many rows will come, where the portal could say it and nothing is left for us to filter; else null. */
  readonly expected: number | null;
  /** Of times, measured; null: none, or not one and the same. */
  readonly stepMinutes: number | null;
  readonly attribution: Attribution;
  /** What the reader of the rows should know: codes, told once. */
  readonly notices: readonly Notice[];
  /**
   * The rows, in pieces of any size, as fast as they are taken: who waits holds the socket back; who leaves the loop lets go of it.
   * It throws ERR_ROWS_MISSING, ERR_DATASET_CHANGED, ERR_GROUPS_CAPPED, ERR_PORTAL_CUT and what the client throws: only a loop
   * that ends without one has had all rows, of one version of the dataset.
   */
  readonly rows: AsyncIterable<readonly Row[]>;
}

/** Licence Ouverte 2.0 asks for the source and the date. */
export interface Attribution {
  readonly publisher: string;
  readonly dataset: string;
  readonly title: string;
  /** ISO 8601; null where the portal does not say it. */
  readonly updatedAt: string | null;
  readonly licence: string;
  readonly url: string | null;
}

/** `totals-left-out`: rows that are totals of others are in no aggregate. `no-step`: no power, times have no step of their own. */
export type Notice = 'totals-left-out' | 'no-step' | 'quota-low';
