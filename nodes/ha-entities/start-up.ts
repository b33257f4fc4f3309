// What is known before anything is told: the node's own document, and what the broker retains of our totals. Nothing lower
// than what was told last may leave, so both are read first.
import type { StoredDevice } from '../../lib/home-assistant/device-keys';
import type { MeterDevice } from '../../lib/home-assistant/meter-device';
import { ReadBack } from '../../lib/home-assistant/read-back';
import type { Clock } from '../../lib/grid/clock';
import type { CloseGuard } from '../runtime/close-guard';
import type { Broker } from '../runtime/mqtt-broker';

/** How long retained totals are waited for. */
export const READ_BACK_MS = 2000;

export interface StartUpParts {
  readonly base: string;
  /** The key that the user set. */
  readonly wanted: string;
  readonly broker: Broker | undefined;
  readonly clock: Clock;
  readonly guard: CloseGuard;
  readonly stored: () => Promise<StoredDevice[]>;
  /** Told once, with the devices of this node. */
  readonly ready: (stored: StoredDevice[]) => void;
}

export class StartUp {
  private readonly readBack: ReadBack;
  private asking = false;
  private over = false;

  constructor(private readonly parts: StartUpParts) {
    this.readBack = new ReadBack(parts.base);
  }

  /** Asks the broker, at the first connection that lasts long enough. */
  connected(): void {
    const { broker } = this.parts;
    if (broker === undefined || this.over || this.asking) return;
    this.asking = true;
    const { topics } = this.readBack;
    for (const topic of topics)
      broker.subscribe(
        topic,
        (from, payload) => {
          this.readBack.take(from, payload);
        },
        0,
      );
    this.later(() => {
      for (const topic of topics) broker.unsubscribe(topic);
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

  /** The broker's last values are the floor, whatever was stored. */
  raiseFloors(devices: readonly MeterDevice[]): void {
    const now = this.parts.clock.now();
    for (const device of devices) {
      const withdrawn = this.readBack.total(device.memory.key, 'energy_total');
      const injected = this.readBack.total(device.memory.key, 'energy_returned');
      if (withdrawn !== undefined) device.raiseFloor('withdrawn', withdrawn, now);
      if (injected !== undefined) device.raiseFloor('injected', injected, now);
    }
  }

  private later(run: () => void): void {
    const { clock, guard } = this.parts;
    guard.after(clock, READ_BACK_MS, run);
  }

  private async finish(): Promise<void> {
    const { stored, guard, wanted, clock, ready } = this.parts;
    const devices = await stored();
    if (guard.closed || this.over) return;
    this.over = true;
    if (!devices.some(isMeter)) devices.push(...this.readBack.devices(wanted, clock.now()));
    ready(devices);
  }
}

/** Écowatt and Tempo have no totals. */
function isMeter({ kind }: StoredDevice): boolean {
  return kind === undefined;
}
