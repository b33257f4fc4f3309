// RTE's portal as a row of lib/provider, and the account of one application there.
import { ProviderAccount, type ProviderAccountOptions } from '../../provider/account';
import type { Provider } from '../../provider/provider';
import { RTE_APIS, RTE_CLOSED_MS, RTE_TOKEN, type RteApiName } from './apis';
import { rteRefusal } from './refusals';

export const RTE: Provider<RteApiName> = {
  id: 'rte',
  apis: RTE_APIS,
  token: RTE_TOKEN,
  counts: ({ host, fingerprint, api }) => `rte ${host} ${fingerprint} ${api}`,
  refusal: rteRefusal,
  closedMs: RTE_CLOSED_MS,
};

export type RteAccount = ProviderAccount<RteApiName>;

/** @throws LinkyRedError ERR_URL */
export function rteAccount(options: Omit<ProviderAccountOptions<RteApiName>, 'provider'>): RteAccount {
  return new ProviderAccount({ ...options, provider: RTE });
}
