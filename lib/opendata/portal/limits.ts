// What the portals allow and how much they give at once. A row per kind; no portal publishes the figures of its own settings.
import type { RetryRow } from '../../http/retry';
import type { Limit } from '../../provider/quota/limits';
import type { PortalKind } from '../kind/kind';

const SECOND = 1000;

/** Two calls a second in the long run, in short runs of twenty: manners, whatever a portal would take. */
const MANNERS: Limit = { kind: 'window', max: 20, windowMs: 10 * SECOND };

/**
 * Data Fair's defaults: 600 calls a minute without a key, 1,200 with one (spec/opendata.md §1.4). Opendatasoft counts by the day as each
 * domain likes, and says how much is left in headers: the key is closed when nothing is.
 */
export const LIMITS: Readonly<Record<PortalKind, readonly Limit[]>> = {
  datafair: [{ kind: 'window', max: 600, windowMs: 60 * SECOND }, MANNERS],
  ods: [MANNERS],
};

/** After a 429 that says no time: a minute, twice as long each time that it happens again. */
export const CLOSED_MS = 60 * SECOND;
export const LONGEST_CLOSED_MS = 3600 * SECOND;

/** Data Fair gives up a search after 45 s. Between two pieces of a stream as long. */
export const TIMEOUT_MS = 50 * SECOND;

/** A failure of the network or of the portal passes, mostly. */
export const RETRY: RetryRow = { attempts: 4, firstMs: 1 * SECOND, longestMs: 15 * SECOND };
/** Where there is another way to the same rows. */
export const RETRY_ONCE: RetryRow = { ...RETRY, attempts: 2 };

/** Calls wait for their turn in the quota so long; then the quota is the answer. */
export const PATIENCE_MS = 15 * SECOND;
/** In the middle of an answer of a million rows it is worth waiting longer. */
export const PATIENCE_BETWEEN_PAGES_MS = 300 * SECOND;

/** Of `records`, plain rows and groups: both look-alikes (spec §1.1, §1.3). */
export const MOST_RECORDS = 100;
export const MOST_GROUPS = 20_000;
/** Of Data Fair's `lines`, a page. */
export const MOST_LINES = 10_000;

/** An answer that is held as a whole: a page of lines, a group of everything. */
export const LONGEST_PAGE_BYTES = 128 * 1024 * 1024;
/** A line of an export: shapes of regions have many points. */
export const LONGEST_LINE_BYTES = 32 * 1024 * 1024;
