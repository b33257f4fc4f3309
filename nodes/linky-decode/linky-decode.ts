// linky-decode: registration.
import type { Clock } from '../../lib/grid/clock';
import { lazyNode } from '../runtime/lazy-node';
import type { NodeAPI } from '../runtime/types';
import type * as Wiring from './linky-decode.wiring';

const wiring = () => require('./linky-decode.wiring') as typeof Wiring;

function linkyDecode(RED: NodeAPI, clock?: Clock): void {
  RED.nodes.registerType(
    'linky-decode',
    lazyNode(RED, () => wiring().linkyDecode(RED, clock)),
  );
}

export = linkyDecode;
