// A second Node-RED on one user directory: it runs, and what it learns does not last. That must not go without a word.
import { LinkyRedError } from '../../lib/errors';
import type { Store } from '../../lib/store/store';
import type { CloseGuard } from './close-guard';
import { reportError, reportable } from './error-report';
import { folderOf } from './keep';
import type { NodeStatus } from './status';
import type { Node, NodeAPI } from './types';
import { whenStarted } from './when-started';

/** Folders of which it was said: once is enough for all nodes of a Node-RED. */
const said = new Set<string>();

/** Says it in the status of the node, and once to Catch nodes. */
export function tellWhenInUse(
  RED: NodeAPI,
  node: Node,
  { store, guard }: { readonly store: Store; readonly guard: CloseGuard },
  status?: NodeStatus,
): void {
  const folder = folderOf(RED);
  if (folder === undefined) return;
  whenStarted(RED, guard, () => {
    void store.lasts().then((lasts) => {
      if (lasts || guard.closed) return;
      const error = reportable(RED._, new LinkyRedError('ERR_STORE_IN_USE', { folder }));
      if (!said.has(folder)) reportError(node, RED._, error);
      said.add(folder);
      status?.showError(error);
    });
  });
}
