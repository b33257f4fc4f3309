// All devices of one ha-entities node: whose a message is, and where it waits until that is known.
import { deviceOfSource, type DeviceKind, GRID_KINDS, type GridKind, MESSAGES } from '../../grid/message';
import { type GridSignal, isSimulated } from '../../grid/signal';
import type { EntityPublisher } from '../discovery/entity-publisher';
import type { Publishing } from '../discovery/publishing';
import { GRID_SUBJECTS } from '../facts/grid-subjects';
import type { GridState } from '../facts/message/grid-state';
import { meterHash } from '../facts/meter-hash';
import type { Reading } from '../facts/message/reading';
import { DeviceKeys, type OtherNodes } from './device-keys';
import { GridDevice } from './grid-device';
import { Inbox } from './inbox';
import { MeterDevice } from './meter-device';
import type { StoredDevice } from './stored-device';

/** What all devices of a node have in common. */
export interface Household extends Publishing {
  /** Keys that the user set. */
  readonly wanted: Readonly<Record<DeviceKind, string>>;
  readonly others: OtherNodes;
  /** Called with each meter that is there, before anything is published of it. */
  readonly opened: (device: MeterDevice) => void;
  /** Called with the key of each device that has something to press. */
  readonly operated: (key: string) => void;
}

export interface Device {
  readonly memory: StoredDevice;
  readonly publisher: EntityPublisher;
  /** Once a second. */
  tick(now: number): void;
}

/** Signals of a meter that no reading has introduced: it may be the successor of a known one, which only a reading tells. */
const INTRODUCTION_MS = 60_000;
const MOST_PENDING = 200;

export class Devices {
  private readonly inbox = new Inbox();
  /** Undefined until what was published before is known. */
  private keys: Readonly<Record<DeviceKind, DeviceKeys>> | undefined;
  private readonly meterDevices = new Map<StoredDevice, MeterDevice>();
  private readonly gridDevices = new Map<StoredDevice, GridDevice>();
  /** Signals of which it is not known whose they are, and since when they wait. */
  private pending: { readonly signal: GridSignal; readonly since: number }[] = [];
  private removed = false;

  constructor(private readonly house: Household) {}

  get meters(): readonly MeterDevice[] {
    return [...this.meterDevices.values()];
  }

  get all(): readonly Device[] {
    return [...this.meterDevices.values(), ...this.gridDevices.values()];
  }

  /** Everything was taken back on command. */
  get isRemoved(): boolean {
    return this.removed;
  }

  /**
   * From now on messages are passed on, those first that came before.
   * @param stored devices of this node from before, changed in place
   */
  open(stored: StoredDevice[], now: number): void {
    const { wanted, others, changed } = this.house;
    const keysOf = (kind: DeviceKind): DeviceKeys =>
      new DeviceKeys(stored, others, wanted[kind], kind === 'meter' ? undefined : kind);
    const keys = (this.keys = {
      meter: keysOf('meter'),
      ecowatt: keysOf('ecowatt'),
      tempo: keysOf('tempo'),
      enedis: keysOf('enedis'),
      flex: keysOf('flex'),
      supplier: keysOf('supplier'),
      tariff: keysOf('tariff'),
    });
    for (const each of Object.values(keys)) if (each.rename().length > 0) changed();
    for (const device of keys.meter.own) this.meterOf(device, now).publisher.tidy();
    for (const kind of GRID_KINDS)
      for (const device of keys[kind].own) this.gridDevice(device, kind, now).publisher.tidy();
    this.catchUp(now);
  }

  /** @returns the device, if this is the first reading of it: the user may want to know its key */
  reading(reading: Reading, now: number): MeterDevice | undefined {
    if (this.keys === undefined) {
      this.inbox.reading(reading);
      return undefined;
    }
    const before = this.meterDevices.size;
    const heardAt = (device: StoredDevice): number => this.meterDevices.get(device)?.link.heardAt ?? -Infinity;
    const stored = this.keys.meter.resolve(reading.meterId, reading.stream, heardAt, now);
    if (stored === null) return undefined;
    const device = this.meterOf(stored, now);
    device.reading(reading, now);
    this.passPending(now);
    if (this.meterDevices.size === before) return undefined;
    this.house.changed();
    return device;
  }

  state(kind: GridKind, state: GridState, now: number): void {
    if (this.keys === undefined) this.inbox.state(kind, state);
    else this.gridOf(kind, state.of, now)?.hear(state, now);
  }

  signal(signal: GridSignal, now: number): void {
    const kind = deviceOfSource(signal.source);
    if (this.keys === undefined) this.inbox.signal(signal);
    else if (kind === 'meter') this.meterSignal(signal, now);
    else if (kind !== undefined) this.gridOf(kind, GRID_SUBJECTS[kind].ofOrigin?.(signal.origin), now)?.signal(signal);
  }

  /** What somebody says who has pressed an entity of a device; undefined: no such device, or it means nothing now. */
  pressed(key: string, entity: string): object | undefined {
    for (const device of this.gridDevices.values()) if (device.memory.key === key) return device.pressed(entity);
    return undefined;
  }

  /** Takes back the device of a meter at Enedis that its user has given up. */
  forget(prm: string): void {
    const stored = this.keys?.enedis.drop(prm);
    if (stored === undefined) return;
    this.gridDevices.get(stored)?.publisher.remove();
    this.gridDevices.delete(stored);
    this.house.changed();
  }

  /** Once a second. */
  tick(now: number): void {
    const [late] = this.pending;
    // Only signals are wired: their origin is all that will ever be known.
    if (late !== undefined && now - late.since >= INTRODUCTION_MS) {
      const stored = this.deviceFor(late.signal, now);
      if (stored !== null) this.meterOf(stored, now);
      this.passPending(now);
      this.pending = this.pending.filter((waiting) => waiting !== late);
    }
    for (const device of this.all) device.tick(now);
  }

  /** Takes everything back, until it is asked for again: a device that is seen for the first time, too. */
  remove(): void {
    this.removed = true;
    for (const { publisher } of this.all) publisher.remove();
  }

  restore(now: number): void {
    this.removed = false;
    for (const { publisher } of this.all) publisher.restore();
    this.repeat(now);
  }

  /** Everything again. */
  repeat(now: number): void {
    for (const { publisher } of this.all) publisher.repeat(now);
  }

  /** The node is gone for good: nobody speaks for its devices any more, unless another node publishes the same meter. */
  leave(): void {
    for (const { memory, publisher } of this.all) if (!this.house.others.speaksFor(memory.key)) publisher.leave();
  }

  private catchUp(now: number): void {
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

  private meterSignal(signal: GridSignal, now: number): void {
    const device = this.meterBehind(signal);
    if (device !== undefined) {
      device.signal(signal, now);
      return;
    }
    this.pending.push({ signal, since: now });
    if (this.pending.length > MOST_PENDING) this.pending.shift();
  }

  private passPending(now: number): void {
    const { pending } = this;
    if (pending.length === 0) return;
    this.pending = [];
    for (const waiting of pending) {
      const device = this.meterBehind(waiting.signal);
      if (device === undefined) this.pending.push(waiting);
      else device.signal(waiting.signal, now);
    }
  }

  /** A simulation before any meter was heard has the name of the decoder as its origin: it is that of the only meter. */
  private meterBehind(signal: GridSignal): MeterDevice | undefined {
    const { meters } = this;
    const hash = meterHash(signal.origin);
    const found = meters.find(({ memory }) => memory.meter === hash || memory.stream === signal.origin);
    return found ?? (isSimulated(signal) && meters.length === 1 ? meters[0] : undefined);
  }

  /** A simulation is no meter: the first one that speaks takes its device over; of several meters it is nobody's. */
  private deviceFor(signal: GridSignal, now: number): StoredDevice | null {
    const keys = this.keys?.meter;
    if (keys === undefined) return null;
    if (isSimulated(signal)) return this.meterDevices.size === 0 ? keys.reserve() : null;
    const { origin } = signal;
    const isMeter = /^\d{6,}$/.test(origin);
    return keys.resolve(isMeter ? origin : null, origin, () => -Infinity, now);
  }

  private meterOf(stored: StoredDevice, now: number): MeterDevice {
    let device = this.meterDevices.get(stored);
    if (device === undefined) {
      device = new MeterDevice(stored, this.house, now);
      if (this.removed) device.publisher.remove();
      this.meterDevices.set(stored, device);
      this.house.opened(device);
    }
    return device;
  }

  /** Energy that waits for its pace is told. */
  private readonly settle = (now: number): void => {
    for (const { publisher } of this.meterDevices.values()) publisher.settle(now);
  };

  /** One of each kind, or one for each `of`, whatever the number of nodes that send its states. */
  private gridOf(kind: GridKind, of: string | undefined, now: number): GridDevice | undefined {
    // No meter has a stream of such a name.
    const stream = `${MESSAGES.signal.topic}/${kind}${of === undefined ? '' : `/${meterHash(of)}`}`;
    const stored = this.keys?.[kind].resolve(of ?? null, stream, () => -Infinity, now);
    return stored == null ? undefined : this.gridDevice(stored, kind, now);
  }

  private gridDevice(stored: StoredDevice, kind: GridKind, now: number): GridDevice {
    const there = this.gridDevices.get(stored);
    if (there !== undefined) return there;
    const device = new GridDevice(stored, kind, { ...this.house, beforePrice: this.settle }, now);
    if (this.removed) device.publisher.remove();
    this.gridDevices.set(stored, device);
    if (GRID_SUBJECTS[kind].buttons !== undefined) this.house.operated(stored.key);
    this.house.changed();
    return device;
  }
}
