// A supplier as a row of lib/provider: one API. How often it may be asked, the reference does not say: the limit only keeps a mistake
// from becoming a flood.
import type { Provider } from '../../provider/provider';
import type { Limit } from '../../provider/quota/limits';
import { FLEX_CLOSED_MS, flexRefusal } from '../operator/refusals';

const LIMITS: readonly Limit[] = [{ kind: 'window', max: 10, windowMs: 15 * 60_000 }];

/**
 * @param path of the prices
 * @param point names the delivery point in quota keys without showing it
 * @param tokenUntil when the token says that it ends, epoch ms
 */
export function supplierProvider(path: string, point: string, tokenUntil: number | null): Provider<'prices'> {
  return {
    id: 'flex-supplier',
    apis: { prices: { name: 'getCommodityPricesExchange', path, limits: LIMITS } },
    counts: ({ host, fingerprint, api }) => `flex ${host} ${fingerprint} ${api} ${point}`,
    refusal: (answer, { host, now }) => flexRefusal(answer, { host, now, tokenUntil }),
    closedMs: { 429: FLEX_CLOSED_MS },
  };
}
