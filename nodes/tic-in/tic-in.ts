// tic-in: registration.
import { adminFile, adminGet, adminPost } from '../runtime/admin-route';
import { diagnosticsRoute } from '../runtime/diagnostics/route';
import { lazyNode } from '../runtime/lazy-node';
import type { NodeAPI } from '../runtime/types';
import type * as Recordings from './recording/recording.routes';
import type * as Wiring from './tic-in.wiring';
import type { World } from './tic-in.world';

const wiring = () => require('./tic-in.wiring') as typeof Wiring;
const recordings = () => require('./recording/recording.routes') as typeof Recordings;

function ticIn(RED: NodeAPI, world?: World): void {
  adminGet(RED, '/tic-in/ports', 'tic-in.read', () => wiring().portList(world));
  // Recordings say more of a house than whoever may only look at flows is shown.
  adminPost(RED, '/tic-in/capture', 'tic-in.write', (body) => recordings().captureByForm(RED, body));
  adminFile(RED, '/tic-in/capture/file', 'tic-in.write', ({ id }) => recordings().recordedLines(RED, id));
  diagnosticsRoute(RED, 'tic-in');

  RED.nodes.registerType(
    'tic-in',
    lazyNode(RED, () => wiring().ticIn(RED, world)),
  );
}

export = ticIn;
