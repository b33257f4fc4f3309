// The two events that the node has sent, over a restart: the same day keeps its id.
import * as v from 'valibot';
import type { ColourMemory } from '../../lib/rte/tempo/day-colour';
import { checkedBy, unchanged, type Format, type Store } from '../../lib/store/store';

export interface TempoMemory {
  read(): Promise<ColourMemory>;
  write(sent: ColourMemory): Promise<void>;
}

const Event = v.object({
  origin: v.string(),
  day: v.string(),
  colour: v.nullable(v.picklist(['blue', 'white', 'red'])),
  confirmed: v.boolean(),
  level: v.nullable(v.picklist([0, 1, 2, 3])),
});
const Sent = v.strictObject({ now: v.exactOptional(Event), next: v.exactOptional(Event) });

const FORMAT: Format<ColourMemory> = { version: 1, check: checkedBy(Sent), migrations: { 0: unchanged } };

export function memoryName(nodeId: string): string {
  return `tempo-signal-${nodeId}`;
}

export function storedMemory(store: Store, nodeId: string): TempoMemory {
  const document = store.document<ColourMemory>(memoryName(nodeId), FORMAT);
  return {
    read: async () => (await document.read()).value ?? {},
    write: async (sent) => {
      await document.write(sent);
    },
  };
}
