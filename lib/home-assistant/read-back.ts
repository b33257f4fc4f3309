// What a broker still knows of our totals: the floor below which nothing may be told, and, where our own document is lost,
// offset and meter of each key.
import type { StoredDevice } from './device-keys';
import { type KnownTotal, PATIENCE_MS } from './energy-total';

export const READ_BACK_ENTITIES = ['energy_total', 'energy_returned'] as const;
type Entity = (typeof READ_BACK_ENTITIES)[number];

type Found = Partial<KnownTotal>;

/** Collects retained messages by device key. */
export class ReadBack {
  private readonly found = new Map<string, Partial<Record<Entity, Found>>>();

  constructor(private readonly base: string) {}

  /** Topics to subscribe to; `+` is the device key. */
  get topics(): string[] {
    return READ_BACK_ENTITIES.flatMap((entity) => [`${this.base}/+/${entity}`, `${this.base}/+/${entity}/attributes`]);
  }

  /** @returns false where the topic is none of ours */
  take(topic: string, payload: string): boolean {
    if (!topic.startsWith(`${this.base}/`)) return false;
    const [key = '', name, part, ...more] = topic.slice(this.base.length + 1).split('/');
    const entity = READ_BACK_ENTITIES.find((candidate) => candidate === name);
    if (entity === undefined || more.length > 0 || (part !== undefined && part !== 'attributes')) return false;
    const device = this.found.get(key) ?? {};
    const before = device[entity] ?? {};
    this.found.set(key, {
      ...device,
      [entity]: { ...before, ...(part === undefined ? state(payload) : attributes(payload)) },
    });
    return true;
  }

  /** What the broker has of a total of a key. */
  total(key: string, entity: Entity): KnownTotal | undefined {
    const { wh, ...more } = this.found.get(key)?.[entity] ?? {};
    return wh === undefined ? undefined : { wh, ...more };
  }

  /** Devices as they must have been, where nothing else remembers them. */
  devices(wanted: string, now: number): StoredDevice[] {
    return [...this.found].flatMap(([key, { energy_total: withdrawn, energy_returned: injected }]) => {
      if (key !== wanted && !key.startsWith(`${wanted}_`)) return [];
      const totals = { ...total('withdrawn', withdrawn, now), ...total('injected', injected, now) };
      if (Object.keys(totals).length === 0) return [];
      const meter = withdrawn?.basis?.split(':')[0] ?? null;
      return [{ key, wanted, meter, stream: null, situation: '', announced: {}, topics: [], ...totals }];
    });
  }
}

function state(payload: string): Found {
  const wh = payload.trim() === '' ? NaN : Number(payload);
  return Number.isFinite(wh) ? { wh } : {};
}

function attributes(payload: string): Found {
  try {
    const read = JSON.parse(payload) as { offset_wh?: unknown; origin_key?: unknown } | null;
    return {
      ...(typeof read?.offset_wh === 'number' ? { offsetWh: read.offset_wh } : {}),
      ...(typeof read?.origin_key === 'string' ? { basis: read.origin_key } : {}),
    };
  } catch {
    return {};
  }
}

function total(
  name: 'withdrawn' | 'injected',
  found: Found | undefined,
  now: number,
): Pick<StoredDevice, 'withdrawn' | 'injected'> {
  if (found?.wh === undefined) return {};
  const { wh: lastWh, offsetWh, basis } = found;
  const whole = offsetWh !== undefined && basis !== undefined;
  // Without its basis the next sum is joined to the last value, whatever it was made of.
  const state = whole
    ? { offsetWh, basis, lastWh, at: now - PATIENCE_MS }
    : { offsetWh: 0, basis: '', lastWh, at: now };
  return { [name]: state };
}
