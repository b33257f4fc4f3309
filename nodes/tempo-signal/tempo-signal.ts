// tempo-signal: registration.
import type { Clock } from '../../lib/grid/clock';
import { adminPost } from '../runtime/admin-route';
import { lazyNode } from '../runtime/lazy-node';
import type { NodeAPI } from '../runtime/types';
import type * as Wiring from './tempo-signal.wiring';

const wiring = () => require('./tempo-signal.wiring') as typeof Wiring;

function tempoSignal(RED: NodeAPI, clock?: Clock): void {
  adminPost(RED, '/tempo-signal/simulate', 'tempo-signal.write', (body) => wiring().playTempoSignal(RED, body));

  RED.nodes.registerType(
    'tempo-signal',
    lazyNode(RED, () => wiring().tempoSignal(RED, clock)),
  );
}

export = tempoSignal;
