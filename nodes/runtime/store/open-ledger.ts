// The store with the ledger of calls, for nodes that ask a provider.
import type { Clock } from '../../../lib/grid/clock';
import { shareLedger, type SharedLedger } from '../../../lib/provider/quota/shared-ledger';
import type { CloseGuard } from '../close-guard';
import type { Node, NodeAPI } from '../types';
import { folderOf, toLog, troubleText } from './open-store';

/** Until the node closes. A file that cannot be used is named in a warning of the node. */
export function openLedger(
  RED: Pick<NodeAPI, 'settings' | '_'>,
  node: Pick<Node, 'warn'>,
  clock: Clock,
  guard: CloseGuard,
): SharedLedger {
  const shared = shareLedger(folderOf(RED), clock, (trouble) => {
    node.warn(troubleText(RED, trouble));
  });
  guard.onClose(shared.release);
  return shared;
}

/** The same for a moment and for no node: whoever takes it releases it. What it opens first outlives that, warnings included. */
export function borrowLedger(RED: Pick<NodeAPI, 'settings' | 'log' | '_'>, clock: Clock): SharedLedger {
  return shareLedger(folderOf(RED), clock, toLog(RED));
}
