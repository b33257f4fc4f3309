// Contracts for tests, and what spansOf says of them as lines of text.
import type { ColourOf, Contract, ContractPeriod, OfferKind } from '../../../lib/tariff/contract/contract';
import { spansOf } from '../../../lib/tariff/spans/spans';

const NO_COLOURS: ColourOf = () => undefined;

/** Holds for ever, at no price. */
export const PERIOD: ContractPeriod = {
  from: null,
  to: null,
  offer: 'base',
  offPeak: '',
  weekEnd: [6, 7],
  prices: {},
  subscription: null,
  surcharge: 0,
  vat: 0,
  feedIn: null,
};

export const offer = (kind: OfferKind, more: Partial<ContractPeriod> = {}): Contract => [
  { ...PERIOD, offer: kind, ...more },
];
export const hpHc = (offPeak: string): Contract => offer('hp-hc', { offPeak });

/** `start end class` of each span, instants as they are given: ISO 8601 in Z, without seconds. */
export function told(contract: Contract, start: string, end: string, colourOf = NO_COLOURS): string[] {
  return spansOf(contract, { start: Date.parse(start), end: Date.parse(end) }, colourOf).map((span) =>
    [iso(span.start), iso(span.end), span.tariffClass ?? `no ${span.lacks ?? '?'}`, span.colourDay].join(' ').trim(),
  );
}

function iso(at: number): string {
  return new Date(at).toISOString().replace(':00.000Z', 'Z');
}
