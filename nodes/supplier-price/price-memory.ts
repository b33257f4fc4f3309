// What the node has sent, over a restart: the same event keeps its id, and a window that has begun goes on.
import * as v from 'valibot';
import { KeptEventsSchema, type KeptEvents } from '../../lib/grid/event/kept-events';
import type { BestWindows } from '../../lib/flex/supplier/best-windows';
import type { Watched } from '../../lib/flex/supplier/thresholds';
import { checkedBy, unchanged, type Format, type Store } from '../../lib/store/store';

export interface SentPrices {
  /** Of which all this is. */
  readonly deliveryPoint: string;
  readonly open: Readonly<Partial<Record<Watched, KeptEvents>>>;
  readonly windows: BestWindows;
}

export interface PriceMemory {
  /** undefined: nothing is kept. */
  read(): Promise<SentPrices | undefined>;
  write(sent: SentPrices): Promise<void>;
}

const Window = v.nullable(v.object({ start: v.number(), end: v.number() }));
const Sent = v.object({
  deliveryPoint: v.string(),
  open: v.object({ price: v.exactOptional(KeptEventsSchema), co2: v.exactOptional(KeptEventsSchema) }),
  windows: v.object({ cheapest: Window, cleanest: Window }),
});
const FORMAT: Format<SentPrices> = { version: 1, check: checkedBy(Sent), migrations: { 0: unchanged } };

export function memoryName(nodeId: string): string {
  return `supplier-price-${nodeId}`;
}

export function storedMemory(store: Store, nodeId: string): PriceMemory {
  const document = store.document(memoryName(nodeId), FORMAT);
  return {
    read: async () => (await document.read()).value,
    write: async (sent) => {
      await document.write(sent);
    },
  };
}
