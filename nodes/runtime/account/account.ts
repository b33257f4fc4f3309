// An account at a provider, as its config node opens it and as other nodes find it.
import type { Clock } from '../../../lib/grid/clock';
import { LinkyRedError } from '../../../lib/errors';
import type { SharedLedger } from '../../../lib/provider/quota/shared-ledger';
import type { TrialLine } from './account-trial';
import { getNode } from '../get-node';
import { type Field, settingFacts } from '../setting-words';
import type { NodeAPI } from '../types';

/** An account as other nodes see it. */
export interface OpenAccount {
  readonly account: { readonly fingerprint: string };
  /** Resolves when no call is under way, and what the last ones brought is kept. */
  idle(): Promise<void>;
}

export interface Collaborators {
  readonly shared: SharedLedger;
  readonly clock: Clock;
  /** Aborts when the account closes. */
  readonly signal: AbortSignal;
}

/** One type of account. */
export interface AccountType<Opened extends OpenAccount> {
  readonly type: string;
  /** The credential without which there is none; it goes to the editor never again. */
  readonly secret: string;
  /**
   * @param field what stands in a field or credential, empty where there is none
   * @returns undefined while something is missing
   * @throws LinkyRedError for what makes no sense
   */
  readonly open: (field: (name: string) => string, around: Collaborators) => Opened | undefined;
  /** Whether the button tries an account that is deployed, whatever the form holds; else where the secret was not typed again. */
  readonly isTriedAsDeployed?: (form: Readonly<Record<string, string>>) => boolean;
  /** What the button "Try" of the form reports. */
  readonly report: (RED: Pick<NodeAPI, '_'>, opened: Opened, around: Collaborators) => Promise<TrialLine[]>;
}

/** What the node of an account carries. */
export interface AccountNode<Opened> {
  /** undefined while it cannot be used. */
  readonly opened: Opened | undefined;
}

export interface FoundAccount<Opened> {
  /** As the user calls it; empty where he does not. */
  readonly name: string;
  readonly opened: Opened;
}

/** The account behind a setting. @param field where it is chosen @throws LinkyRedError ERR_CONFIG_NODE when there is none, or it lacks what it needs */
export function accountOf<Opened extends OpenAccount>(
  RED: Pick<NodeAPI, 'nodes'>,
  type: string,
  id: string | undefined,
  field: Field,
): FoundAccount<Opened> {
  const node = getNode<AccountNode<Opened>>(RED, id, type);
  if (node?.opened !== undefined) return { name: node.name ?? '', opened: node.opened };
  const fault =
    id === undefined || id === '' ? ({ fault: 'missing' } as const) : ({ fault: 'config-node', type } as const);
  throw new LinkyRedError('ERR_CONFIG_NODE', settingFacts(field, fault));
}
