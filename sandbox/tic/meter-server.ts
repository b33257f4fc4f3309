// A meter behind a serial-to-network bridge: raw TCP on loopback, at wire pace, for everyone who connects.
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Running, StoryClock } from '../stand-in';
import { type Controllable, obey, ORDERS } from './control';
import { BusinessMeter, type BusinessOptions } from './business-meter';
import type { LineFaultRates } from './line-faults';
import type { LineMeter } from './line-meter';
import { Meter, type MeterOptions } from './meter';
import { Transmission } from './transmission';

export interface MeterClock {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls `tick` at this interval until the returned function is called. */
  every(ms: number, tick: () => void): () => void;
}

export interface MeterServerOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** With a family: a meter above 36 kVA. */
  readonly meter: MeterOptions | BusinessOptions;
  readonly factor: number;
  readonly clock?: MeterClock;
  readonly log?: (line: string) => void;
}

const TICK_MS = 20;
/** A reader that does not read loses the line: a meter does not wait. */
const MOST_UNREAD = 256 * 1024;
const LONGEST_ORDER = 200;

export async function startMeterServer(options: MeterServerOptions): Promise<Running> {
  const line = new MeterLine(options);
  const server = createServer((socket) => {
    line.connect(socket);
  });
  await listen(server, options.port, options.host);
  const { address, port } = server.address() as AddressInfo;
  return {
    host: address,
    port,
    clock: line.startedOn,
    stop: () => {
      line.close();
      return new Promise((resolve) =>
        server.close(() => {
          resolve();
        }),
      );
    },
  };
}

/** One line and its readers. The line rests while nobody listens; the meter's clock goes on. */
class MeterLine implements Controllable {
  /** The meter's clock at the start. */
  readonly startedOn: StoryClock;
  private readonly readers = new Set<Socket>();
  private readonly meter: LineMeter;
  private readonly transmission: Transmission;
  private readonly clock: MeterClock;
  private stopTicking: (() => void) | undefined;
  private healsAt = Number.POSITIVE_INFINITY;

  constructor(private readonly options: MeterServerOptions) {
    this.clock = options.clock ?? HOST_CLOCK;
    this.meter = 'family' in options.meter ? new BusinessMeter(options.meter) : new Meter(options.meter);
    const { start } = options.meter;
    this.startedOn = { story: start, host: this.clock.now(), factor: options.factor };
    this.transmission = new Transmission(this.meter, {
      now: this.startedOn.host,
      meterTime: start,
      factor: options.factor,
    });
  }

  connect(socket: Socket): void {
    this.readers.add(socket);
    socket.setNoDelay(true);
    // A reader that goes away is no news.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.leave(socket);
    });
    this.listenToOrders(socket);
    if (this.stopTicking !== undefined) return;
    this.transmission.restart(this.clock.now());
    this.stopTicking = this.clock.every(TICK_MS, () => {
      this.tick();
    });
  }

  close(): void {
    for (const reader of this.readers) reader.destroy();
    this.rest();
  }

  plugCar(minutes: number): void {
    const now = this.meterTime();
    this.meter.plugCar(now, now + minutes * 60_000);
  }

  switchLoads(on: boolean): void {
    this.meter.switchLoads(on, this.meterTime());
  }

  incident(kind: Parameters<Controllable['incident']>[0], minutes: number): void {
    const now = this.meterTime();
    this.meter.addIncident(kind, now, now + minutes * 60_000);
  }

  setFaults(rates: LineFaultRates, seconds: number | null): void {
    this.meter.setFaults(rates);
    this.healsAt = seconds === null ? Number.POSITIVE_INFINITY : this.clock.now() + seconds * 1000;
  }

  silence(seconds: number): void {
    this.transmission.silence(this.clock.now(), seconds);
  }

  setFactor(factor: number): void {
    this.transmission.setFactor(this.clock.now(), factor);
  }

  private tick(): void {
    const now = this.clock.now();
    if (now >= this.healsAt) this.setFaults({}, null);
    const bytes = this.transmission.due(now);
    if (bytes.length === 0) return;
    for (const reader of this.readers) {
      if (reader.writableLength > MOST_UNREAD) reader.destroy();
      else reader.write(bytes);
    }
  }

  private listenToOrders(socket: Socket): void {
    let unfinished = '';
    socket.on('data', (chunk) => {
      const lines = (unfinished + chunk.toString('latin1')).split('\n');
      unfinished = (lines.pop() ?? '').slice(-LONGEST_ORDER);
      for (const order of lines) {
        const done = obey(order, this);
        this.options.log?.(done ? order.trim() : `an order that it does not know (${ORDERS})`);
      }
    });
  }

  private leave(socket: Socket): void {
    this.readers.delete(socket);
    if (this.readers.size === 0) this.rest();
  }

  private rest(): void {
    this.stopTicking?.();
    this.stopTicking = undefined;
  }

  private meterTime(): number {
    return this.transmission.meterTime(this.clock.now());
  }
}

const HOST_CLOCK: MeterClock = {
  now: () => Date.now(),
  every: (ms, tick) => {
    const timer = setInterval(tick, ms);
    return () => {
      clearInterval(timer);
    };
  },
};

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
