// The devices "Écowatt" and "Tempo" of one ha-entities node: one of each, whatever the number of nodes that send their states.
import { GRID_KINDS, type GridKind, MESSAGES } from '../../lib/grid/message';
import type { GridSignal } from '../../lib/grid/signal';
import type { Device } from '../../lib/home-assistant/devices/device';
import { DeviceKeys, type StoredDevice } from '../../lib/home-assistant/devices/device-keys';
import { GridDevice } from '../../lib/home-assistant/devices/grid-device';
import type { GridState } from '../../lib/home-assistant/facts/grid-state';
import type { Household } from './meter-devices';

export class GridDevices {
  private readonly devices = new Map<GridKind, GridDevice>();
  private readonly keys: ReadonlyMap<GridKind, DeviceKeys>;

  /** @param stored devices of this node from before, meters among them; changed in place */
  constructor(
    private readonly house: Omit<Household, 'wanted'> & { readonly wanted: Readonly<Record<GridKind, string>> },
    stored: StoredDevice[],
    now: number,
  ) {
    const { others, wanted } = house;
    this.keys = new Map(GRID_KINDS.map((kind) => [kind, new DeviceKeys(stored, others, wanted[kind], kind)]));
    for (const [kind, keys] of this.keys) {
      if (keys.rename().length > 0) house.changed();
      if (keys.own.length > 0) this.deviceOf(kind, now)?.tidy();
    }
  }

  get all(): Device[] {
    return [...this.devices.values()];
  }

  hear(kind: GridKind, state: GridState, now: number): void {
    this.deviceOf(kind, now)?.hear(state, now);
  }

  signal(kind: GridKind, signal: GridSignal, now: number): void {
    this.deviceOf(kind, now)?.signal(signal);
  }

  tick(now: number): void {
    for (const device of this.devices.values()) device.tick(now);
  }

  private deviceOf(kind: GridKind, now: number): GridDevice | undefined {
    const there = this.devices.get(kind);
    if (there !== undefined) return there;
    // No meter has a stream of such a name.
    const stored = this.keys.get(kind)?.resolve(null, `${MESSAGES.signal.topic}/${kind}`, () => -Infinity, now);
    if (stored == null) return undefined;
    const { settings, outlet, changed, removed } = this.house;
    const device = new GridDevice(stored, kind, settings, outlet, changed, now);
    if (removed()) device.remove();
    this.devices.set(kind, device);
    changed();
    return device;
  }
}
