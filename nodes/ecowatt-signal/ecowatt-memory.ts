// What the node has sent, over a restart: the same event keeps its id, and a plan of hours goes on.
import * as v from 'valibot';
import type { TensionMemory } from '../../lib/rte/ecowatt/grid-tension';
import type { HourPlan } from '../../lib/rte/ecowatt/hour-plan';
import { checkedBy, unchanged, type Format, type Store } from '../../lib/store/store';

export interface SentMemory {
  readonly tension: TensionMemory;
  readonly plan?: HourPlan;
}

export interface EcowattMemory {
  read(): Promise<SentMemory>;
  write(sent: SentMemory): Promise<void>;
}

const Level = v.nullable(v.picklist([0, 1, 2, 3]));
const Sent = v.object({
  tension: v.object({
    events: v.array(
      v.object({
        id: v.string(),
        origin: v.string(),
        start: v.number(),
        end: v.number(),
        state: v.picklist(['announced', 'active', 'unknown']),
        level: Level,
        expected: Level,
      }),
    ),
    calm: v.exactOptional(Level),
  }),
  plan: v.exactOptional(
    v.object({
      deadline: v.number(),
      windows: v.array(v.object({ start: v.number(), end: v.number() })),
      basis: v.string(),
    }),
  ),
});

const FORMAT: Format<SentMemory> = { version: 1, check: checkedBy(Sent), migrations: { 0: unchanged } };

export function memoryName(nodeId: string): string {
  return `ecowatt-signal-${nodeId}`;
}

export function storedMemory(store: Store, nodeId: string): EcowattMemory {
  const document = store.document<SentMemory>(memoryName(nodeId), FORMAT);
  return {
    read: async () => (await document.read()).value ?? { tension: { events: [] } },
    write: async (sent) => {
      await document.write(sent);
    },
  };
}
