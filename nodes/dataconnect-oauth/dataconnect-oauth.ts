// dataconnect-oauth: registration.
import type { Clock } from '../../lib/grid/clock';
import { adminPost } from '../runtime/admin-route';
import { lazyNode } from '../runtime/lazy-node';
import type { NodeAPI } from '../runtime/types';
import type * as Outside from './outside';
import type * as Wiring from './dataconnect-oauth.wiring';

const wiring = () => require('./dataconnect-oauth.wiring') as typeof Wiring;
const outside = () => require('./outside') as typeof Outside;

function dataconnectOauth(RED: NodeAPI, clock?: Clock): void {
  for (const [request, permission] of [
    ['state', 'dataconnect-oauth.read'],
    ['link', 'dataconnect-oauth.write'],
    ['check', 'dataconnect-oauth.write'],
    ['address', 'dataconnect-oauth.write'],
  ] as const)
    adminPost(RED, `/dataconnect-oauth/${request}`, permission, (body) => outside().fromEditor(RED, request, body));

  // A browser that Enedis sends back has no permission to show: what guards these is the state, random and good once.
  for (const app of [RED.httpAdmin, RED.httpNode])
    app.get('/dataconnect-oauth/callback', (request, response) => {
      const { status, headers, html } = outside().fromBrowser(
        RED,
        request.url,
        request.headers['accept-language'] ?? '',
      );
      response.status(status).set(headers).send(html);
    });

  RED.nodes.registerType(
    'dataconnect-oauth',
    lazyNode(RED, () => wiring().dataconnectOauth(RED, clock)),
    { credentials: { token: { type: 'password' }, prm: { type: 'text' } } },
  );
}

export = dataconnectOauth;
