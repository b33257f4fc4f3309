// A serial port, opened by us as 7E1: the meter speaks nothing else (spec/tic.md §1.1).
import { LinkyRedError, type ErrorCode } from '../../errors';
import { type Clock, type Stop, SYSTEM_CLOCK } from '../../grid/clock';
import { reasonOf } from '../../store/trouble';
import type { Connect, Connection, Request } from './connection';

type Callback = (error: Error | null | undefined) => void;

/** The part of serialport's SerialPort that is used; SerialPortMock has it too. */
export interface SerialPortLike {
  readonly isOpen: boolean;
  open(callback: Callback): void;
  close(callback: Callback): void;
  update(options: { baudRate: number }, callback: Callback): void;
  /** Asks for the modem lines. */
  get(callback: Callback): void;
  on(event: 'data', listener: (bytes: Buffer) => void): unknown;
  on(event: 'close' | 'error', listener: Callback): unknown;
}

export interface SerialPortSettings {
  path: string;
  baudRate: number;
  dataBits: 7;
  parity: 'even';
  stopBits: 1;
  rtscts: false;
  autoOpen: false;
}
export type SerialPortClass = new (settings: SerialPortSettings) => SerialPortLike;

/** Loaded with the first port: who reads over TCP needs no native code. */
export async function loadSerialPort(): Promise<SerialPortClass> {
  const { SerialPort } = await import('serialport');
  return SerialPort;
}

/** @param load gives the class of the port; tests hand in a mock */
export function serialConnect(path: string, load: () => Promise<SerialPortClass>, clock = SYSTEM_CLOCK): Connect {
  return async (request) => {
    const SerialPort = await load().catch((thrown: unknown) => {
      throw new LinkyRedError('ERR_SERIALPORT', { detail: reasonOf(thrown) }, thrown);
    });
    request.signal.throwIfAborted();
    const baudRate = request.baud ?? 9600;
    let port: SerialPortLike;
    try {
      port = new SerialPort({
        path,
        baudRate,
        dataBits: 7,
        parity: 'even',
        stopBits: 1,
        rtscts: false,
        autoOpen: false,
      });
    } catch (thrown) {
      throw openingError(path, thrown);
    }
    await opened(port, path);
    if (request.signal.aborted) {
      await closed(port);
      request.signal.throwIfAborted();
    }
    return new SerialConnection(port, path, request, clock);
  };
}

/** A meter is never quiet for so long while it is heard. */
const QUIET_MS = 1000;
/** What a system answers for a terminal whose device is gone; that one has no modem lines is said in other words. */
const HUNG_UP = /input\/output error|EIO|device not configured|ENXIO|no such device|ENODEV/i;

class SerialConnection implements Connection {
  private wanted = true;
  /** A byte came since the last look. */
  private heard = true;
  private readonly stopLooking: Stop;

  constructor(
    private readonly port: SerialPortLike,
    private readonly path: string,
    private readonly request: Request,
    clock: Clock,
  ) {
    port.on('data', (bytes) => {
      this.heard = true;
      if (this.wanted) request.onBytes(bytes);
    });
    port.on('close', (error) => {
      this.lose(error);
    });
    port.on('error', (error) => {
      this.lose(error);
    });
    this.stopLooking = clock.every(QUIET_MS, () => {
      if (!this.heard) this.look();
      this.heard = false;
    });
  }

  setBaud(baud: number): void {
    this.port.update({ baudRate: baud }, (error) => {
      if (error) this.lose(error);
    });
  }

  async close(): Promise<void> {
    this.wanted = false;
    this.stopLooking();
    await closed(this.port);
  }

  /** serialport 13 is not told of a device that goes between two of its reads: it reads nothing, without a pause, for ever. */
  private look(): void {
    this.port.get((error) => {
      if (error && HUNG_UP.test(error.message)) this.lose(error);
    });
  }

  private lose(cause: Error | null | undefined): void {
    if (!this.wanted) return;
    this.wanted = false;
    this.stopLooking();
    const lost = new LinkyRedError('ERR_PORT_LOST', { port: this.path }, cause ?? undefined);
    void closed(this.port).then(() => {
      this.request.onLost(lost);
    });
  }
}

function opened(port: SerialPortLike, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    port.open((error) => {
      if (error) reject(openingError(path, error));
      else resolve();
    });
  });
}

function closed(port: SerialPortLike): Promise<void> {
  return new Promise((resolve) => {
    if (!port.isOpen) resolve();
    else {
      port.close(() => {
        resolve();
      });
    }
  });
}

/** serialport's errors carry no code, only the system's sentence. */
const OPENING_ERRORS: readonly (readonly [RegExp, ErrorCode])[] = [
  [/lock port|temporarily unavailable|resource busy|EBUSY|access denied/i, 'ERR_PORT_BUSY'],
  [/permission denied|EACCES|not permitted|EPERM/i, 'ERR_PORT_DENIED'],
  [/no such (file|device)|file not found|ENOENT|ENXIO|ENODEV/i, 'ERR_PORT_MISSING'],
];

function openingError(path: string, thrown: unknown): LinkyRedError {
  const detail = reasonOf(thrown);
  const code = OPENING_ERRORS.find(([pattern]) => pattern.test(detail))?.[1] ?? 'ERR_PORT';
  return new LinkyRedError(code, code === 'ERR_PORT' ? { port: path, detail } : { port: path }, thrown);
}
