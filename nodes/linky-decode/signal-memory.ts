// Open events in the context of the node: over a redeploy always, over a restart where the context is kept on disk.
import type { GridSignal } from '../../lib/grid/signal';
import type { Node } from '../runtime/types';
import type { SignalMemory } from './linky-decode.controller';

const KEY = 'openSignals';

type Open = Record<string, Record<string, GridSignal>>;

export function contextMemory(node: Pick<Node, 'context'>): SignalMemory {
  const context = node.context();
  return {
    // The store of the context may be asynchronous; one that fails only costs the ids of open events.
    read: async () =>
      new Promise((resolve) => {
        context.get(KEY, (error: unknown, value: unknown) => {
          resolve(error != null || typeof value !== 'object' || value === null ? {} : (value as Open));
        });
      }),
    write: (open) => {
      context.set(KEY, open, () => undefined);
    },
  };
}
