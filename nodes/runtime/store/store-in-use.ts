// A second Node-RED on one user directory: it runs, and what it learns does not last. That must not go without a word, nor
// that it lasts at last.
import type { Clock } from '../../../lib/grid/clock';
import { LinkyRedError } from '../../../lib/errors';
import type { Store } from '../../../lib/store/store';
import type { CloseGuard } from '../close-guard';
import { reportError, reportable } from '../status/error-report';
import { folderOf } from './open-store';
import type { NodeStatus } from '../status/status';
import type { Node, NodeAPI } from '../types';
import { whenStarted } from '../when-started';

/** Folders of which it was said: once is enough for all nodes of a Node-RED. */
const said = new Set<string>();
const ASK_AGAIN_MS = 60_000;

/** Says it in the status of the node for as long as it is so, and once to Catch nodes; that it is over once in the log. */
export function tellWhenInUse(
  RED: NodeAPI,
  node: Node,
  { store, guard, clock }: { readonly store: Store; readonly guard: CloseGuard; readonly clock: Clock },
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
      status?.insist(error);
      const stop = clock.every(ASK_AGAIN_MS, () => {
        void store.lasts().then((lastsNow) => {
          if (!lastsNow || guard.closed) return;
          forget();
          stop();
          status?.insist(undefined);
          if (said.delete(folder)) RED.log.info(`linky-red: ${RED._('info.store-taken-over', { folder })}`);
        });
      });
      const forget = guard.onClose(stop);
    });
  });
}
