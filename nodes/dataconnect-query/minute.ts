// The minute at which a node asks: another one in each house, or all would ask at once; the same for ever, so that it can be seen.
import * as v from 'valibot';
import { checkedBy, unchanged, type Format, type Store } from '../../lib/store/store';

/** Most programs ask at round times, and the answers of that minute are "too many calls" (seen at 06:21, and at every hour). */
const MINUTES = Array.from({ length: 60 }, (_, minute) => minute).filter((minute) => minute % 5 !== 0);

const Drawn = v.object({ minute: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(59)) });
type Drawn = v.InferOutput<typeof Drawn>;
const FORMAT: Format<Drawn> = { version: 1, check: checkedBy(Drawn), migrations: { 0: unchanged } };

export function minuteName(nodeId: string): string {
  return `dataconnect-query-${nodeId}`;
}

/** The one that this node has drawn, now or at its first deploy. */
export async function drawnMinute(store: Store, nodeId: string): Promise<number> {
  const document = store.document(minuteName(nodeId), FORMAT);
  const { value } = await document.read();
  if (value !== undefined) return value.minute;
  const minute = MINUTES[Math.floor(Math.random() * MINUTES.length)] ?? 0;
  await document.write({ minute });
  return minute;
}
