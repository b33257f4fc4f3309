// ecowatt-signal: registration.
import type { Clock } from '../../lib/grid/clock';
import { adminPost } from '../runtime/admin-route';
import { lazyNode } from '../runtime/lazy-node';
import type { NodeAPI } from '../runtime/types';
import type * as Wiring from './ecowatt-signal.wiring';

const wiring = () => require('./ecowatt-signal.wiring') as typeof Wiring;

function ecowattSignal(RED: NodeAPI, clock?: Clock): void {
  adminPost(RED, '/ecowatt-signal/simulate', 'ecowatt-signal.write', (body) => wiring().playEcowattSignal(RED, body));

  RED.nodes.registerType(
    'ecowatt-signal',
    lazyNode(RED, () => wiring().ecowattSignal(RED, clock)),
  );
}

export = ecowattSignal;
