// flex-request: registration.
import type { Clock } from '../../lib/grid/clock';
import { adminPost } from '../runtime/admin-route';
import { lazyNode } from '../runtime/lazy-node';
import type { NodeAPI } from '../runtime/types';
import type * as Wiring from './flex-request.wiring';

const wiring = () => require('./flex-request.wiring') as typeof Wiring;

function flexRequest(RED: NodeAPI, clock?: Clock): void {
  adminPost(RED, '/flex-request/simulate', 'flex-request.write', (body) => wiring().playFlexRequest(RED, body));

  RED.nodes.registerType(
    'flex-request',
    lazyNode(RED, () => wiring().flexRequest(RED, clock)),
  );
}

export = flexRequest;
