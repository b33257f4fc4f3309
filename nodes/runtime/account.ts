// A config node that holds an account at a provider: what all types of them need from Node-RED.
import type { Clock } from '../../lib/grid/clock';
import { LinkyRedError } from '../../lib/errors';
import type { SharedLedger } from '../../lib/provider/quota/shared-ledger';
import { tryAccount, type TrialLine } from './account-trial';
import { adminPost } from './admin-route';
import { closeGuard } from './close-guard';
import { typeExists } from './deletion';
import { reportError } from './error-report';
import { getNode } from './get-node';
import { openLedger } from './open-store';
import { typed } from './settings';
import { tellWhenInUse } from './store-in-use';
import type { Node, NodeAPI, RawConfig } from './types';

/** An account as other nodes see it. */
export interface OpenAccount {
  readonly account: { readonly fingerprint: string };
  /** Resolves when no call is under way, and what the last ones brought is kept. */
  idle(): Promise<void>;
}

export interface Around {
  readonly shared: SharedLedger;
  readonly clock: Clock;
  /** Aborts when the account closes. */
  readonly signal: AbortSignal;
}

/** One type of account. */
export interface AccountType<Opened extends OpenAccount> {
  readonly type: string;
  readonly credentials: Readonly<Record<string, { readonly type: 'text' | 'password' }>>;
  /** The credential without which there is none; it goes to the editor never again. */
  readonly secret: string;
  /**
   * @param field what stands in a field or credential, empty where there is none
   * @returns undefined while something is missing
   * @throws LinkyRedError for what makes no sense
   */
  readonly open: (field: (name: string) => string, around: Around) => Opened | undefined;
  /** What the button "Try" of the form reports. */
  readonly report: (RED: Pick<NodeAPI, '_'>, opened: Opened, around: Around) => Promise<TrialLine[]>;
}

interface AccountNode<Opened> {
  /** undefined while it cannot be used. */
  readonly opened: Opened | undefined;
}

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

export interface FoundAccount<Opened> {
  /** As the user calls it; empty where he does not. */
  readonly name: string;
  readonly opened: Opened;
}

/** The account behind a setting. @throws LinkyRedError ERR_CONFIG_NODE when there is none, or it lacks what it needs */
export function accountOf<Opened extends OpenAccount>(
  RED: Pick<NodeAPI, 'nodes'>,
  type: string,
  id: string | undefined,
): FoundAccount<Opened> {
  const node = getNode<AccountNode<Opened>>(RED, id, type);
  if (node?.opened === undefined) throw new LinkyRedError('ERR_CONFIG_NODE', { type });
  return { name: node.name ?? '', opened: node.opened };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
