// enedis-account: wiring.
import { openDoor } from '../../lib/enedis/doors/open-door';
import { SYSTEM_CLOCK, type Clock } from '../../lib/grid/clock';
import { clientCredentials, fingerprintOf } from '../../lib/provider/credentials';
import type { AccountType, Collaborators } from '../runtime/account/account';
import { accountNode } from '../runtime/account/account-node';
import { tryAccount, type TrialLine } from '../runtime/account/account-trial';
import type { Wire } from '../runtime/lazy-node';
import type { Node, NodeAPI } from '../runtime/types';
import { WITH_CLIENT } from './enedis-account.choices';
import { readConfig, type EnedisAccountConfig } from './enedis-account.config';
import { OpenEnedis, type EnedisClient } from './open-enedis';
import { trial } from './trial';

const TYPE = 'enedis-account';

const ENEDIS_ACCOUNT: AccountType<OpenEnedis> = {
  type: TYPE,
  secret: 'clientSecret',
  open: (field, around) => {
    const config = readConfig((name) => (name === 'type' ? TYPE : field(name)));
    if (!WITH_CLIENT.includes(config.row.id)) return openEnedis(config, around, undefined);
    const [clientId, secret] = [field('clientId'), field('clientSecret')];
    if (clientId === '' || secret === '') return undefined;
    return openEnedis(config, around, { clientId, credentials: clientCredentials(clientId, secret) });
  },
  // What opens a gateway's door lies with the consents, which only the deployed account has.
  isTriedAsDeployed: ({ provider }) => !WITH_CLIENT.some((id) => id === provider),
  report: (RED, opened, { clock }) => trial(RED, opened, clock),
};

function openEnedis(config: EnedisAccountConfig, around: Collaborators, client: EnedisClient | undefined): OpenEnedis {
  const { row, baseUrl, consentPage, company } = config;
  const { shared, clock, signal } = around;
  const { ledger, store, once } = shared;
  return new OpenEnedis({
    ...around,
    row,
    baseUrl,
    consentPage,
    client,
    fingerprint: client?.credentials.fingerprint ?? fingerprintOf(`${row.id} ${baseUrl}`),
    openDoor: (credentials) =>
      openDoor(row, { credentials, baseUrl, ledger, store, clock, signal, once, ...(company && { company }) }),
  });
}

export function enedisAccount(RED: NodeAPI, clock: Clock = SYSTEM_CLOCK): Wire<object, Node<Record<string, unknown>>> {
  return accountNode(RED, clock, ENEDIS_ACCOUNT);
}

/** What the button "Try" of the form reports. @throws LinkyRedError ERR_INPUT */
export function tryEnedisAccount(RED: NodeAPI, clock: Clock = SYSTEM_CLOCK, body: unknown): Promise<TrialLine[]> {
  return tryAccount(RED, clock, ENEDIS_ACCOUNT, body);
}
