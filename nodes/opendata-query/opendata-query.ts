// opendata-query: registration.
import type { Clock } from '../../lib/grid/clock';
import { lazyNode } from '../runtime/lazy-node';
import type { NodeAPI } from '../runtime/types';
import type * as Wiring from './opendata-query.wiring';

const wiring = () => require('./opendata-query.wiring') as typeof Wiring;

function opendataQuery(RED: NodeAPI, clock?: Clock): void {
  RED.nodes.registerType(
    'opendata-query',
    lazyNode(RED, () => wiring().opendataQuery(RED, clock)),
    { credentials: { apiKey: { type: 'password' } } },
  );
}

export = opendataQuery;
