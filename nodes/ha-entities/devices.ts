// All devices of one ha-entities node: who gets which message, and where it waits until the node knows what was told before.
import { deviceOfSource, type GridKind } from '../../lib/grid/message';
import type { GridSignal } from '../../lib/grid/signal';
import type { Device } from '../../lib/home-assistant/devices/device';
import type { StoredDevice } from '../../lib/home-assistant/devices/device-keys';
import type { GridState } from '../../lib/home-assistant/facts/grid-state';
import type { MeterDevice } from '../../lib/home-assistant/devices/meter-device';
import type { Reading } from '../../lib/home-assistant/facts/reading';
import { GridDevices } from './grid-devices';
import { Inbox } from './inbox';
import { type Household, MeterDevices } from './meter-devices';

export interface Keys {
  readonly meter: string;
  readonly grid: Readonly<Record<GridKind, string>>;
}

export class Devices {
  private readonly inbox = new Inbox();
  private found: { readonly meters: MeterDevices; readonly grid: GridDevices } | undefined;

  get meters(): readonly MeterDevice[] {
    return this.found?.meters.all ?? [];
  }

  get all(): readonly Device[] {
    return [...this.meters, ...(this.found?.grid.all ?? [])];
  }

  /** @param stored devices of this node from before, changed in place */
  open(house: Omit<Household, 'wanted'>, keys: Keys, stored: StoredDevice[], now: number): void {
    this.found = {
      meters: new MeterDevices({ ...house, wanted: keys.meter }, stored, now),
      grid: new GridDevices({ ...house, wanted: keys.grid }, stored, now),
    };
  }

  /** What came before they were opened. */
  catchUp(now: number): void {
    this.inbox.empty({
      reading: (reading) => void this.reading(reading, now),
      state: (kind, state) => {
        this.state(kind, state, now);
      },
      signal: (signal) => {
        // The broker may have been away for hours: an event that comes late would act late, the state it led to does not.
        this.signal({ ...signal, change: 'initial' }, now);
      },
    });
  }

  /** @returns the device, if this is the first reading of it */
  reading(reading: Reading, now: number): MeterDevice | undefined {
    if (this.found !== undefined) return this.found.meters.reading(reading, now);
    this.inbox.reading(reading);
    return undefined;
  }

  state(kind: GridKind, state: GridState, now: number): void {
    if (this.found === undefined) this.inbox.state(kind, state);
    else this.found.grid.hear(kind, state, now);
  }

  signal(signal: GridSignal, now: number): void {
    const kind = deviceOfSource(signal.source);
    if (this.found === undefined) this.inbox.signal(signal);
    else if (kind === 'meter') this.found.meters.signal(signal, now);
    else if (kind !== undefined) this.found.grid.signal(kind, signal, now);
  }

  tick(now: number): void {
    this.found?.meters.tick(now);
    this.found?.grid.tick(now);
  }
}
