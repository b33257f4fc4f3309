// Serial ports that exist in the test alone: what is plugged in, who holds them, what was opened with which settings.
import { EventEmitter } from 'node:events';
import type { SerialPortClass, SerialPortLike, SerialPortSettings } from '../../../lib/tic/link/serial-connection';
import { Arrivals } from '../machine/arrivals';

export class FakeSerial {
  /** Each port that was opened, in order. */
  readonly opened = new Arrivals<FakePort>('opened port');
  readonly refused = new Arrivals<string>('refused opening');
  /** Why the next openings fail, as serialport words it; empty: they succeed. */
  failure = '';

  readonly load = (): Promise<SerialPortClass> => Promise.resolve(portsOf(this));

  get openNow(): FakePort[] {
    return this.opened.all.filter((port) => port.isOpen);
  }
}

function portsOf(world: FakeSerial): SerialPortClass {
  return class extends FakePort {
    constructor(settings: SerialPortSettings) {
      super(settings, world);
    }
  };
}

type Callback = (error: Error | null | undefined) => void;

export class FakePort extends EventEmitter implements SerialPortLike {
  isOpen = false;
  readonly speeds: number[];
  private isHungUp = false;

  constructor(
    readonly settings: SerialPortSettings,
    private readonly world: FakeSerial,
  ) {
    super();
    this.speeds = [settings.baudRate];
  }

  open(callback: Callback): void {
    const { failure } = this.world;
    setImmediate(() => {
      if (failure !== '') {
        callback(new Error(failure));
        this.world.refused.add(failure);
        return;
      }
      this.isOpen = true;
      callback(null);
      setImmediate(() => {
        this.world.opened.add(this);
      });
    });
  }

  close(callback: Callback): void {
    setImmediate(() => {
      this.isOpen = false;
      callback(null);
      this.emit('close', null);
    });
  }

  update({ baudRate }: { baudRate: number }, callback: Callback): void {
    this.speeds.push(baudRate);
    setImmediate(() => {
      callback(null);
    });
  }

  /** A pseudo-terminal has no modem lines; what has hung up answers nothing else. */
  get(callback: Callback): void {
    const why = this.isHungUp ? 'Input/output error' : 'Inappropriate ioctl for device';
    setImmediate(() => {
      callback(new Error(`Error: ${why}, cannot get`));
    });
  }

  send(bytes: Uint8Array): void {
    this.emit('data', Buffer.from(bytes));
  }

  /** As serialport tells of a dongle that was pulled. */
  unplug(): void {
    this.isOpen = false;
    this.emit('close', Object.assign(new Error('disconnected'), { disconnected: true }));
  }

  /** The device is gone, and nobody is told: what asks for it hears so. */
  hangUp(): void {
    this.isHungUp = true;
  }
}
