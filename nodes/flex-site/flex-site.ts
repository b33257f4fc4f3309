// flex-site: registration. A building that answers flexibility requests.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../lib/grid/clock';
import { adminPost } from '../runtime/admin-route';
import { lazyNode } from '../runtime/lazy-node';
import type { NodeAPI } from '../runtime/types';
import type * as Wiring from './flex-site.wiring';
import type * as Report from './site-report';

const wiring = () => require('./flex-site.wiring') as typeof Wiring;

const report = () => require('./site-report') as typeof Report;

/** As many as the form can name. */
const SECRETS = 16;

function flexSite(RED: NodeAPI, clock?: Clock): void {
  // One handler for all sites that are ever deployed: what is registered there stays. It is empty until the first one comes.
  const routes: { serve?: (request: IncomingMessage, response: ServerResponse) => boolean } = {};
  RED.httpNode.use((request, response, next) => {
    if (routes.serve?.(request, response) !== true) next();
  });

  // eslint-disable-next-line @typescript-eslint/require-await -- what it throws is answered as what it rejects with
  adminPost(RED, '/flex-site/state', 'flex-site.read', async (body) => report().siteReport(RED, body));

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
