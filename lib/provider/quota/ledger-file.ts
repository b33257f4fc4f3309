// What the ledger's two files hold, and how to tell them from anything else that may lie there.
import * as v from 'valibot';
import type { CallRecord } from './limits';

export interface Books {
  version: 1;
  keys: Record<string, CallRecord>;
  /** The whole file was lost at this instant: every key without a record counts as full from then on. */
  allFullSince?: number;
}

const Instant = v.pipe(v.number(), v.finite());

const BooksSchema = v.object({
  version: v.literal(1),
  keys: v.record(
    v.string(),
    v.object({
      calls: v.array(Instant),
      closed: v.exactOptional(v.object({ at: Instant, until: Instant })),
      fullSince: v.exactOptional(Instant),
    }),
  ),
  allFullSince: v.exactOptional(Instant),
});

export function asBooks(value: unknown): Books | undefined {
  const result = v.safeParse(BooksSchema, value);
  return result.success ? result.output : undefined;
}

export function asSeen(value: unknown): string[] | undefined {
  const result = v.safeParse(v.array(v.string()), value);
  return result.success ? result.output : undefined;
}
