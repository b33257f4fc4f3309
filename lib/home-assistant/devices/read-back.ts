// What a broker still knows of our totals: the floor below which nothing may be published, and, where our own document is lost,
// offset and meter of each key. Anybody may have written it: a key is ours where its configuration, retained too, names this
// package.
import type { StoredDevice } from './stored-device';
import { isPossible, type KnownTotal, PATIENCE_MS } from '../energy/energy-total';
import { configTopic, type Place, stateTopic } from '../discovery/topics';

export const READ_BACK_ENTITIES = ['energy_total', 'energy_returned'] as const;
export type ReadBackEntity = (typeof READ_BACK_ENTITIES)[number];

type FoundTotal = Partial<KnownTotal>;

/** No house has more meters; beyond it somebody else writes there. */
const MOST_KEYS = 100;

/** Devices of keys that nothing else remembers, and keys of which what the broker has is not believed. */
export interface Adopted {
  readonly devices: StoredDevice[];
  readonly refused: { readonly key: string; readonly entity: ReadBackEntity }[];
}

/** Collects retained messages by device key. */
export class ReadBack {
  private readonly found = new Map<string, Partial<Record<ReadBackEntity, FoundTotal>>>();
  /** Topic of each configuration that may come, and what it would be of. */
  private readonly configs = new Map<string, { readonly key: string; readonly entity: ReadBackEntity }>();

  /**
   * @param place where this node publishes its devices; `key` is the one that the user set
   * @param origin the name of this package in configurations
   */
  constructor(
    private readonly place: Place,
    private readonly origin: string,
  ) {}

  /** Topics to subscribe to; `+` is the device key. */
  get topics(): string[] {
    const { base } = this.place;
    return READ_BACK_ENTITIES.flatMap((entity) => [`${base}/+/${entity}`, `${base}/+/${entity}/attributes`]);
  }

  /** Topics of the configurations of what has come until now. */
  get configTopics(): string[] {
    return [...this.configs.keys()];
  }

  /** @returns false where the topic is none of ours */
  take(topic: string, payload: string): boolean {
    const { base } = this.place;
    const config = this.configs.get(topic);
    if (config !== undefined) {
      this.note(config.key, config.entity, { isOurs: this.names(payload, config.key, config.entity) });
      return true;
    }
    if (!topic.startsWith(`${base}/`)) return false;
    const [key = '', name, part, ...more] = topic.slice(base.length + 1).split('/');
    const entity = READ_BACK_ENTITIES.find((candidate) => candidate === name);
    if (entity === undefined || more.length > 0 || (part !== undefined && part !== 'attributes')) return false;
    if (!this.mayBeOurs(key)) return true;
    this.configs.set(configTopic({ ...this.place, key }, 'sensor', entity), { key, entity });
    this.note(key, entity, part === undefined ? state(payload) : attributes(payload));
    return true;
  }

  /** What the broker has of a total of a key. */
  total(key: string, entity: ReadBackEntity): KnownTotal | undefined {
    const { wh, ...more } = this.found.get(key)?.[entity] ?? {};
    return wh === undefined ? undefined : { isOurs: false, wh, ...more };
  }

  /**
   * Devices as they must have been, where nothing else remembers them.
   * @param isTaken whether another node has a key, of this meter or of another one
   */
  devices(now: number, isTaken: (key: string) => boolean): Adopted {
    const devices: StoredDevice[] = [];
    const refused: { key: string; entity: ReadBackEntity }[] = [];
    for (const key of this.found.keys()) {
      if (isTaken(key)) continue;
      const totals = READ_BACK_ENTITIES.flatMap((entity) => {
        const total = this.total(key, entity);
        return total === undefined ? [] : [{ entity, total }];
      });
      const strange = totals.filter(({ total }) => !total.isOurs || !isPossible(total));
      if (totals.length > 0 && strange.length === 0) devices.push(this.device(key, now));
      for (const { entity, total } of strange) {
        // What names its meter waits for it to speak.
        if (total.basis === undefined || !isPossible(total)) refused.push({ key, entity });
      }
    }
    return { devices, refused };
  }

  private device(key: string, now: number): StoredDevice {
    const [withdrawn, injected] = READ_BACK_ENTITIES.map((entity) => this.total(key, entity));
    const meter = (withdrawn ?? injected)?.basis?.split(':')[0] ?? '';
    return {
      key,
      wanted: this.place.key,
      meter: /^[0-9a-f]{16}$/.test(meter) ? meter : null,
      stream: null,
      situation: '',
      announced: {},
      topics: [],
      ...total('withdrawn', withdrawn, now),
      ...total('injected', injected, now),
    };
  }

  /** Keys of one node are the one that the user set, and that with a number behind it. */
  private mayBeOurs(key: string): boolean {
    const { key: wanted } = this.place;
    const fits =
      key === wanted || (key.startsWith(`${wanted}_`) && /^[1-9]\d{0,2}$/.test(key.slice(wanted.length + 1)));
    return fits && (this.found.has(key) || this.found.size < MOST_KEYS);
  }

  private note(key: string, entity: ReadBackEntity, more: FoundTotal): void {
    const device = this.found.get(key) ?? {};
    this.found.set(key, { ...device, [entity]: { ...device[entity], ...more } });
  }

  /** Whether a configuration is one of this package, for this very total. */
  private names(payload: string, key: string, entity: ReadBackEntity): boolean {
    const config = json(payload);
    const origin = config?.['origin'] as { name?: unknown } | null | undefined;
    return origin?.name === this.origin && config?.['state_topic'] === stateTopic({ ...this.place, key }, entity);
  }
}

/** What is there but is no number is refused later: NaN. */
function state(payload: string): FoundTotal {
  const text = payload.trim();
  return text === '' || text === 'None' ? {} : { wh: Number(text) };
}

function attributes(payload: string): FoundTotal {
  const read = json(payload);
  return {
    ...(typeof read?.['offset_wh'] === 'number' ? { offsetWh: read['offset_wh'] } : {}),
    ...(typeof read?.['origin_key'] === 'string' ? { basis: read['origin_key'] } : {}),
  };
}

function json(payload: string): Readonly<Record<string, unknown>> | null {
  try {
    return JSON.parse(payload) as Readonly<Record<string, unknown>> | null;
  } catch {
    return null;
  }
}

function total(
  name: 'withdrawn' | 'injected',
  found: KnownTotal | undefined,
  now: number,
): Pick<StoredDevice, 'withdrawn' | 'injected'> {
  if (found === undefined) return {};
  const { wh: lastWh, offsetWh, basis } = found;
  // Without its basis the next sum is joined to the last value, whatever it was made of.
  const state =
    offsetWh !== undefined && basis !== undefined
      ? { offsetWh, basis, lastWh, at: now - PATIENCE_MS }
      : { offsetWh: 0, basis: '', lastWh, at: now };
  return { [name]: state };
}
