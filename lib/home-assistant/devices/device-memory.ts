// What all ha-entities nodes of one Node-RED remember over a restart: one document. Keys must be unique over all of them.
import type { StoredDocument } from '../../store/document';
import { unchanged, type Format } from '../../store/envelope';
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

/** Undefined: another program's file. */
function checkMemory(value: unknown): StoredMemory | undefined {
  if (!isRecord(value) || !isRecord(value['nodes'])) return undefined;
  const nodes = Object.entries(value['nodes']);
  const fits = nodes.every(([, devices]) => Array.isArray(devices) && devices.every(isDevice));
  return fits ? { nodes: value['nodes'] as StoredMemory['nodes'] } : undefined;
}

function isDevice(value: unknown): value is StoredDevice {
  return (
    isRecord(value) &&
    typeof value['key'] === 'string' &&
    typeof value['wanted'] === 'string' &&
    typeof value['situation'] === 'string' &&
    isRecord(value['announced']) &&
    Object.values(value['announced']).every((entry) => isRecord(entry) && typeof entry['state'] === 'string') &&
    Array.isArray(value['topics']) &&
    (value['indexNames'] === undefined || isNames(value['indexNames'])) &&
    isTotal(value['withdrawn']) &&
    isTotal(value['injected']) &&
    (value['floors'] === undefined || (isRecord(value['floors']) && Object.values(value['floors']).every(isFloor)))
  );
}

function isNames(value: unknown): boolean {
  return isRecord(value) && Object.values(value).every((name) => typeof name === 'string');
}

function isTotal(value: unknown): boolean {
  return value === undefined || (isFloor(value) && Number.isFinite((value as Record<string, unknown>)['offsetWh']));
}

function isFloor(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value['basis'] === 'string' &&
    ['lastWh', 'at'].every((field) => Number.isFinite(value[field]))
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
