// Open events, for the next instance of the node. The context of the node outlives Node-RED where its store is on disk; where
// no store is configured Node-RED deletes it with each redeploy, so the process remembers too.
import type { GridSignal } from '../../lib/grid/signal';
import type { Node } from '../runtime/types';
import type { SignalMemory } from './linky-decode.controller';

const KEY = 'openSignals';

type Open = Readonly<Record<string, Readonly<Record<string, GridSignal>>>>;

/** What each node wrote last, by its id: one table for all nodes of a Node-RED, each of which sees its own row only. */
export type OpenEvents = Map<string, Open>;

export function signalMemory(node: Pick<Node, 'id' | 'context' | 'on'>, table: OpenEvents): SignalMemory {
  const context = node.context();
  // Of a node in a subflow Node-RED does not say that it was removed: its row stays until the process ends.
  node.on('close', (removed: boolean, done: () => void) => {
    if (removed) table.delete(node.id);
    done();
  });
  return {
    read: async () => table.get(node.id) ?? (await readContext(context)),
    write: (open) => {
      table.set(node.id, open);
      context.set(KEY, open, () => undefined);
    },
  };
}

/** The store of the context may be asynchronous; one that fails only costs the ids of open events. */
async function readContext(context: ReturnType<Node['context']>): Promise<Open> {
  return new Promise((resolve) => {
    context.get(KEY, (error: unknown, value: unknown) => {
      resolve(error != null || typeof value !== 'object' || value === null ? {} : (value as Open));
    });
  });
}
