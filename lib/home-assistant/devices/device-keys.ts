// Which device a meter is. Ids, entities and topics hang on a key that the user can read and edit, never on the serial
// number: a replaced meter, another mode or tariff goes on under its key (CONTRACTS: Home Assistant device).
import type { GridKind } from '../../grid/message';
import { meterHash } from '../facts/meter-hash';
import type { StoredDevice } from './stored-device';

/** A meter that has spoken within this time cannot have been replaced by another one on its stream. */
const REPLACED_AFTER_MS = 60_000;

/** What a node may ask of the others. */
export interface OtherNodes {
  /** Whether another meter of another node has this key. */
  isTaken(key: string, meter: string | null): boolean;
  /** Whether a node that is there speaks for this key, too: one meter, published twice. */
  speaksFor(key: string): boolean;
  /** Hands over the device of a node that is no more: a flow that was imported again goes on where it was. */
  adopt(meter: string | null, stream: string, wanted: string): StoredDevice | undefined;
}

export class DeviceKeys {
  /** New meters on streams whose meter has just spoken, and since when. */
  private readonly candidates = new Map<string, number>();

  /**
   * @param devices those of this node, changed in place
   * @param wanted the key that the user set
   * @param kind the devices that are looked at; undefined: meters
   */
  constructor(
    private readonly devices: StoredDevice[],
    private readonly others: OtherNodes,
    private readonly wanted: string,
    private readonly kind?: GridKind,
  ) {}

  /** Those of this kind; keys are given once over all kinds. */
  get own(): StoredDevice[] {
    return this.devices.filter(({ kind }) => kind === this.kind);
  }

  /**
   * The device of a reading. A known meter keeps its key; a new meter on a known stream has replaced the one that was there;
   * else it gets the next key. A meter without identity is known by its stream.
   * @param heardAt when a device was heard last, epoch milliseconds
   * @returns null while it cannot be told: a new meter on the stream of one that has just spoken
   */
  resolve(
    meterId: string | null,
    stream: string,
    heardAt: (device: StoredDevice) => number,
    now: number,
  ): StoredDevice | null {
    const meter = meterId === null ? null : meterHash(meterId);
    const same = this.own.find((device) => meter !== null && device.meter === meter);
    const found = same ?? this.onStream(meter, stream, heardAt, now);
    if (found === null) return null;
    const device =
      found ?? this.ownerless() ?? this.others.adopt(meter, stream, this.wanted) ?? this.create(meter, stream);
    if (!this.devices.includes(device)) this.devices.push(device);
    device.meter = meter ?? device.meter;
    device.stream = stream;
    return device;
  }

  /** A device before any meter was heard. */
  reserve(): StoredDevice {
    const device = this.ownerless() ?? this.create(null, null);
    if (!this.devices.includes(device)) this.devices.push(device);
    return device;
  }

  /** The device of this meter, which is no more: its key is free again. */
  drop(meterId: string): StoredDevice | undefined {
    const hash = meterHash(meterId);
    const found = this.own.find(({ meter }) => meter === hash);
    if (found !== undefined) this.devices.splice(this.devices.indexOf(found), 1);
    return found;
  }

  /** Gives new keys where the user has edited the key since. @returns those whose key has changed */
  rename(): StoredDevice[] {
    const edited = this.own.filter(({ wanted }) => wanted !== this.wanted);
    const before = new Map(edited.map((device) => [device, device.key]));
    for (const device of edited) {
      device.wanted = this.wanted;
      device.key = '';
    }
    for (const device of edited) device.key = this.free(device.meter);
    return edited.filter((device) => before.get(device) !== device.key);
  }

  /** Undefined: a meter that nobody has seen; null: wait. */
  private onStream(
    meter: string | null,
    stream: string,
    heardAt: (device: StoredDevice) => number,
    now: number,
  ): StoredDevice | null | undefined {
    const there = this.own.filter((device) => device.stream === stream);
    const [first] = there;
    // A damaged frame of one of several meters says nothing.
    if (meter === null) return there.length > 1 ? null : first;
    if (first === undefined) return undefined;
    const last = Math.max(...there.map((device) => (device.meter === null ? -Infinity : heardAt(device))));
    const since = this.candidates.get(meter);
    if (now - last >= REPLACED_AFTER_MS) {
      this.candidates.delete(meter);
      // Of several meters the one that has been silent longest.
      return there.reduce((oldest, device) => (heardAt(device) < heardAt(oldest) ? device : oldest));
    }
    // Two that speak by turns are two meters.
    if (since !== undefined && last > since) {
      this.candidates.delete(meter);
      return undefined;
    }
    if (since === undefined) this.candidates.set(meter, now);
    return null;
  }

  /** Read back from a broker that did not say of which meter, or made for a simulation: of the first one that speaks. */
  private ownerless(): StoredDevice | undefined {
    return this.own.find((device) => device.meter === null && device.stream === null);
  }

  private create(meter: string | null, stream: string | null): StoredDevice {
    const key = this.free(meter);
    const { wanted, kind } = this;
    return { ...(kind && { kind }), key, wanted, meter, stream, situation: '', announced: {}, topics: [] };
  }

  private free(meter: string | null): string {
    for (let n = 1; ; n++) {
      const key = n === 1 ? this.wanted : `${this.wanted}_${String(n)}`;
      if (!this.devices.some((device) => device.key === key) && !this.others.isTaken(key, meter)) return key;
    }
  }
}
