// The account node as other nodes see it.
import { LinkyRedError } from '../../lib/errors';
import type { RteAccount } from '../../lib/rte/portal/portal';
import type { EcowattFeed } from '../../lib/rte/ecowatt/feed';
import { getNode } from './get-node';
import type { NodeAPI } from './types';

/** What a node of type rte-account carries as `rte`. */
export interface RteAccountNode {
  /** undefined while id or secret is missing, or the base URL is none. */
  readonly account: RteAccount | undefined;
  /** The Ecowatt answers of this account, real or of RTE's sandbox. */
  ecowatt(sandbox: boolean): EcowattFeed | undefined;
}

export interface OpenAccount {
  /** As the user calls it; empty where he does not. */
  readonly name: string;
  readonly rte: RteAccountNode;
  readonly account: RteAccount;
}

/** The account behind a setting. @throws LinkyRedError ERR_CONFIG_NODE when there is none, or it lacks id and secret */
export function accountOf(RED: Pick<NodeAPI, 'nodes'>, id: string | undefined): OpenAccount {
  const node = getNode<{ rte: RteAccountNode }>(RED, id, 'rte-account');
  const account = node?.rte?.account;
  if (node?.rte === undefined || account === undefined)
    throw new LinkyRedError('ERR_CONFIG_NODE', { type: 'rte-account' });
  return { name: node.name ?? '', rte: node.rte, account };
}
