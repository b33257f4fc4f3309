// Of the classes that a meter may mean the one of the contract: the meter knows when it changes, the contract what it is called.
import type { OfferKind, TariffClass } from '../contract/contract';
import { OFFERS } from '../contract/offers';
import type { Candidates } from './registers';

/**
 * @param byClock what the clock says; null: a colour that nobody has said
 * @returns undefined: the meter says nothing that this offer knows
 */
export function chooseClass(
  candidates: Candidates,
  offer: OfferKind,
  byClock: TariffClass | null,
): TariffClass | undefined {
  const known = candidates.filter((one) => OFFERS[offer].classes.includes(one));
  if (byClock === null) return known.length === 1 ? known[0] : undefined;
  // At another minute than the clock, in the same season or on the same kind of day.
  return known.find((one) => one === byClock) ?? known.find((one) => one === otherHours(byClock)) ?? known[0];
}

/** `hp` to `hc`, `hcb` to `hpb`. */
function otherHours(tariffClass: TariffClass): string {
  return tariffClass.replace(/^h([pc])/, (_, hours: string) => (hours === 'p' ? 'hc' : 'hp'));
}
