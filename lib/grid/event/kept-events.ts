// What is kept of open events over a restart: the same for every source.
import * as v from 'valibot';
import type { KeptSignal } from './provenance';

/** Open events by channel. */
export type KeptEvents = Readonly<Record<string, KeptSignal>>;

/** What an event must have to go on under its id. */
const KeptEvent = v.looseObject({
  id: v.string(),
  origin: v.string(),
  signal: v.string(),
  state: v.string(),
  detail: v.looseObject({}),
});

/** Written by this package alone, so the rest of an event is taken as it lies there. */
export const KeptEventsSchema = v.custom<KeptEvents>((value) => v.is(v.record(v.string(), KeptEvent), value));
