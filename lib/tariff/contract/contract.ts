// A contract of electricity as its holder has typed it: periods, each with an offer, prices and dates. Rules of the offers lie in offers.ts.
import type { DayKey } from '../../grid/paris-time';

/** Among the days of a week-end: the public holidays, on whatever day of the week. */
export const PUBLIC_HOLIDAYS = 8;

/** A row of offers.ts. */
export type OfferKind = 'base' | 'hp-hc' | 'week-end' | 'hp-hc-week-end' | 'tempo' | 'ejp' | 'seasonal';

/** What a kWh is of: it names its price. */
export type TariffClass =
  | 'base'
  | 'hp'
  | 'hc'
  | 'week-end'
  | 'hp-week-end'
  | 'hc-week-end'
  | 'hc-blue'
  | 'hp-blue'
  | 'hc-white'
  | 'hp-white'
  | 'hc-red'
  | 'hp-red'
  | 'ejp-normal'
  | 'ejp-peak'
  | 'hph'
  | 'hch'
  | 'hpb'
  | 'hcb';

export interface ContractPeriod {
  /** First day; null: from ever. */
  readonly from: DayKey | null;
  /** Last day, included; null: until it is changed. */
  readonly to: DayKey | null;
  readonly offer: OfferKind;
  /** Off-peak hours as the bill writes them: `HC (1H30-8H00;12H30-14H00)`. Where the offer has none, not looked at. */
  readonly offPeak: string;
  /** Days that count as week-end, 1 Monday … 7 Sunday, 8 public holidays. Of the week-end offers alone. */
  readonly weekEnd: readonly number[];
  /** EUR per kWh, as typed; a class that is missing has no price, 0 is one. */
  readonly prices: Readonly<Partial<Record<TariffClass, number>>>;
  /** EUR a month, as typed; null: not typed. */
  readonly subscription: number | null;
  /** Added to every price before VAT (excise …), EUR per kWh; 0 where prices are typed with everything. */
  readonly surcharge: number;
  /** Percent on prices, surcharge and subscription; 0 where they are typed with it. */
  readonly vat: number;
  /** EUR per kWh that is fed in, with everything; null: none. */
  readonly feedIn: number | null;
}

/** In order; the first period that holds a day counts. */
export type Contract = readonly ContractPeriod[];

/** Of a tariff day: Tempo has three, EJP two. */
export type DayColour = 'blue' | 'white' | 'red' | 'peak' | 'normal';

/** Undefined: nobody has said it yet. `day` is the tariff day, which begins when offers.ts says so. */
export type ColourOf = (day: DayKey) => DayColour | undefined;
