// dataconnect-oauth: wiring.
import { GrantSource } from '../../lib/enedis/consent/source';
import { CONSENT_WAYS } from '../../lib/enedis/consent/ways';
import { LinkyRedError } from '../../lib/errors';
import { SYSTEM_CLOCK, type Clock } from '../../lib/grid/clock';
import { callableUrl, withoutSecrets } from '../../lib/http/address';
import type { OpenEnedis } from '../enedis-account/open-enedis';
import { accountOf } from '../runtime/account/account';
import { closeGuard, type CloseGuard } from '../runtime/close-guard';
import { onInput } from '../runtime/input';
import type { Wire } from '../runtime/lazy-node';
import { reportable, reportError } from '../runtime/status/error-report';
import { misconfigured } from '../runtime/status/misconfigured';
import { NodeStatus } from '../runtime/status/status';
import { onDelete } from '../runtime/store/deletion';
import { hostSecret } from '../runtime/store/host-secret';
import { openStore } from '../runtime/store/open-store';
import { tellWhenInUse } from '../runtime/store/store-in-use';
import type { Node, NodeAPI, RawConfig } from '../runtime/types';
import { whenStarted } from '../runtime/when-started';
import { receiveCommand } from './commands';
import type { DataconnectOauthFields } from './dataconnect-oauth.choices';
import { readConfig } from './dataconnect-oauth.config';
import { DataconnectOauth } from './dataconnect-oauth.controller';
import { keptConsent } from './kept-consent';
import { runningConsents } from './running-consents';
import { showConsent } from './status-text';

const ACCOUNT = { node: 'dataconnect-oauth', field: 'account' };

export function dataconnectOauth(
  RED: NodeAPI,
  clock: Clock = SYSTEM_CLOCK,
): Wire<DataconnectOauthFields, Node<Record<string, unknown>>> {
  const { states, byNode } = runningConsents(RED, clock);
  return (node, raw) => {
    const status = new NodeStatus(node, () => clock.now());
    const guard = closeGuard(node);
    try {
      const store = openStore(RED, guard);
      const consent = consentOf(RED, node, raw, { clock, guard, status });
      byNode.set(node.id, consent);
      guard.onClose(() => {
        if (byNode.get(node.id) === consent) byNode.delete(node.id);
      });
      status.show('waiting', 'unlinked');
      tellWhenInUse(RED, node, { store, guard, clock }, status);
      onInput(node, RED._, (msg, send) => receiveCommand(consent, states, msg, send));
      // What it says at its start goes to nodes that may come later.
      whenStarted(RED, guard, () => void consent.begin());
    } catch (thrown) {
      misconfigured(RED, node, { status, guard }, thrown);
    }
  };
}

/** @throws LinkyRedError ERR_CONFIG, ERR_CONFIG_NODE, ERR_CONFIG_VARIABLE, ERR_URL */
function consentOf(
  RED: NodeAPI,
  node: Node<Record<string, unknown>>,
  raw: RawConfig<DataconnectOauthFields>,
  { clock, guard, status }: { readonly clock: Clock; readonly guard: CloseGuard; readonly status: NodeStatus },
): DataconnectOauth {
  const { account, token, prms } = readConfig(raw, node.credentials);
  const { name, opened } = accountOf<OpenEnedis>(RED, 'enedis-account', account, ACCOUNT);
  const { row, consents, options } = opened;
  const { client, consentPage } = options;
  if (consentPage !== '' && callableUrl(consentPage) === undefined)
    throw new LinkyRedError('ERR_URL', { detail: withoutSecrets(consentPage) });
  const way = CONSENT_WAYS[row.id];
  const document = keptConsent(openStore(RED, guard), node.id, hostSecret(RED));
  onDelete(RED, node, guard, () => document.remove());
  return new DataconnectOauth({
    id: node.id,
    account: { name, row, consents },
    collector: (prm) => opened.collector(prm),
    source: new GrantSource({
      way,
      token,
      prms,
      client: client?.credentials,
      openDoor: (credentials) => opened.doorWith(credentials),
      clock,
      signal: guard.signal,
    }),
    document,
    page: { url: consentPage, ...(way.asks === 'services' && client && { clientId: client.clientId }) },
    states: runningConsents(RED).states,
    clock,
    guard,
    send: (message) => {
      node.send(message);
    },
    shown: (consented) => {
      showConsent(status, consented, { translate: RED._, now: clock.now() });
    },
    worded: (thrown) => reportable(RED._, thrown),
    failed: (error) => {
      reportError(node, RED._, error);
    },
    dropToken: () => {
      void RED.nodes.addCredentials(node.id, {});
    },
  });
}
