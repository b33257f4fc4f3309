// What the node has sent, over a restart: the same event keeps its id, and a plan of hours goes on.
import * as v from 'valibot';
import { isoParis } from '../../lib/grid/paris-time';
import { KeptEventsSchema, type KeptEvents } from '../../lib/grid/event/kept-events';
import type { KeptSignal } from '../../lib/grid/event/provenance';
import { CALM } from '../../lib/grid/event/run-outlook';
import type { HourPlan } from '../../lib/rte/ecowatt/hour-plan';
import { checkedBy, type Store } from '../../lib/store/store';

export interface SentByEcowatt {
  readonly open: KeptEvents;
  readonly plan?: HourPlan;
}

export interface EcowattMemory {
  read(): Promise<SentByEcowatt>;
  write(sent: SentByEcowatt): Promise<void>;
}

const Plan = v.object({
  deadline: v.number(),
  windows: v.array(v.object({ start: v.number(), end: v.number() })),
  basis: v.string(),
});
const Sent = v.object({ open: KeptEventsSchema, plan: v.exactOptional(Plan) });

export function memoryName(nodeId: string): string {
  return `ecowatt-signal-${nodeId}`;
}

/** @param origin of new events */
export function storedMemory(store: Store, nodeId: string, origin: string): EcowattMemory {
  const document = store.document<SentByEcowatt>(memoryName(nodeId), {
    version: 1,
    check: checkedBy(Sent),
    migrations: { 0: (value) => fromVersion0(value, origin) },
  });
  return {
    read: async () => (await document.read()).value ?? { open: {} },
    write: async (sent) => {
      await document.write(sent);
    },
  };
}

const Level = v.nullable(v.picklist([0, 1, 2, 3]));
const Sent0 = v.object({
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
  plan: v.exactOptional(Plan),
});

/** What 0.1 kept. @throws ValiError for anything else */
function fromVersion0(value: unknown, origin: string): SentByEcowatt {
  const { tension, plan } = v.parse(Sent0, value);
  const shared = { source: 'ecowatt', signal: 'grid-tension', change: 'initial', issuedAt: null } as const;
  const detail = { slots: [], leadMinutes: null, publishedAt: null };
  const open: Record<string, KeptSignal> = {};
  for (const event of tension.events) {
    const [start, end] = [isoParis(event.start), isoParis(event.end)];
    const name = event.id.slice(`${event.origin}/ecowatt/grid-tension/`.length);
    open[name] = { ...shared, ...event, start, end, detail };
  }
  if (tension.calm === null) {
    const unknown = { state: 'unknown', level: null, expected: null, start: null, end: null } as const;
    open[CALM] = { ...shared, ...unknown, id: `${origin}/ecowatt/grid-tension/${CALM}`, origin, detail };
  }
  return { open, ...(plan && { plan }) };
}
