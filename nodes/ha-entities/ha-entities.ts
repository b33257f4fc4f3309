// ha-entities: registration.
import { diagnosticsRoute } from '../runtime/diagnostics/route';
import { lazyNode } from '../runtime/lazy-node';
import type { NodeAPI } from '../runtime/types';
import type * as Wiring from './ha-entities.wiring';
import type { World } from './ha-entities.world';

const wiring = () => require('./ha-entities.wiring') as typeof Wiring;

function haEntities(RED: NodeAPI, world?: World): void {
  diagnosticsRoute(RED, 'ha-entities');
  RED.nodes.registerType(
    'ha-entities',
    lazyNode(RED, () => wiring().haEntities(RED, world)),
  );
}

export = haEntities;
