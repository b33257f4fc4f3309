// The address of Home Assistant and a token: the supervisor's, the user's own, or those of a `server` node that is there already.
import { LinkyRedError } from '../../lib/errors';
import type { Access } from '../../lib/home-assistant/websocket/connection';
import { getNode } from '../runtime/get-node';
import { settingFacts, type Field } from '../runtime/setting-words';
import { typed } from '../runtime/settings';
import type { NodeAPI } from '../runtime/types';
import { SERVER_TYPE } from './ha-statistics.choices';
import type { Whereabouts } from './ha-statistics.config';
import type { Supervisor } from './ha-statistics.world';

/** What node-red-contrib-home-assistant-websocket (0.80.3) leaves on its config node; nothing of it is documented. */
interface ServerNode {
  readonly config: { readonly addon?: unknown };
  readonly addon: unknown;
  readonly credentials: { readonly host?: unknown; readonly access_token?: unknown };
}

/** Hosts that the supervisor answers for, with its own token. */
const OF_SUPERVISOR = /^(?:https?|wss?):\/\/(?:supervisor|hassio)(?:[:/]|$)/i;

const field = (name: string): Field => ({ node: 'ha-statistics', field: name });

/**
 * @param token of the credentials; counts with an address only
 * @throws LinkyRedError ERR_HA_NOT_HERE, ERR_CONFIG, ERR_CONFIG_VARIABLE, ERR_CONFIG_NODE
 */
export function accessOf(
  RED: Pick<NodeAPI, 'nodes'>,
  { access, url, server }: Whereabouts,
  token: unknown,
  supervisor: Supervisor,
): Access {
  if (access === 'app') return ofSupervisor(supervisor);
  if (access === 'server') return ofServer(RED, server, supervisor);
  const shown = typed(field('token'), token ?? '');
  if (shown === '') throw new LinkyRedError('ERR_CONFIG', settingFacts(field('token'), { fault: 'missing' }));
  return { address: url, token: shown };
}

function ofSupervisor({ address, token }: Supervisor): Access {
  const given = token();
  if (given === undefined || given === '') throw new LinkyRedError('ERR_HA_NOT_HERE', { detail: 'SUPERVISOR_TOKEN' });
  return { address, token: given };
}

function ofServer(RED: Pick<NodeAPI, 'nodes'>, id: string, supervisor: Supervisor): Access {
  if (id === '') throw new LinkyRedError('ERR_CONFIG', settingFacts(field('server'), { fault: 'missing' }));
  const node = getNode<ServerNode>(RED, id, SERVER_TYPE);
  const { host, access_token: token } = node?.credentials ?? {};
  const isApp = [node?.config?.addon, node?.addon].some((addon) => addon === true || addon === 'true');
  if (isApp || (typeof host === 'string' && OF_SUPERVISOR.test(host))) return ofSupervisor(supervisor);
  if (typeof host === 'string' && host !== '' && typeof token === 'string' && token !== '')
    return { address: host.trim(), token: token.trim() };
  throw new LinkyRedError(
    'ERR_CONFIG_NODE',
    settingFacts(field('server'), { fault: 'config-node', type: SERVER_TYPE }),
  );
}
