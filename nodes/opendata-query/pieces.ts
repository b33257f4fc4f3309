// Rows as they come, in pieces of any size → pieces of one size, of which the last one is known to be the last: it is given only
// when all rows have come, and were found to be all.
import { LinkyRedError } from '../../lib/errors';

export interface Piece<T> {
  readonly rows: readonly T[];
  readonly index: number;
  readonly isLast: boolean;
}

/** One row is taken ahead, no piece: who waits holds the source back. Without rows there is one empty piece. */
export async function* piecesOf<T>(source: AsyncIterable<readonly T[]>, size: number): AsyncGenerator<Piece<T>> {
  let rows: T[] = [];
  let index = 0;
  for await (const some of source)
    for (const row of some) {
      if (rows.length === size) {
        yield { rows, index: index++, isLast: false };
        rows = [];
      }
      rows.push(row);
    }
  yield { rows, index, isLast: true };
}

/** @throws LinkyRedError ERR_ROWS_TOO_MANY, as soon as it is known */
export async function allOf<T>(
  source: AsyncIterable<readonly T[]>,
  expected: number | null,
  most: number,
): Promise<T[]> {
  if (expected !== null && expected > most) throw new LinkyRedError('ERR_ROWS_TOO_MANY', { expected, most });
  const all: T[] = [];
  for await (const some of source) {
    if (all.length + some.length > most)
      throw new LinkyRedError('ERR_ROWS_TOO_MANY', { expected: `> ${String(most)}`, most });
    for (const row of some) all.push(row);
  }
  return all;
}
