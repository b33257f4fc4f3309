// The config node of a type of account: opens it, forgets what is kept when it is deleted.
import type { Clock } from '../../../lib/grid/clock';
import type { AccountNode, AccountType, OpenAccount } from './account';
import { closeGuard } from '../close-guard';
import type { Wire } from '../lazy-node';
import { typeExists } from '../store/deletion';
import { reportError } from '../status/error-report';
import { openLedger } from '../store/open-ledger';
import { typed } from '../settings';
import { tellWhenInUse } from '../store/store-in-use';
import type { Node, NodeAPI } from '../types';

/** The account node of one type: opened once for all nodes that use it, closed and forgotten with it. */
export function accountNode<Opened extends OpenAccount>(
  RED: NodeAPI,
  clock: Clock,
  row: AccountType<Opened>,
): Wire<object, Node<Record<string, unknown>>> {
  return (node, raw) => {
    const guard = closeGuard(node);
    const shared = openLedger(RED, node, clock, guard);
    tellWhenInUse(RED, node, { store: shared.store, guard, clock });
    const opened = open();
    guard.onClose(async () => {
      await opened?.idle();
      // Its answers go with it, unless one that stays may be of the same application, and would have to wait for new ones.
      // The ledger stays in any case: a new account of the application has no new quota.
      if (opened !== undefined && !typeExists(RED, row.type))
        await shared.store.forget(`-${opened.account.fingerprint}`);
    });
    Object.assign(node, { opened } satisfies AccountNode<Opened>);

    function open(): Opened | undefined {
      // Node-RED has no credentials object for a node that was never given any.
      const fields: Record<string, unknown> = { ...raw, ...node.credentials };
      try {
        return row.open((name) => typed({ node: row.type, field: name }, text(fields[name])), {
          shared,
          clock,
          signal: guard.signal,
        });
      } catch (thrown) {
        reportError(node, RED._, thrown);
        return undefined;
      }
    }
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
