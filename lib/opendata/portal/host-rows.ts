// Rows as a host sends them, whatever it was asked.
import * as v from 'valibot';
import { LinkyRedError } from '../../errors';
import type { Compiled } from '../compile/compiled';
import type { OpenDataQuery } from '../query/query';
import type { RawRow } from '../read/reader';

export type Pieces = AsyncIterable<readonly RawRow[]>;

export interface HostRows {
  /** How many it will send. */
  readonly total: number;
  readonly pieces: Pieces;
}

export const Rows = v.array(v.custom<RawRow>((row) => typeof row === 'object' && row !== null && !Array.isArray(row)));

/** @throws LinkyRedError ERR_ANSWER */
export function checked<T>(schema: v.GenericSchema<unknown, T>, json: unknown, host: string): T {
  const parsed = v.safeParse(schema, json);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new LinkyRedError('ERR_ANSWER', { host, detail: `${v.getDotPath(issue) ?? 'answer'}: ${issue.message}` });
}

/** @throws LinkyRedError ERR_ANSWER: without the number of rows nobody knows whether all have come */
export function needed(total: number | undefined, host: string): number {
  if (total === undefined) throw new LinkyRedError('ERR_ANSWER', { host, detail: 'no total' });
  return total;
}

/** Of rows that are here already. */
export async function* held(rows: readonly RawRow[]): AsyncGenerator<readonly RawRow[]> {
  if (rows.length > 0) yield await Promise.resolve(rows);
}

/**
 * As they come, and at the end as many as there should be: a stream that ends too early looks as one that is whole.
 * @throws LinkyRedError ERR_ROWS_MISSING; ERR_DATASET_CHANGED where there are more; ERR_PORTAL_CUT where the line breaks
 */
export async function* counted({ total, pieces }: HostRows, host: string, dataset: string): Pieces {
  let got = 0;
  try {
    for await (const piece of pieces) {
      got += piece.length;
      if (got > total) throw new LinkyRedError('ERR_DATASET_CHANGED', { host, dataset });
      yield piece;
    }
  } catch (error) {
    if (error instanceof LinkyRedError && error.code === 'ERR_NETWORK')
      throw new LinkyRedError('ERR_PORTAL_CUT', { host, got }, error);
    throw error;
  }
  if (got < total) throw new LinkyRedError('ERR_ROWS_MISSING', { host, got, expected: total, missing: total - got });
}

/** How many rows the host is asked for: all, where what comes is filtered, grouped or ordered here. */
export function limitThere({ local }: Compiled, { limit }: OpenDataQuery): number | undefined {
  const { where, geo, group, order } = local;
  const isOurs = where !== undefined || geo !== undefined || group !== undefined || order !== undefined;
  return isOurs ? undefined : (local.limit ?? limit);
}
