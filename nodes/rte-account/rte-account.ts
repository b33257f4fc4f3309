// rte-account: registration and wiring. One application at RTE's portal, for all nodes that name it.
import { SYSTEM_CLOCK, type Clock } from '../../lib/grid/clock';
import { RTE_APIS } from '../../lib/rte/portal/apis';
import { rteCredentials } from '../../lib/rte/portal/credentials';
import { KeptReader } from '../../lib/rte/tempo/kept-reader';
import { rteReader } from '../../lib/rte/tempo/sources';
import type { AccountType } from '../runtime/account/account';
import { trialLine, tryApi } from '../runtime/account/account-trial';
import { registerAccount } from '../runtime/account/register-account';
import type { NodeAPI } from '../runtime/types';
import { OpenRte } from './open-rte';
import { DEFAULTS } from './rte-account.choices';

const RTE_ACCOUNT: AccountType<OpenRte> = {
  type: 'rte-account',
  credentials: { clientId: { type: 'text' }, clientSecret: { type: 'password' } },
  secret: 'clientSecret',
  open: (field, { shared, clock, signal }) => {
    const credentials = rteCredentials(field('clientId'), field('clientSecret'));
    if (credentials === undefined) return undefined;
    const baseUrl = field('baseUrl') || DEFAULTS.baseUrl;
    return new OpenRte({ ...shared, credentials, baseUrl, clock, signal });
  },
  report: async (RED, rte, { shared, clock }) => {
    const { account } = rte;
    const secret = await trialLine(RED, 'secret', () => account.checkSecret());
    if (!secret.ok) return [secret];
    const tempo = new KeptReader(rteReader(account), shared, clock);
    return [
      secret,
      await tryApi(RED, account, clock, { api: 'ecowatt', name: RTE_APIS.ecowatt.name }, () =>
        rte.ecowatt(false).refresh(),
      ),
      await tryApi(RED, account, clock, { api: 'tempo', name: RTE_APIS.tempo.name }, () => tempo.recent()),
    ];
  },
};

function rteAccount(RED: NodeAPI, clock: Clock = SYSTEM_CLOCK): void {
  registerAccount(RED, clock, RTE_ACCOUNT);
}

export = rteAccount;
