// The events that the node has sent and not ended, over a restart.
import { type KeptFlex, KeptFlexSchema } from '../../lib/flex/signals/flex-signals';
import { checkedBy, type Store } from '../../lib/store/store';

export interface FlexMemory {
  read(): Promise<KeptFlex>;
  write(kept: KeptFlex): Promise<unknown>;
}

export function memoryName(nodeId: string): string {
  return `flex-request-${nodeId}`;
}

export function storedMemory(store: Store, nodeId: string): FlexMemory {
  const document = store.document<KeptFlex>(memoryName(nodeId), { version: 1, check: checkedBy(KeptFlexSchema) });
  return {
    read: async () => (await document.read()).value ?? {},
    write: (kept) => document.write(kept),
  };
}
