// The offers as data: which classes a contract has, and what tells them apart (spec/dataconnect.md §4, spec/signals.md §2.1, §2.5).
// A new offer is a row here and a kind in contract.ts.
import type { DayColour, OfferKind, TariffClass } from './contract';
import type { OffPeakRange } from './off-peak';

/** Months, 1 to 12. */
type Months = readonly number[];

/** What kind of day a day is. Week-ends and seasons go by civil days. */
export type DayRule =
  | { readonly by: 'nothing' }
  /** The days of the contract. */
  | { readonly by: 'week-end' }
  | { readonly by: 'season'; readonly high: Months }
  /**
   * The colour of the tariff day, which begins at a minute of the civil day: what comes before belongs to the day before.
   * Outside of `only`, months of the tariff day, every day is `otherwise`.
   */
  | {
      readonly by: 'colour';
      readonly turnsAt: number;
      readonly only?: { readonly months: Months; readonly otherwise: DayColour };
    };

export type DayKind = 'any' | 'week' | 'week-end' | 'high' | 'low' | DayColour;

export interface Offer {
  /** In the order of the form. */
  readonly classes: readonly TariffClass[];
  /** `typed`: the contract has them; else those of the offer, which may be none. */
  readonly offPeak: 'typed' | readonly OffPeakRange[];
  readonly days: DayRule;
  /** The class of a kind of day, at peak hours and off-peak. */
  readonly hours: Readonly<Partial<Record<DayKind, { readonly peak: TariffClass; readonly offPeak: TariffClass }>>>;
}

const HIGH_SEASON: Months = [11, 12, 1, 2, 3];
const HOUR = 60;

export const OFFERS: Readonly<Record<OfferKind, Offer>> = {
  base: {
    classes: ['base'],
    offPeak: [],
    days: { by: 'nothing' },
    hours: { any: { peak: 'base', offPeak: 'base' } },
  },
  'hp-hc': {
    classes: ['hp', 'hc'],
    offPeak: 'typed',
    days: { by: 'nothing' },
    hours: { any: { peak: 'hp', offPeak: 'hc' } },
  },
  'week-end': {
    classes: ['base', 'week-end'],
    offPeak: [],
    days: { by: 'week-end' },
    hours: { week: { peak: 'base', offPeak: 'base' }, 'week-end': { peak: 'week-end', offPeak: 'week-end' } },
  },
  'hp-hc-week-end': {
    classes: ['hp', 'hc', 'hp-week-end', 'hc-week-end'],
    offPeak: 'typed',
    days: { by: 'week-end' },
    hours: { week: { peak: 'hp', offPeak: 'hc' }, 'week-end': { peak: 'hp-week-end', offPeak: 'hc-week-end' } },
  },
  tempo: {
    classes: ['hc-blue', 'hp-blue', 'hc-white', 'hp-white', 'hc-red', 'hp-red'],
    offPeak: [{ from: 22 * HOUR, to: 6 * HOUR }],
    days: { by: 'colour', turnsAt: 6 * HOUR },
    hours: {
      blue: { peak: 'hp-blue', offPeak: 'hc-blue' },
      white: { peak: 'hp-white', offPeak: 'hc-white' },
      red: { peak: 'hp-red', offPeak: 'hc-red' },
    },
  },
  // 07:00 to 01:00 of the next day, on 22 days between November and March; not checked with a contract.
  ejp: {
    classes: ['ejp-normal', 'ejp-peak'],
    offPeak: [{ from: 1 * HOUR, to: 7 * HOUR }],
    days: { by: 'colour', turnsAt: 7 * HOUR, only: { months: HIGH_SEASON, otherwise: 'normal' } },
    hours: {
      normal: { peak: 'ejp-normal', offPeak: 'ejp-normal' },
      peak: { peak: 'ejp-peak', offPeak: 'ejp-normal' },
    },
  },
  seasonal: {
    classes: ['hph', 'hch', 'hpb', 'hcb'],
    offPeak: 'typed',
    days: { by: 'season', high: HIGH_SEASON },
    hours: { high: { peak: 'hph', offPeak: 'hch' }, low: { peak: 'hpb', offPeak: 'hcb' } },
  },
};
