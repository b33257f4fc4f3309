// Open events, for the next decoder of their stream: in a table of the user directory, which a restart, a power cut and a kill
// leave in place. Where Node-RED has no such directory the process remembers, and the context of the node where it is kept.
import * as v from 'valibot';
import type { Clock } from '../../lib/grid/clock';
import { KeptEventsSchema, type KeptEvents } from '../../lib/grid/event/kept-events';
import { checkedBy, unchanged, type Format, type Store } from '../../lib/store/store';
import type { CloseGuard } from '../runtime/close-guard';
import { onDelete } from '../runtime/store/deletion';
import type { Node, NodeAPI } from '../runtime/types';
import type { KeptStream } from './meter-stream';
import type { StreamMemory } from './meter-streams';

/** What each node of a Node-RED without a user directory keeps, by its id; each sees its own row only. */
export type ContextTable = Map<string, ContextRow>;

export interface Collaborators {
  readonly guard: CloseGuard;
  readonly clock: Clock;
  readonly contexts: ContextTable;
  /** Of the user directory; null where Node-RED has none. */
  readonly store: Store | null;
}

const CONTEXT_KEY = 'openSignals';
/** Streams that come and go must not fill the disk: these are more than anybody has, and longer than anybody waits. */
const MOST_STREAMS = 20_000;
const OLDEST_MS = 90 * 86_400_000;

const asKept = checkedBy(v.object({ open: KeptEventsSchema }));
const STREAM: Format<KeptStream> = { version: 1, check: asKept, migrations: { 0: unchanged } };
/** What version 0.1 kept: the events of all streams of a node in one document. */
const TOGETHER: Format<Readonly<Record<string, KeptEvents>>> = {
  version: 1,
  check: checkedBy(v.record(v.string(), KeptEventsSchema)),
  migrations: { 0: unchanged },
};

export function streamMemory(
  RED: Pick<NodeAPI, 'nodes'>,
  node: Pick<Node, 'id' | 'context'>,
  around: Collaborators,
): StreamMemory {
  return around.store === null ? inContext(RED, node, around) : inStore(RED, node, around, around.store);
}

function inStore(
  RED: Pick<NodeAPI, 'nodes'>,
  { id }: Pick<Node, 'id'>,
  { guard, clock }: Collaborators,
  store: Store,
): StreamMemory {
  const name = `linky-decode-${id.replace(/[^\w.-]/g, '_')}`;
  const table = store.table(name, STREAM, MOST_STREAMS);
  const together = store.document(name, TOGETHER);
  const ready = takeOver();
  guard.onClose(() => table.idle());
  onDelete(RED, { id }, guard, async () => {
    await table.remove();
    await together.remove();
  });

  async function takeOver(): Promise<void> {
    const { value } = await together.read();
    if (value === undefined) return;
    const taken = Object.entries(value).map(async ([stream, open]) => {
      const isKnown = Object.keys(open).length === 0 || (await table.read(stream)) !== undefined;
      return isKnown || (await table.write(stream, () => ({ open }), clock.now()));
    });
    if ((await Promise.all(taken)).every(Boolean)) await together.remove();
  }

  return {
    read: async (stream) => {
      await ready;
      return await table.read(stream);
    },
    write: async (stream, take) => {
      await table.write(stream, take, clock.now());
    },
    prune: (isUsed) => table.prune(clock.now() - OLDEST_MS, isUsed),
  };
}

/** The context is one value for the whole node, and its store may be asynchronous; one that fails only costs the ids. */
function inContext(
  RED: Pick<NodeAPI, 'nodes'>,
  node: Pick<Node, 'id' | 'context'>,
  { guard, contexts }: Collaborators,
): StreamMemory {
  const context = node.context();
  const known = contexts.get(node.id);
  const streams = known ?? new ContextRow();
  contexts.set(node.id, streams);
  const ready = known === undefined ? readContext() : Promise.resolve();
  onDelete(RED, node, guard, () => {
    contexts.delete(node.id);
    return Promise.resolve();
  });

  function readContext(): Promise<void> {
    return new Promise((resolve) => {
      context.get(CONTEXT_KEY, (error: unknown, value: unknown) => {
        if (error == null && typeof value === 'object') streams.take(value);
        resolve();
      });
    });
  }

  return {
    read: async (stream) => {
      await ready;
      return streams.get(stream);
    },
    write: (stream, take) => {
      streams.set(stream, take());
      context.set(CONTEXT_KEY, streams.all, () => undefined);
      return Promise.resolve();
    },
    prune: () => Promise.resolve(),
  };
}

/** The streams of one node, the one that was written last at the end; one object for its whole life, changed in place. */
export class ContextRow {
  readonly all = Object.create(null) as Record<string, KeptStream>;
  private readonly order = new Set<string>();

  get(stream: string): KeptStream | undefined {
    return this.all[stream];
  }

  set(stream: string, kept: KeptStream | undefined): void {
    this.order.delete(stream);
    if (kept === undefined) Reflect.deleteProperty(this.all, stream);
    else {
      this.all[stream] = kept;
      this.order.add(stream);
    }
    const [oldest] = this.order;
    if (this.order.size > MOST_STREAMS && oldest !== undefined) this.set(oldest, undefined);
  }

  /** What version 0.1 kept has the open events in the place of what holds them. */
  take(value: object | null): void {
    for (const [stream, found] of Object.entries(value ?? {}) as [string, unknown][])
      this.set(stream, asKept(found) ?? asKept({ open: found }));
  }
}
