// rte-account: registration. One application at RTE's portal, for all nodes that name it.
import type { Clock } from '../../lib/grid/clock';
import { adminPost } from '../runtime/admin-route';
import { lazyNode } from '../runtime/lazy-node';
import type { NodeAPI } from '../runtime/types';
import type * as Wiring from './rte-account.wiring';

const wiring = () => require('./rte-account.wiring') as typeof Wiring;

function rteAccount(RED: NodeAPI, clock?: Clock): void {
  RED.nodes.registerType(
    'rte-account',
    lazyNode(RED, () => wiring().rteAccount(RED, clock)),
    { credentials: { clientId: { type: 'text' }, clientSecret: { type: 'password' } } },
  );

  adminPost(RED, '/rte-account/try', 'rte-account.write', (body) => wiring().tryRteAccount(RED, clock, body));
}

export = rteAccount;
