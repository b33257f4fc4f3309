// dataconnect-query: registration.
import type { Clock } from '../../lib/grid/clock';
import { adminGet } from '../runtime/admin-route';
import { lazyNode } from '../runtime/lazy-node';
import type { NodeAPI } from '../runtime/types';
import type * as Wiring from './dataconnect-query.wiring';

const wiring = () => require('./dataconnect-query.wiring') as typeof Wiring;

function dataconnectQuery(RED: NodeAPI, clock?: Clock): void {
  adminGet(RED, '/dataconnect-query/minutes', 'dataconnect-query.read', () => wiring().drawnMinutes(RED));

  RED.nodes.registerType(
    'dataconnect-query',
    lazyNode(RED, () => wiring().dataconnectQuery(RED, clock)),
  );
}

export = dataconnectQuery;
