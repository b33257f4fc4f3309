// What all ha-entities nodes of one Node-RED remember over a restart: one document. Keys must be unique over all of them.
import * as v from 'valibot';
import type { StoredDocument } from '../../store/document';
import { unchanged, type Format } from '../../store/envelope';
import type { FloorState } from '../energy/energy-floor';
import type { OtherNodes } from './device-keys';
import type { StoredDevice } from './stored-device';

export const MEMORY_NAME = 'home-assistant';

export interface StoredMemory {
  /** Devices by node id. */
  readonly nodes: Record<string, StoredDevice[]>;
}

export class DeviceMemory {
  private loaded: Promise<StoredMemory> | undefined;
  private memory: StoredMemory = { nodes: {} };
  private readonly open = new Set<string>();

  constructor(private readonly document: StoredDocument<StoredMemory>) {}

  /** The devices of a node, to be changed in place; empty where nothing is known. */
  async devicesOf(node: string): Promise<StoredDevice[]> {
    this.loaded ??= this.document.read().then(({ value }) => (this.memory = value ?? this.memory));
    await this.loaded;
    this.open.add(node);
    return (this.memory.nodes[node] ??= []);
  }

  /** Before it was read there is nothing to keep: it would overwrite what is known. */
  async save(): Promise<void> {
    if (this.loaded === undefined) return;
    await this.loaded;
    await this.document.write(this.memory);
  }

  /** @param exists whether a node of this id is in the flows */
  others(node: string, exists: (id: string) => boolean): OtherNodes {
    const foreign = (): [string, StoredDevice[]][] => Object.entries(this.memory.nodes).filter(([id]) => id !== node);
    return {
      // A key from which everything was taken back is free again.
      isTaken: (key, meter) =>
        foreign().some(([, devices]) =>
          devices.some(
            (device) =>
              device.key === key &&
              (meter === null || device.meter !== meter) &&
              (Object.keys(device.announced).length > 0 || device.withdrawn !== undefined),
          ),
        ),
      speaksFor: (key) =>
        foreign().some(
          ([id, devices]) =>
            this.open.has(id) &&
            exists(id) &&
            devices.some((device) => device.key === key && Object.keys(device.announced).length > 0),
        ),
      adopt: (meter, stream, wanted) => {
        for (const [id, devices] of foreign()) {
          if (this.open.has(id) || exists(id)) continue;
          const at = devices.findIndex(
            (device) =>
              device.wanted === wanted && (device.meter === null ? device.stream === stream : device.meter === meter),
          );
          const [found] = at < 0 ? [] : devices.splice(at, 1);
          if (found !== undefined) return found;
        }
        return undefined;
      },
    };
  }
}

export const MEMORY: Format<StoredMemory> = { version: 1, check: checkMemory, migrations: { 0: unchanged } };

const finite = v.pipe(v.number(), v.finite());
const FLOOR = { basis: v.string(), lastWh: finite, at: finite } satisfies Record<keyof FloorState, v.GenericSchema>;
const TOTAL = v.object({ ...FLOOR, offsetWh: finite });
const START = v.object({ key: v.string(), baseWh: finite, since: finite });
const STARTS = v.object({ day: START, month: START });
const DEVICE = v.object({
  key: v.string(),
  wanted: v.string(),
  situation: v.string(),
  announced: v.record(v.string(), v.object({ state: v.string() })),
  topics: v.array(v.unknown()),
  prices: v.optional(v.record(v.string(), finite)),
  indexNames: v.optional(v.record(v.string(), v.string())),
  withdrawn: v.optional(TOTAL),
  injected: v.optional(TOTAL),
  periods: v.optional(v.object({ withdrawn: v.optional(STARTS), injected: v.optional(STARTS) })),
  floors: v.optional(v.record(v.string(), v.object(FLOOR))),
} satisfies Partial<Record<keyof StoredDevice, v.GenericSchema>>);
const DOCUMENT = v.object({ nodes: v.record(v.string(), v.array(DEVICE)) });

/** Undefined: another program's file. What is not looked at stays as it is. */
function checkMemory(value: unknown): StoredMemory | undefined {
  return v.is(DOCUMENT, value) ? { nodes: value.nodes as unknown as StoredMemory['nodes'] } : undefined;
}
