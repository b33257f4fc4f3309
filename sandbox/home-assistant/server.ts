// The stand-in of Home Assistant: its WebSocket as far as statistics go, at its own address and at the supervisor's.
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Running, StandInOptions } from '../stand-in';
import type { Around } from './commands';
import type { HomeAssistantFault } from './faults';
import { Recorder } from './recorder';
import { releaseOf, type Release } from './release';
import { Session, type House } from './session';

/** What this needs of a socket of `ws`. */
interface WebLink {
  send(text: string): void;
  terminate(): void;
  close(): void;
  on(event: 'message', heard: (data: Buffer) => void): unknown;
  on(event: 'error', heard: () => void): unknown;
}

export interface HomeAssistantOptions extends Pick<StandInOptions, 'host' | 'port' | 'log'> {
  /** Default 2026.11.0. */
  readonly version?: string;
  /** Default `long-lived`. */
  readonly token?: string;
  /** Whether the token is an administrator's; default yes. */
  readonly admin?: boolean;
  /** How long a job of the recorder waits behind its answer; default 5. */
  readonly queueMs?: number;
  /** Of the fault `late`; default 200. */
  readonly lateMs?: number;
  /** After so many wrong tokens the address is banned; default never, as in Home Assistant. */
  readonly banAfter?: number;
}

export interface HomeAssistantCall {
  readonly type: string;
  readonly at: number;
}

export interface RunningHomeAssistant extends Running {
  readonly url: string;
  readonly token: string;
  readonly recorder: Recorder;
  /** Every command that came, in order. */
  readonly calls: readonly HomeAssistantCall[];
  /** What its log would say. */
  readonly warnings: readonly string[];
  readonly wrongTokens: number;
  /** How many links were made. */
  readonly links: number;
  /** Lets the next commands of this type fail. `times` Infinity: until it is told otherwise with 0. */
  fail(type: string, fault: HomeAssistantFault, times?: number): void;
  /** Every link is gone, as with a restart. */
  dropLinks(): void;
}

/** Its own, and the supervisor's, as apps see it. */
const PATHS = ['/api/websocket', '/core/websocket'];

/** @throws RangeError for what is no version */
export async function startHomeAssistant(options: HomeAssistantOptions = {}): Promise<RunningHomeAssistant> {
  const house = new StandInHouse(options);
  const { WebSocketServer } = await import('ws');
  const doors = new WebSocketServer({ noServer: true });
  const server = http.createServer((_request, response) => {
    response.writeHead(404).end();
  });
  const raw = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    raw.add(socket);
    socket.on('close', () => raw.delete(socket));
  });
  server.on('upgrade', (request, socket, head) => {
    const { pathname } = new URL(request.url ?? '/', 'http://sandbox');
    const status = house.isBanned ? '403 Forbidden' : PATHS.includes(pathname) ? undefined : '404 Not Found';
    if (status !== undefined) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    else
      doors.handleUpgrade(request, socket, head, (link) => {
        house.enter(link);
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
  });
  const { address, port } = server.address() as AddressInfo;
  return Object.assign(house, {
    host: address,
    port,
    url: `http://${address}:${String(port)}`,
    dropLinks: () => {
      for (const socket of raw) socket.destroy();
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of raw) socket.destroy();
      }),
  });
}

class StandInHouse implements House {
  readonly recorder: Recorder;
  readonly calls: HomeAssistantCall[] = [];
  readonly warnings: string[] = [];
  readonly token: string;
  readonly lateMs: number;
  wrongTokens = 0;
  links = 0;
  private readonly release: Release;
  private readonly faults = new Map<string, { fault: HomeAssistantFault; left: number }>();

  constructor(private readonly options: HomeAssistantOptions) {
    const { version = '2026.11.0', token = 'long-lived', queueMs = 5, lateMs = 200 } = options;
    const release = releaseOf(version);
    if (release === undefined) throw new RangeError(`version=${version}`);
    this.release = release;
    this.token = token;
    this.lateMs = lateMs;
    this.recorder = new Recorder(queueMs);
  }

  get isBanned(): boolean {
    return this.wrongTokens >= (this.options.banAfter ?? Infinity);
  }

  fail(type: string, fault: HomeAssistantFault, times = 1): void {
    this.faults.set(type, { fault, left: times });
  }

  enter(link: WebLink): void {
    this.links += 1;
    const session = new Session(
      {
        send: (text) => {
          link.send(text);
        },
        drop: () => {
          link.terminate();
        },
        close: () => {
          link.close();
        },
      },
      this,
    );
    link.on('message', (data: Buffer) => {
      void session.hear(data.toString());
    });
    link.on('error', () => {
      link.terminate();
    });
  }

  admits(token: unknown): boolean {
    if (token === this.token) return true;
    this.wrongTokens += 1;
    return false;
  }

  came(type: string): HomeAssistantFault | undefined {
    this.calls.push({ type, at: Date.now() });
    const told = this.faults.get(type);
    const fault = told !== undefined && told.left > 0 ? told.fault : undefined;
    if (told !== undefined && fault !== undefined) told.left -= 1;
    this.options.log?.(`${type}${fault === undefined ? '' : ` (${fault})`}`);
    return fault;
  }

  around(isLost: boolean): Around {
    const { recorder, release, warnings } = this;
    return {
      recorder,
      release,
      isAdmin: this.options.admin ?? true,
      warn: (sentence) => warnings.push(sentence),
      isLost,
    };
  }
}
