// flex-operator: registration.
import type { Clock } from '../../lib/grid/clock';
import { lazyNode } from '../runtime/lazy-node';
import type { NodeAPI } from '../runtime/types';
import type * as Wiring from './flex-operator.wiring';

const wiring = () => require('./flex-operator.wiring') as typeof Wiring;

function flexOperator(RED: NodeAPI, clock?: Clock): void {
  RED.nodes.registerType(
    'flex-operator',
    lazyNode(RED, () => wiring().flexOperator(RED, clock)),
  );
}

export = flexOperator;
