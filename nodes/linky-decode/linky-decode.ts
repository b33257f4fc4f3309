// linky-decode: registration.
import type { Clock } from '../../lib/grid/clock';
import { diagnosticsRoute } from '../runtime/diagnostics/route';
import { adminPost } from '../runtime/admin-route';
import { lazyNode } from '../runtime/lazy-node';
import type { NodeAPI } from '../runtime/types';
import type * as Wiring from './linky-decode.wiring';

const wiring = () => require('./linky-decode.wiring') as typeof Wiring;

function linkyDecode(RED: NodeAPI, clock?: Clock): void {
  diagnosticsRoute(RED, 'linky-decode');
  adminPost(RED, '/linky-decode/simulate', 'linky-decode.write', (body) => wiring().playLinkyDecode(RED, body));

  RED.nodes.registerType(
    'linky-decode',
    lazyNode(RED, () => wiring().linkyDecode(RED, clock)),
  );
}

export = linkyDecode;
