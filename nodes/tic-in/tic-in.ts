// tic-in: registration.
import { adminGet } from '../runtime/admin-route';
import { diagnosticsRoute } from '../runtime/diagnostics/route';
import { lazyNode } from '../runtime/lazy-node';
import type { NodeAPI } from '../runtime/types';
import type * as Wiring from './tic-in.wiring';
import type { World } from './tic-in.world';

const wiring = () => require('./tic-in.wiring') as typeof Wiring;

function ticIn(RED: NodeAPI, world?: World): void {
  adminGet(RED, '/tic-in/ports', 'tic-in.read', () => wiring().portList(world));
  diagnosticsRoute(RED, 'tic-in');

  RED.nodes.registerType(
    'tic-in',
    lazyNode(RED, () => wiring().ticIn(RED, world)),
  );
}

export = ticIn;
