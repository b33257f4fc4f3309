// RTE's APIs behind one account, one row each (spec/signals.md §1.1, §1.5, §2.1).
import type { Provider, ProviderApi } from '../../provider/provider';
import type { Limit } from '../../provider/quota/limits';

export const RTE_BASE_URL = 'https://digital.iservices.rte-france.com';

/** One call in 15 minutes for each API; whether per application or per account is not known, so per client id at most. */
export const RTE_WINDOW_MS = 15 * 60_000;
/** RTE's clock is not ours: a call that is a second early is a 429. */
const MARGIN_MS = 5_000;

/** 429 without a Retry-After, or with one that cannot be read; 509: all clients together are too many. */
export const RTE_CLOSED_MS = { 429: 900_000, 509: 3_600_000 } as const;

const quarterHour: readonly Limit[] = [{ kind: 'window', max: 1, windowMs: RTE_WINDOW_MS + MARGIN_MS }];
/** RTE counts neither the sandbox nor tokens; these limits only keep a mistake from becoming a flood. */
const gentle: readonly Limit[] = [{ kind: 'window', max: 20, windowMs: RTE_WINDOW_MS }];

export const RTE_APIS = {
  ecowatt: { name: 'Ecowatt v5', path: '/open_api/ecowatt/v5/signals', limits: quarterHour },
  'ecowatt-sandbox': { name: 'Ecowatt v5', path: '/open_api/ecowatt/v5/sandbox/signals', limits: gentle },
  tempo: {
    name: 'Tempo Like Supply Contract v1',
    path: '/open_api/tempo_like_supply_contract/v1/tempo_like_calendars',
    limits: quarterHour,
  },
} as const satisfies Record<string, ProviderApi>;

export type RteApiName = keyof typeof RTE_APIS;

/** RTE gives 7199 s. */
export const RTE_TOKEN = {
  path: '/token/oauth/',
  limits: gentle,
  lifeSeconds: 7199,
} as const satisfies Provider['token'];
