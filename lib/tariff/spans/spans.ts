// A stretch of time as the contract divides it.
import type { Interval } from '../../grid/point';
import type { ColourOf, Contract } from '../contract/contract';
import { TariffDays, type TariffSpan } from './tariff-days';

/**
 * Contiguous spans that cover `within`, in order. Whoever asks for many short stretches has them faster of one TariffDays.
 * @throws LinkyRedError ERR_TARIFF when off-peak hours of a period cannot be read
 */
export function spansOf(contract: Contract, within: Interval, colourOf: ColourOf): TariffSpan[] {
  return new TariffDays(contract, colourOf).over(within);
}
