// rte-account: wiring.
import { SYSTEM_CLOCK, type Clock } from '../../lib/grid/clock';
import { RTE_APIS } from '../../lib/rte/portal/apis';
import { rteCredentials } from '../../lib/rte/portal/credentials';
import { KeptReader } from '../../lib/rte/tempo/kept-reader';
import { rteReader } from '../../lib/rte/tempo/sources';
import type { AccountType } from '../runtime/account/account';
import { accountNode } from '../runtime/account/account-node';
import { trialLine, tryAccount, tryApi, type TrialLine } from '../runtime/account/account-trial';
import type { Wire } from '../runtime/lazy-node';
import type { Node, NodeAPI } from '../runtime/types';
import { OpenRte } from './open-rte';
import { DEFAULTS } from './rte-account.choices';

const RTE_ACCOUNT: AccountType<OpenRte> = {
  type: 'rte-account',
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

export function rteAccount(RED: NodeAPI, clock: Clock = SYSTEM_CLOCK): Wire<object, Node<Record<string, unknown>>> {
  return accountNode(RED, clock, RTE_ACCOUNT);
}

/** What the button "Try" of the form reports. @throws LinkyRedError ERR_INPUT */
export function tryRteAccount(RED: NodeAPI, clock: Clock = SYSTEM_CLOCK, body: unknown): Promise<TrialLine[]> {
  return tryAccount(RED, clock, RTE_ACCOUNT, body);
}
