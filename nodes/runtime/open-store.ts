// The folder in the user directory where nodes keep what must survive a restart, with the ledger of calls in it.
import path from 'node:path';
import { shareLedger, type SharedLedger } from '../../lib/provider/quota/shared-ledger';
import type { Clock } from '../../lib/grid/clock';
import type { Trouble } from '../../lib/store/store';
import type { CloseGuard } from './close-guard';
import type { Node, NodeAPI } from './types';

const FOLDER = 'linky-red';

/** Shared by all nodes; this node's hold on it ends when it closes. A file that cannot be used is named in a warning. */
export function keep(
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

/** undefined where Node-RED has no user directory: then everything lives in memory. */
export function folderOf(RED: Pick<NodeAPI, 'settings'>): string | undefined {
  const { userDir } = RED.settings as { userDir?: unknown };
  return typeof userDir === 'string' && userDir !== '' ? path.join(userDir, FOLDER) : undefined;
}

/** What is said of a file that cannot be used, in the language of the runtime. */
export function troubleText(RED: Pick<NodeAPI, '_'>, { file, setAside, reason }: Trouble): string {
  const facts = { file, reason, aside: setAside ?? '' };
  return RED._(setAside === null ? 'warning.unusable' : 'warning.set-aside', facts);
}
