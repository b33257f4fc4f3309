// The meters of one ha-entities node: which reading and which signal belongs to which device.
import { type GridSignal, isSimulated } from '../../lib/grid/signal';
import type { DeviceSettings } from '../../lib/home-assistant/devices/device';
import {
  DeviceKeys,
  meterHash,
  type OtherNodes,
  type StoredDevice,
} from '../../lib/home-assistant/devices/device-keys';
import { MeterDevice } from '../../lib/home-assistant/devices/meter-device';
import type { Reading } from '../../lib/home-assistant/facts/reading';
import type { Outlet } from '../../lib/home-assistant/discovery/entity-publisher';

/** Signals of a meter that no reading has introduced: it may be the successor of a known one, which only a reading tells. */
const INTRODUCTION_MS = 60_000;
const MOST_STRANGERS = 200;

export interface Household {
  readonly settings: DeviceSettings;
  readonly outlet: Outlet;
  readonly wanted: string;
  readonly others: OtherNodes;
  /** Something changed that has to outlive a restart. */
  readonly changed: () => void;
  /** Everything was taken back on command: a device that is seen for the first time is, too. */
  readonly removed: () => boolean;
  /** A device is there, before anything is told of it. */
  readonly opened: (device: MeterDevice) => void;
}

export class MeterDevices {
  private readonly devices = new Map<StoredDevice, MeterDevice>();
  private readonly keys: DeviceKeys;
  private strangers: { readonly signal: GridSignal; readonly since: number }[] = [];

  /** @param stored devices of this node from before, changed in place */
  constructor(
    private readonly house: Household,
    stored: StoredDevice[],
    now: number,
  ) {
    this.keys = new DeviceKeys(stored, house.others, house.wanted);
    if (this.keys.rename().length > 0) house.changed();
    for (const device of this.keys.own) this.deviceOf(device, now).tidy();
  }

  get all(): MeterDevice[] {
    return [...this.devices.values()];
  }

  /** @returns the device, if this is the first reading of it; the user may want to know its key */
  reading(reading: Reading, now: number): MeterDevice | undefined {
    const before = this.devices.size;
    const heardAt = (device: StoredDevice): number => this.devices.get(device)?.link.heardAt ?? -Infinity;
    const stored = this.keys.resolve(reading.meterId, reading.stream, heardAt, now);
    if (stored === null) return undefined;
    const device = this.deviceOf(stored, now);
    device.reading(reading, now);
    this.introduce(now);
    if (this.devices.size === before) return undefined;
    this.house.changed();
    return device;
  }

  signal(signal: GridSignal, now: number): void {
    const device = this.deviceOfOrigin(signal.origin) ?? this.onlyDeviceFor(signal);
    if (device !== undefined) {
      device.signal(signal, now);
      return;
    }
    this.strangers.push({ signal, since: now });
    if (this.strangers.length > MOST_STRANGERS) this.strangers.shift();
  }

  tick(now: number): void {
    const [late] = this.strangers;
    // Only signals are wired: their origin is all that will ever be known.
    if (late !== undefined && now - late.since >= INTRODUCTION_MS) {
      const stored = this.deviceFor(late.signal, now);
      if (stored !== null) this.deviceOf(stored, now);
      this.introduce(now);
      this.strangers = this.strangers.filter((stranger) => stranger !== late);
    }
    for (const device of this.devices.values()) device.tick(now);
  }

  /** A simulation is no meter: the first one that speaks takes its device over; of several meters it is nobody's. */
  private deviceFor(signal: GridSignal, now: number): StoredDevice | null {
    if (isSimulated(signal)) return this.devices.size === 0 ? this.keys.reserve() : null;
    const { origin } = signal;
    const isMeter = /^\d{6,}$/.test(origin);
    return this.keys.resolve(isMeter ? origin : null, origin, () => -Infinity, now);
  }

  private introduce(now: number): void {
    const { strangers } = this;
    if (strangers.length === 0) return;
    this.strangers = [];
    for (const { signal, since } of strangers) {
      const device = this.deviceOfOrigin(signal.origin) ?? this.onlyDeviceFor(signal);
      if (device === undefined) this.strangers.push({ signal, since });
      else device.signal(signal, now);
    }
  }

  private deviceOfOrigin(origin: string): MeterDevice | undefined {
    const hash = meterHash(origin);
    return this.all.find(({ memory }) => memory.meter === hash || memory.stream === origin);
  }

  /** A simulation before any meter was heard has the name of the decoder as its origin. */
  private onlyDeviceFor(signal: GridSignal): MeterDevice | undefined {
    return isSimulated(signal) && this.devices.size === 1 ? this.all[0] : undefined;
  }

  private deviceOf(stored: StoredDevice, now: number): MeterDevice {
    let device = this.devices.get(stored);
    if (device === undefined) {
      const { settings, outlet, changed, removed, opened } = this.house;
      device = new MeterDevice(stored, settings, outlet, changed, now);
      if (removed()) device.remove();
      this.devices.set(stored, device);
      opened(device);
    }
    return device;
  }
}
