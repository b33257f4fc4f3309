// enedis-file: registration.
import { lazyNode } from '../runtime/lazy-node';
import type { NodeAPI } from '../runtime/types';
import type * as Wiring from './enedis-file.wiring';

const wiring = () => require('./enedis-file.wiring') as typeof Wiring;

function enedisFile(RED: NodeAPI): void {
  RED.nodes.registerType(
    'enedis-file',
    lazyNode(RED, () => wiring().enedisFile(RED)),
  );
}

export = enedisFile;
