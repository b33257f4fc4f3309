// ha-statistics: registration.
import { adminPost } from '../runtime/admin-route';
import { lazyNode } from '../runtime/lazy-node';
import type { NodeAPI } from '../runtime/types';
import type { World } from './ha-statistics.world';
import type * as Wiring from './ha-statistics.wiring';

const wiring = () => require('./ha-statistics.wiring') as typeof Wiring;

function haStatistics(RED: NodeAPI, world?: World): void {
  adminPost(RED, '/ha-statistics/try', 'ha-statistics.write', (body) => wiring().tryHomeAssistant(RED, world, body));

  RED.nodes.registerType(
    'ha-statistics',
    lazyNode(RED, () => wiring().haStatistics(RED, world)),
    { credentials: { token: { type: 'password' } } },
  );
}

export = haStatistics;
