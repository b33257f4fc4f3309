// ha-entities: registration.
import { lazyNode } from '../runtime/lazy-node';
import type { NodeAPI } from '../runtime/types';
import type * as Wiring from './ha-entities.wiring';
import type { World } from './ha-entities.world';

const wiring = () => require('./ha-entities.wiring') as typeof Wiring;

function haEntities(RED: NodeAPI, world?: World): void {
  RED.nodes.registerType(
    'ha-entities',
    lazyNode(RED, () => wiring().haEntities(RED, world)),
  );
}

export = haEntities;
