// rte-account: registration and wiring. One application at RTE's portal, for all nodes that name it.
import { EcowattFeed } from '../../lib/rte/ecowatt/feed';
import { rteCredentials } from '../../lib/rte/portal/credentials';
import { rteAccount as accountAt, type RteAccount } from '../../lib/rte/portal/portal';
import { adminPost } from '../runtime/admin-route';
import { SYSTEM_CLOCK, type Clock } from '../../lib/grid/clock';
import { closeGuard } from '../runtime/close-guard';
import { reportError } from '../runtime/error-report';
import { openLedger } from '../runtime/open-store';
import { typeExists } from '../runtime/deletion';
import { tellWhenInUse } from '../runtime/store-in-use';
import type { RteAccountNode } from '../runtime/rte-account';
import { typed } from '../runtime/settings';
import type { Node, NodeAPI, RawConfig } from '../runtime/types';
import { tryAccount } from './account-trial';
import { DEFAULTS, type RteAccountFields } from './rte-account.choices';

/** As they were typed, or as an environment variable gave them. */
interface Secrets {
  clientId: unknown;
  clientSecret: unknown;
}

function rteAccount(RED: NodeAPI, clock: Clock = SYSTEM_CLOCK): void {
  RED.nodes.registerType(
    'rte-account',
    function (this: Node<Secrets>, raw: RawConfig<RteAccountFields>) {
      RED.nodes.createNode(this, raw);
      const guard = closeGuard(this);
      const shared = openLedger(RED, this, clock, guard);
      tellWhenInUse(RED, this, { store: shared.store, guard, clock });
      const feeds = new Map<boolean, EcowattFeed>();
      const account = open(this);
      guard.onClose(async () => {
        await Promise.all([...feeds.values()].map((feed) => feed.idle()));
        // Its answers go with it, unless one that stays may be of the same application, and would have to wait for new ones.
        // The ledger stays in any case: a new account of the application has no new quota.
        if (account !== undefined && !typeExists(RED, 'rte-account'))
          await shared.store.forget(`-${account.fingerprint}`);
      });
      const rte: RteAccountNode = {
        account,
        ecowatt: (sandbox) => {
          if (account === undefined) return undefined;
          const feed = feeds.get(sandbox) ?? new EcowattFeed(account, shared.store, clock, sandbox, minuteOf(account));
          feeds.set(sandbox, feed);
          return feed;
        },
      };
      Object.assign(this, { rte });

      function open(node: Node<Secrets>): RteAccount | undefined {
        // Node-RED has no credentials object for a node that was never given any.
        const secrets = (node.credentials as Secrets | undefined) ?? { clientId: '', clientSecret: '' };
        try {
          const credentials = rteCredentials(
            typed('clientId', text(secrets.clientId)),
            typed('clientSecret', text(secrets.clientSecret)),
          );
          if (credentials === undefined) return undefined;
          const baseUrl = typed('baseUrl', text(raw.baseUrl)) || DEFAULTS.baseUrl;
          return accountAt({ ...shared, credentials, baseUrl, clock, signal: guard.signal });
        } catch (thrown) {
          reportError(node, RED._, thrown);
          return undefined;
        }
      }
    },
    { credentials: { clientId: { type: 'text' }, clientSecret: { type: 'password' } } },
  );

  adminPost(RED, '/rte-account/try', 'rte-account.write', (body) => tryAccount(RED, clock, body));
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The minute at which this installation asks: the same after each start, another one elsewhere. */
function minuteOf({ fingerprint }: RteAccount): number {
  return parseInt(fingerprint.slice(0, 8), 16) % 60;
}

export = rteAccount;
