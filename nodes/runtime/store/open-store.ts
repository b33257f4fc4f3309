// The folder in the user directory where nodes keep what must survive a restart, shared by all of them.
import path from 'node:path';
import { shareLedger, type SharedLedger } from '../../../lib/provider/quota/shared-ledger';
import type { Clock } from '../../../lib/grid/clock';
import { shareStore } from '../../../lib/store/shared-store';
import type { OnTrouble, Store, Trouble } from '../../../lib/store/store';
import type { CloseGuard } from '../close-guard';
import type { Node, NodeAPI } from '../types';

const FOLDER = 'linky-red';

/** The store for a node, until it closes; for what all nodes of a type have in common there is no guard, and no end. */
export function openStore(RED: Pick<NodeAPI, 'settings' | 'log' | '_'>, guard?: CloseGuard): Store {
  const { store, release } = shareStore(folderOf(RED), toLog(RED));
  guard?.onClose(release);
  return store;
}

/** The store with the ledger of calls, until the node closes. A file that cannot be used is named in a warning of the node. */
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

/** undefined where Node-RED has no user directory: then everything lives in memory. */
export function folderOf(RED: Pick<NodeAPI, 'settings'>): string | undefined {
  const { userDir } = RED.settings as { userDir?: unknown };
  return typeof userDir === 'string' && userDir !== '' ? path.join(userDir, FOLDER) : undefined;
}

function toLog(RED: Pick<NodeAPI, 'log' | '_'>): OnTrouble {
  return (trouble) => {
    RED.log.warn(`linky-red: ${troubleText(RED, trouble)}`);
  };
}

/** What is said of a file that cannot be used, in the language of the runtime. */
function troubleText(RED: Pick<NodeAPI, '_'>, { file, setAside, reason }: Trouble): string {
  const facts = { file, reason, aside: setAside ?? '' };
  return RED._(setAside === null ? 'warning.unusable' : 'warning.set-aside', facts);
}
