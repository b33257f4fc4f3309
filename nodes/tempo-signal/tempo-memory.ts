// The events that the node has sent, over a restart: the same day keeps its id.
import * as v from 'valibot';
import { KeptEventsSchema, type KeptEvents } from '../../lib/grid/event/kept-events';
import { isoParis, PARIS } from '../../lib/grid/paris-time';
import { tariffStart } from '../../lib/rte/tempo/state';
import { checkedBy, type Format, type Store } from '../../lib/store/store';

export interface SentByTempo {
  readonly open: KeptEvents;
}

export interface TempoMemory {
  read(): Promise<SentByTempo>;
  write(sent: SentByTempo): Promise<void>;
}

const FORMAT: Format<SentByTempo> = {
  version: 1,
  check: checkedBy(v.object({ open: KeptEventsSchema })),
  migrations: { 0: fromVersion0 },
};

export function memoryName(nodeId: string): string {
  return `tempo-signal-${nodeId}`;
}

export function storedMemory(store: Store, nodeId: string): TempoMemory {
  const document = store.document<SentByTempo>(memoryName(nodeId), FORMAT);
  return {
    read: async () => (await document.read()).value ?? { open: {} },
    write: async (sent) => {
      await document.write(sent);
    },
  };
}

const Event0 = v.object({
  origin: v.string(),
  day: v.pipe(v.string(), v.isoDate()),
  colour: v.nullable(v.picklist(['blue', 'white', 'red'])),
  confirmed: v.boolean(),
  level: v.nullable(v.picklist([0, 1, 2, 3])),
});
const Sent0 = v.strictObject({ now: v.exactOptional(Event0), next: v.exactOptional(Event0) });

/** What 0.1 kept. @throws ValiError for anything else */
function fromVersion0(value: unknown): SentByTempo {
  const { now, next } = v.parse(Sent0, value);
  return { open: { ...(now && kept(now, 'active')), ...(next && kept(next, 'announced')) } };
}

function kept({ origin, day, colour, confirmed, level }: v.InferOutput<typeof Event0>, state: 'active' | 'announced') {
  return {
    [day]: {
      id: `${origin}/tempo/day-colour/${day}`,
      origin,
      source: 'tempo',
      signal: 'day-colour',
      state: colour === null ? 'unknown' : state,
      change: 'initial',
      level,
      expected: level,
      start: isoParis(tariffStart(day)),
      end: isoParis(tariffStart(PARIS.addDays(day, 1))),
      issuedAt: null,
      detail: { day, colour: colour ?? 'unknown', confirmed },
    },
  } satisfies KeptEvents;
}
