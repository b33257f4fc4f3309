// enedis-account: registration. One account at a gateway or at Enedis, for all nodes that name it.
import type { Clock } from '../../lib/grid/clock';
import { adminPost } from '../runtime/admin-route';
import { lazyNode } from '../runtime/lazy-node';
import type { NodeAPI } from '../runtime/types';
import type * as Wiring from './enedis-account.wiring';

const wiring = () => require('./enedis-account.wiring') as typeof Wiring;

function enedisAccount(RED: NodeAPI, clock?: Clock): void {
  RED.nodes.registerType(
    'enedis-account',
    lazyNode(RED, () => wiring().enedisAccount(RED, clock)),
    { credentials: { clientId: { type: 'text' }, clientSecret: { type: 'password' } } },
  );

  adminPost(RED, '/enedis-account/try', 'enedis-account.write', (body) => wiring().tryEnedisAccount(RED, clock, body));
}

export = enedisAccount;
