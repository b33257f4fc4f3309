// What a node does only once all nodes are there: neither messages nor errors reach those that are created later. One listener
// for all nodes: Node-RED's emitter warns of a leak from the eleventh on.
import type { CloseGuard } from './close-guard';
import type { NodeAPI } from './types';

type Events = Pick<NodeAPI['events'], 'once'>;

/** By the emitter: a test bench may have several. */
const waiting = new WeakMap<Events, Set<() => void>>();

/** Calls `start` at the end of the start or deploy that is under way, unless the node closes before. */
export function whenStarted(RED: { readonly events: Events }, guard: CloseGuard, start: () => void): void {
  const starts = waiting.get(RED.events) ?? listen(RED.events);
  const once = (): void => {
    forget();
    start();
  };
  const forget = guard.onClose(() => void starts.delete(once));
  starts.add(once);
}

function listen(events: Events): Set<() => void> {
  const starts = new Set<() => void>();
  waiting.set(events, starts);
  events.once('flows:started', () => {
    waiting.delete(events);
    for (const start of starts) start();
  });
  return starts;
}
