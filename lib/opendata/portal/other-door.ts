// Data Fair has two doors to the same rows. The look-alike may count them and not export them: then they come through the other one.
import type { LinkyRedError } from '../../errors';
import type { BackEnd } from '../kind/kind';
import type { OpenDataQuery } from '../query/query';
import { leavesOtherWays } from './said';

/** ODSQL that was written by hand has none. */
export function hasOtherDoor(backEnd: BackEnd, query: OpenDataQuery): boolean {
  return backEnd === 'datafair-compat' && query.odsql === undefined;
}

/** @param other may throw what it is told, too */
export async function* orElse<T>(
  pieces: AsyncIterable<T>,
  other: (why: LinkyRedError) => AsyncIterable<T>,
): AsyncGenerator<T> {
  let begun = false;
  let why: LinkyRedError;
  try {
    for await (const piece of pieces) {
      begun = true;
      yield piece;
    }
    return;
  } catch (error) {
    if (begun || !leavesOtherWays(error)) throw error;
    why = error;
  }
  yield* other(why);
}
