// The folder in the user directory where nodes keep what must survive a restart, shared by all of them.
import path from 'node:path';
import { shareStore } from '../../../lib/store/shared-store';
import type { OnTrouble, Store, Trouble } from '../../../lib/store/store';
import type { CloseGuard } from '../close-guard';
import type { NodeAPI } from '../types';

const FOLDER = 'linky-red';

/** The store for a node, until it closes; for what all nodes of a type have in common there is no guard, and no end. */
export function openStore(RED: Pick<NodeAPI, 'settings' | 'log' | '_'>, guard?: CloseGuard): Store {
  const { store, release } = shareStore(folderOf(RED), toLog(RED));
  guard?.onClose(release);
  return store;
}

/** undefined where Node-RED has no user directory: then everything lives in memory. */
export function folderOf(RED: Pick<NodeAPI, 'settings'>): string | undefined {
  const { userDir } = RED.settings as { userDir?: unknown };
  return typeof userDir === 'string' && userDir !== '' ? path.join(userDir, FOLDER) : undefined;
}

/** Names a file that cannot be used in the log. */
export function toLog(RED: Pick<NodeAPI, 'log' | '_'>): OnTrouble {
  return (trouble) => {
    RED.log.warn(`linky-red: ${troubleText(RED, trouble)}`);
  };
}

/** What is said of a file that cannot be used, in the language of the runtime. */
export function troubleText(RED: Pick<NodeAPI, '_'>, { file, setAside, reason }: Trouble): string {
  const facts = { file, reason, aside: setAside ?? '' };
  return RED._(setAside === null ? 'warning.unusable' : 'warning.set-aside', facts);
}
