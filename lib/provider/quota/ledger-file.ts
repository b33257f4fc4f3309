// What the ledger's two files hold, and how to tell them from anything else that may lie there.
import * as v from 'valibot';
import { checkedBy } from '../../store/check';
import { unchanged, type Format } from '../../store/envelope';
import type { CallRecord } from './limits';

export interface Books {
  keys: Record<string, CallRecord>;
  /** The whole file was lost at this instant: every key without a record counts as full from then on. */
  allFullSince?: number;
}

const Instant = v.pipe(v.number(), v.finite());

const BooksSchema = v.object({
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

export const BOOKS: Format<Books> = { version: 1, check: checkedBy(BooksSchema), migrations: { 0: unchanged } };

export const SEEN: Format<string[]> = {
  version: 1,
  check: checkedBy(v.array(v.string())),
  migrations: { 0: unchanged },
};
