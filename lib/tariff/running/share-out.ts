// What a register has counted between two readings, over the spans of the contract: by its class, by the clock where the
// register names none, and by time where that leaves several.
import type { Interval } from '../../grid/point';
import type { ColourOf, Contract, TariffClass } from '../contract/contract';
import { priceOf } from '../cost/price';
import { spansOf } from '../spans/spans';
import type { TariffSpan } from '../spans/tariff-days';
import { chooseClass } from './class-choice';
import type { Candidates } from './registers';

export interface CountedPiece extends Interval {
  readonly wh: number;
  /** Null: nothing says which. */
  readonly tariffClass: TariffClass | null;
  /** With surcharge and VAT; undefined: none is typed, or there is no class or no period. */
  readonly eurPerKWh: number | undefined;
}

/** @param within between both readings, not empty @param candidates of the register */
export function shareOut(
  wh: number,
  candidates: Candidates,
  within: Interval,
  contract: Contract,
  colourOf: ColourOf,
): CountedPiece[] {
  const spans = spansOf(contract, within, colourOf);
  const fitting = fittingOf(spans, candidates);
  const length = fitting.reduce((sum, { start, end }) => sum + end - start, 0);
  return fitting.map((span) => {
    const { start, end, period } = span;
    const tariffClass = classOf(span, candidates);
    const eurPerKWh = period === null || tariffClass === null ? undefined : priceOf(period, tariffClass);
    return { start, end, wh: (wh * (end - start)) / length, tariffClass, eurPerKWh };
  });
}

/** Where the register may have counted: in the hours of its class, else in those of which no class is known, else at any. */
function fittingOf(spans: readonly TariffSpan[], candidates: Candidates): readonly TariffSpan[] {
  const byClass = spans.filter(({ tariffClass }) => tariffClass !== null && candidates.includes(tariffClass));
  if (byClass.length > 0) return byClass;
  const unknown = candidates.length === 0 ? [] : spans.filter(({ lacks }) => lacks === 'colour');
  return unknown.length > 0 ? unknown : spans;
}

function classOf({ period, tariffClass }: TariffSpan, candidates: Candidates): TariffClass | null {
  if (period === null) return null;
  return chooseClass(candidates, period.offer, tariffClass) ?? tariffClass;
}
