// What is known before anything is published: the node's own document, and what the broker retains of our totals. Nothing lower
// than what was published last may leave, so both are read first; the document is believed before the broker, where anybody writes.
import type { MeterDevice } from '../../lib/home-assistant/devices/meter-device';
import { READ_BACK_ENTITIES, ReadBack, type ReadBackEntity } from '../../lib/home-assistant/devices/read-back';
import type { StoredDevice } from '../../lib/home-assistant/devices/stored-device';
import { type Place, stateTopic } from '../../lib/home-assistant/discovery/topics';
import type { Clock } from '../../lib/grid/clock';
import type { CloseGuard } from '../runtime/close-guard';
import type { Broker } from '../runtime/mqtt-broker';

/** How long retained totals are waited for. */
export const READ_BACK_MS = 2000;

export interface StartUpParts {
  /** Where this node publishes its devices; the key is the one that the user set. */
  readonly place: Place;
  /** The name of this package in configurations. */
  readonly origin: string;
  /** Whether another node has a key. */
  readonly isTaken: (key: string) => boolean;
  readonly broker: Broker | undefined;
  readonly clock: Clock;
  readonly guard: CloseGuard;
  readonly stored: () => Promise<StoredDevice[]>;
  /** Called once, with the devices of this node. */
  readonly ready: (stored: StoredDevice[]) => void;
  /** Called once for each topic: the total that is retained under it is not believed. */
  readonly refused: (topic: string) => void;
}

export class StartUp {
  private readonly readBack: ReadBack;
  private readonly refused = new Set<string>();
  /** Subscribed to while the broker is asked. */
  private readonly asked = new Set<string>();
  private asking = false;
  private over = false;

  constructor(private readonly parts: StartUpParts) {
    this.readBack = new ReadBack(parts.place, parts.origin);
  }

  /** Asks the broker, at the first connection that lasts long enough. */
  connected(): void {
    const { broker } = this.parts;
    if (broker === undefined || this.over || this.asking) return;
    this.asking = true;
    this.ask(broker, this.readBack.topics);
    this.later(() => {
      for (const topic of this.asked) broker.unsubscribe(topic);
      this.asked.clear();
      this.asking = false;
      // The connection went meanwhile: nothing was heard, the next one is asked again.
      if (broker.connected) void this.finish();
    });
  }

  /** Without a broker node an `mqtt in` may bring what nothing else remembers: it is waited for as a broker's answer is. */
  withoutBroker(): void {
    this.later(() => void this.finish());
  }

  /** A message of our own totals, from an `mqtt in`. */
  take(topic: string, payload: string): boolean {
    return this.readBack.take(topic, payload);
  }

  /** The broker's last values are the floor, whatever was stored, where the meter can have counted them. */
  raiseFloors(devices: readonly MeterDevice[]): void {
    const now = this.parts.clock.now();
    for (const device of devices)
      for (const entity of READ_BACK_ENTITIES) {
        const { key } = device.memory;
        const known = this.readBack.total(key, entity);
        if (known === undefined) continue;
        device.raiseFloor(entity === 'energy_total' ? 'withdrawn' : 'injected', known, now, () => {
          this.refuse(key, entity);
        });
      }
  }

  private ask(broker: Broker, topics: readonly string[]): void {
    for (const topic of topics) {
      if (this.asked.has(topic)) continue;
      this.asked.add(topic);
      broker.subscribe(
        topic,
        (from, payload) => {
          this.readBack.take(from, payload);
          // Whose it is says the configuration beside it.
          if (this.asking) this.ask(broker, this.readBack.configTopics);
        },
        0,
      );
    }
  }

  private refuse(key: string, entity: ReadBackEntity): void {
    const topic = stateTopic({ ...this.parts.place, key }, entity);
    if (this.refused.has(topic)) return;
    this.refused.add(topic);
    this.parts.refused(topic);
  }

  private later(run: () => void): void {
    const { clock, guard } = this.parts;
    guard.after(clock, READ_BACK_MS, run);
  }

  private async finish(): Promise<void> {
    const { stored, guard, isTaken, clock, ready } = this.parts;
    const devices = await stored();
    if (guard.closed || this.over) return;
    this.over = true;
    if (!devices.some(isMeter)) {
      const adopted = this.readBack.devices(clock.now(), isTaken);
      devices.push(...adopted.devices);
      for (const { key, entity } of adopted.refused) this.refuse(key, entity);
    }
    ready(devices);
  }
}

/** Écowatt and Tempo have no totals. */
function isMeter({ kind }: StoredDevice): boolean {
  return kind === undefined;
}
