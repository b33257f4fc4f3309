// flex-site: registration. A building that answers flexibility requests.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../lib/grid/clock';
import { lazyNode } from '../runtime/lazy-node';
import type { NodeAPI } from '../runtime/types';
import type * as Wiring from './flex-site.wiring';

const wiring = () => require('./flex-site.wiring') as typeof Wiring;

/** As many as the form can name. */
const SECRETS = 16;

function flexSite(RED: NodeAPI, clock?: Clock): void {
  // One handler for all sites that are ever deployed: what is registered there stays. It is empty until the first one comes.
  const routes: { serve?: (request: IncomingMessage, response: ServerResponse) => boolean } = {};
  RED.httpNode.use((request, response, next) => {
    if (routes.serve?.(request, response) !== true) next();
  });

  RED.nodes.registerType(
    'flex-site',
    lazyNode(RED, () => wiring().flexSite(RED, routes, clock)),
    {
      credentials: Object.fromEntries(
        Array.from({ length: SECRETS }, (_, index) => [`secret${String(index + 1)}`, { type: 'password' as const }]),
      ),
    },
  );
}

export = flexSite;
