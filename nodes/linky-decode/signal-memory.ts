// Open events, for the next instance of the node: in a file of the user directory, which a restart, a power cut and a kill
// leave in place. Where Node-RED has no such directory the process remembers, and the context of the node where it is kept.
import * as v from 'valibot';
import type { GridSignal } from '../../lib/grid/signal';
import type { StoredDocument } from '../../lib/store/document';
import type { Store } from '../../lib/store/store';
import type { CloseGuard } from '../runtime/close-guard';
import { onDelete } from '../runtime/node-exists';
import type { Node, NodeAPI } from '../runtime/types';
import type { SignalMemory } from './linky-decode.controller';

const KEY = 'openSignals';

type Open = Readonly<Record<string, Readonly<Record<string, GridSignal>>>>;

/** What each node wrote last, by its id: one table for all nodes of a Node-RED, each of which sees its own row only. */
export type OpenEvents = Map<string, Open>;

/** By stream, then by the slot of the signal; what an event must have to go on under its id. */
const Kept = v.record(
  v.string(),
  v.record(
    v.string(),
    v.looseObject({
      id: v.string(),
      origin: v.string(),
      signal: v.string(),
      state: v.string(),
      detail: v.looseObject({}),
    }),
  ),
);

/** @param store of the user directory; null where Node-RED has none */
export function signalMemory(
  RED: Pick<NodeAPI, 'nodes'>,
  node: Pick<Node, 'id' | 'context'>,
  guard: CloseGuard,
  table: OpenEvents,
  store: Store | null,
): SignalMemory {
  const context = node.context();
  const document = store === null ? null : documentOf(store, node.id);
  guard.onClose(async () => document?.idle());
  onDelete(RED, node, guard, async () => {
    table.delete(node.id);
    await document?.remove();
  });
  return {
    read: async () => table.get(node.id) ?? (await document?.read())?.value ?? (await readContext(context)),
    write: (open) => {
      table.set(node.id, open);
      if (document === null) context.set(KEY, open, () => undefined);
      else void document.write(open);
    },
  };
}

function documentOf(store: Store, id: string): StoredDocument<Open> {
  return store.document<Open>(`linky-decode-${id.replace(/[^\w.-]/g, '_')}`, (value) =>
    v.is(Kept, value) ? (value as unknown as Open) : undefined,
  );
}

/** The store of the context may be asynchronous; one that fails only costs the ids of open events. */
async function readContext(context: ReturnType<Node['context']>): Promise<Open> {
  return new Promise((resolve) => {
    context.get(KEY, (error: unknown, value: unknown) => {
      resolve(error != null || typeof value !== 'object' || value === null ? {} : (value as Open));
    });
  });
}
