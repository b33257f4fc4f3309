// A building that answers flexibility requests, as the Flex Ready reference sees it: a BACS with its assets and what each can do
// (spec/signals.md §4.3). Instants are epoch milliseconds, powers watts.

export const FLEX_PRODUCTS = ['WID', 'WDA'] as const;
/** Wholesale intraday, wholesale day-ahead. */
export type FlexProduct = (typeof FLEX_PRODUCTS)[number];

/**
 * What a positive power of a request means; the reference does not say it. `reduction`: so much less; `increase`: so much more;
 * of both a negative power is the other way round. `limit`: no more than that.
 */
export const SIGN_CONVENTIONS = ['reduction', 'increase', 'limit'] as const;
export type SignConvention = (typeof SIGN_CONVENTIONS)[number];

export interface TimePeriod {
  readonly start: number;
  readonly end: number;
}

/** What one asset offers for one product. */
export interface Potential {
  readonly product: FlexProduct;
  /** The most that can be asked, above 0. */
  readonly powerW: number;
  readonly mobilisationDelayMs: number;
  /** Of the whole activation, all periods of its profile together. */
  readonly maxDurationMs: number;
  /** In a civil day of the site's zone. */
  readonly activationsPerDay: number;
  /** When it is there, as of an instant: whole days repeat, so the list is for the days round that instant. Empty: never. */
  readonly periods: (at: number) => readonly TimePeriod[];
}

export interface Asset {
  /** Unique within its BACS only. */
  readonly id: string;
  readonly name: string;
  readonly potentials: readonly Potential[];
}

export interface Bacs {
  /** A UUID in the reference. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly assets: readonly Asset[];
}

/** How a site judges requests. */
export interface SiteRules {
  readonly sign: SignConvention;
  /** Lenient: what breaks a rule is named, answered 200, and waits for a hand. */
  readonly strictness: 'strict' | 'lenient';
  /** By itself: a request that breaks no rule is accepted at once. */
  readonly acceptance: 'by-hand' | 'by-itself';
  /** IANA name; of times without a zone, and of civil days. */
  readonly timeZone: string;
}
