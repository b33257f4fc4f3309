// ecowatt-signal: registration.
import type { Clock } from '../../lib/grid/clock';
import { lazyNode } from '../runtime/lazy-node';
import type { NodeAPI } from '../runtime/types';
import type * as Wiring from './ecowatt-signal.wiring';

const wiring = () => require('./ecowatt-signal.wiring') as typeof Wiring;

function ecowattSignal(RED: NodeAPI, clock?: Clock): void {
  RED.nodes.registerType(
    'ecowatt-signal',
    lazyNode(RED, () => wiring().ecowattSignal(RED, clock)),
  );
}

export = ecowattSignal;
