// What nodes note of themselves for the Flex Ready view of the whole: it is asked of them when somebody looks.
import type { FlexReadyDatum, FlexReadyFact } from '../../lib/flex/view/flex-ready';
import type { CloseGuard } from './close-guard';
import type { NodeAPI } from './types';

type Ask = () => FlexReadyFact;

/** By the emitter of a Node-RED: a test bench may have several. */
const noted = new WeakMap<object, Map<Ask, FlexReadyDatum>>();

/** Until the node closes. @param ask never throws */
export function noteFlexReady(
  { events }: Pick<NodeAPI, 'events'>,
  guard: CloseGuard,
  datum: FlexReadyDatum,
  ask: () => FlexReadyFact,
): void {
  const all = noted.get(events) ?? new Map<Ask, FlexReadyDatum>();
  noted.set(events, all);
  all.set(ask, datum);
  guard.onClose(() => void all.delete(ask));
}

/** What all of them say now. */
export function flexReadyFacts({ events }: Pick<NodeAPI, 'events'>): Map<FlexReadyDatum, FlexReadyFact[]> {
  const facts = new Map<FlexReadyDatum, FlexReadyFact[]>();
  for (const [ask, datum] of noted.get(events) ?? []) facts.set(datum, [...(facts.get(datum) ?? []), ask()]);
  return facts;
}
