// flex-account: registration. Access to a Flex Ready building, emulator or supplier, for all nodes that name it.
import type { Clock } from '../../lib/grid/clock';
import { adminGet, adminPost } from '../runtime/admin-route';
import { lazyNode } from '../runtime/lazy-node';
import type { NodeAPI } from '../runtime/types';
import type * as Wiring from './flex-account.wiring';

const wiring = () => require('./flex-account.wiring') as typeof Wiring;

function flexAccount(RED: NodeAPI, clock?: Clock): void {
  RED.nodes.registerType(
    'flex-account',
    lazyNode(RED, () => wiring().flexAccount(RED, clock)),
    {
      credentials: {
        token: { type: 'password' },
        clientId: { type: 'text' },
        clientSecret: { type: 'password' },
        emulatorToken: { type: 'password' },
      },
    },
  );

  adminGet(RED, '/flex-account/until', 'flex-account.read', () => wiring().tokensUntil(RED));
  adminPost(RED, '/flex-account/try', 'flex-account.write', (body) => wiring().tryFlexAccount(RED, clock, body));
  adminPost(RED, '/flex-account/session', 'flex-account.write', (body) => wiring().makeSession(RED, clock, body));
  adminPost(RED, '/flex-account/login', 'flex-account.write', (body) => wiring().findLogin(RED, clock, body));
}

export = flexAccount;
