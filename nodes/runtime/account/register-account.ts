// The config node of a type of account: opens it, answers the button of its form, forgets what is kept when it is deleted.
import type { Clock } from '../../../lib/grid/clock';
import type { AccountNode, AccountType, OpenAccount } from './account';
import { tryAccount } from './account-trial';
import { adminPost } from '../admin-route';
import { closeGuard } from '../close-guard';
import { typeExists } from '../store/deletion';
import { reportError } from '../status/error-report';
import { openLedger } from '../store/open-store';
import { typed } from '../settings';
import { tellWhenInUse } from '../store/store-in-use';
import type { Node, NodeAPI, RawConfig } from '../types';

/** Registers the account node of one type: opened once for all nodes that use it, closed and forgotten with it. */
export function registerAccount<Opened extends OpenAccount>(
  RED: NodeAPI,
  clock: Clock,
  row: AccountType<Opened>,
): void {
  const { type, credentials } = row;
  RED.nodes.registerType(
    type,
    function (this: Node<Record<string, unknown>>, raw: RawConfig<object>) {
      RED.nodes.createNode(this, raw);
      const guard = closeGuard(this);
      const shared = openLedger(RED, this, clock, guard);
      tellWhenInUse(RED, this, { store: shared.store, guard, clock });
      const opened = open(this, raw);
      guard.onClose(async () => {
        await opened?.idle();
        // Its answers go with it, unless one that stays may be of the same application, and would have to wait for new ones.
        // The ledger stays in any case: a new account of the application has no new quota.
        if (opened !== undefined && !typeExists(RED, type)) await shared.store.forget(`-${opened.account.fingerprint}`);
      });
      Object.assign(this, { opened } satisfies AccountNode<Opened>);

      function open(node: Node<Record<string, unknown>>, config: object): Opened | undefined {
        // Node-RED has no credentials object for a node that was never given any.
        const fields: Record<string, unknown> = { ...config, ...node.credentials };
        try {
          return row.open((name) => typed(name, text(fields[name])), { shared, clock, signal: guard.signal });
        } catch (thrown) {
          reportError(node, RED._, thrown);
          return undefined;
        }
      }
    },
    { credentials },
  );

  adminPost(RED, `/${type}/try`, `${type}.write`, (body) => tryAccount(RED, clock, row, body));
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
