// energy-cost: registration.
import type { Clock } from '../../lib/grid/clock';
import { lazyNode } from '../runtime/lazy-node';
import type { NodeAPI } from '../runtime/types';
import type * as Wiring from './energy-cost.wiring';

const wiring = () => require('./energy-cost.wiring') as typeof Wiring;

function energyCost(RED: NodeAPI, clock?: Clock): void {
  RED.nodes.registerType(
    'energy-cost',
    lazyNode(RED, () => wiring().energyCost(RED, clock)),
  );
}

export = energyCost;
