// What the form of energy-cost offers, and what a new node begins with. Shared with the editor.
import type { OfferKind, TariffClass } from '../../lib/tariff/contract/contract';
import { OFFERS } from '../../lib/tariff/contract/offers';

/** In the order of the form. */
export const OFFER_CHOICES = Object.keys(OFFERS) as OfferKind[];

/** Every class has a field for its price; the offer says which of them are there. */
export const PRICE_FIELDS: readonly TariffClass[] = [
  ...new Set(OFFER_CHOICES.flatMap((offer) => OFFERS[offer].classes)),
];

/** Amounts beside the prices: EUR a month, EUR per kWh, percent, EUR per kWh. */
export const AMOUNT_FIELDS = ['subscription', 'surcharge', 'vat', 'feedIn'] as const;

/** One row of the form, as it is typed. */
export interface PeriodRow
  extends Partial<Record<TariffClass, string>>, Record<(typeof AMOUNT_FIELDS)[number], string> {
  /** `2026-02-01` or `01/02/2026`; empty: from ever, until it is changed. */
  from: string;
  to: string;
  offer: string;
  /** As on the bill. */
  offPeak: string;
  /** `6 7`, `sam dim`. */
  weekEndDays: string;
}

export const NEW_PERIOD: PeriodRow = {
  from: '',
  to: '',
  offer: 'base',
  offPeak: '',
  weekEndDays: 'sam dim',
  subscription: '',
  surcharge: '',
  vat: '',
  feedIn: '',
};

export interface EnergyCostFields {
  /** Or the text of a JSON list of periods, out of an environment variable. */
  contract: PeriodRow[] | string;
  /** In topics, and in Home Assistant. */
  contractName: string;
  version: number;
}

export const CONTRACT_NAME = /^[\p{L}\p{N}_-]{1,40}$/u;
export const DAY_TEXT = /^(\d{4})-(\d{1,2})-(\d{1,2})$|^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/;

/** EUR per kWh: who types 25 means cents. */
export const HIGHEST_PRICE = 5;
export const HIGHEST_SUBSCRIPTION = 100_000;
export const HIGHEST_VAT = 100;

/** What is typed of an amount, with a comma or with a sign of its unit, as a number is written. */
export function plainAmount(text: string): string {
  return text.replace(/[\s€%]/g, '').replace(',', '.');
}

export const DEFAULTS: EnergyCostFields = {
  contract: [],
  contractName: 'contrat',
  version: 1,
};
