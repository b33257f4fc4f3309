// The stand-in of RTE: a server on loopback that plays a scenario on a clock of its own, counts what is asked of it, and can
// be told to fail.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Running } from '../stand-in';
import { FAULTS, type Fault, type FaultName } from './faults';
import { DEFAULT_APPLICATION, Portal, type Application } from './portal';
import { ROUTES, type Route } from './routes';
import { ScenarioPlayer, type Scenario } from './scenario';

export interface RteOptions {
  readonly host?: string;
  readonly port?: number;
  readonly scenario: Scenario;
  /** The clock that the story runs on, epoch ms. */
  readonly now?: () => number;
  readonly applications?: readonly Application[];
  readonly tokenSeconds?: number;
  readonly log?: (line: string) => void;
}

export interface Call {
  readonly name: Route['name'];
  /** On the clock of the story. */
  readonly at: number;
  readonly url: string;
  readonly status: number;
}

export interface RunningRte extends Running {
  readonly url: string;
  /** Every call that came, in order. */
  readonly calls: readonly Call[];
  /** Every token that was handed out: what must stand nowhere. */
  readonly tokens: readonly string[];
  /** Lets the next calls of this name fail. `times` Infinity: until it is told otherwise with 0. */
  fail(name: Route['name'], fault: FaultName, times?: number): void;
  forgetTokens(): void;
  play(scenario: Scenario): void;
}

export async function startRte(options: RteOptions): Promise<RunningRte> {
  const now = options.now ?? Date.now;
  const portal = new Portal(options.applications ?? [DEFAULT_APPLICATION], now, options.tokenSeconds ?? 7199);
  const faults = new Map<Route['name'], { fault: Fault; left: number }>();
  const calls: Call[] = [];
  let player = new ScenarioPlayer(options.scenario, now());

  const answer = (request: http.IncomingMessage, response: http.ServerResponse): void => {
    const url = new URL(request.url ?? '/', 'http://sandbox');
    const route = ROUTES.find(({ method, path }) => method === request.method && path.test(url.pathname));
    const { fault, body, status, headers } = route === undefined ? failing(FAULTS[404]) : serve(route, request, url);
    const code = status ?? fault?.status ?? 200;
    if (route !== undefined) calls.push({ name: route.name, at: now(), url: request.url ?? '', status: code });
    options.log?.(`${request.method ?? ''} ${url.pathname} ${String(code)}`);
    if (fault?.stalls === true) return;
    response.writeHead(code, { 'Content-Type': 'application/json', ...fault?.headers, ...headers });
    response.end(fault?.body() ?? (typeof body === 'string' ? body : JSON.stringify(body)));
  };

  const serve = (route: Route, request: http.IncomingMessage, url: URL): Served => {
    const told = faults.get(route.name);
    if (told !== undefined && told.left > 0) {
      told.left -= 1;
      return failing(told.fault);
    }
    if (route.name === 'token') {
      const token = portal.token(request.headers.authorization);
      return token === undefined ? failing(FAULTS.invalid_client) : { body: token };
    }
    if (route.api !== undefined) {
      const { fault, retryAfterSeconds } = portal.admit(route.api, request.headers.authorization);
      if (fault !== undefined) {
        return {
          ...failing(FAULTS[fault]),
          ...(retryAfterSeconds !== undefined && { headers: { 'Retry-After': String(retryAfterSeconds) } }),
        };
      }
    }
    const reply = route.answer(player, now(), url);
    return 'fault' in reply ? failing(FAULTS[reply.fault]) : reply;
  };

  const server = http.createServer((request, response) => {
    request.resume().on('end', () => {
      answer(request, response);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
  });
  const { address, port } = server.address() as AddressInfo;
  return {
    host: address,
    port,
    url: `http://${address}:${String(port)}`,
    calls,
    tokens: portal.issued,
    fail: (name, fault, times = 1) => {
      faults.set(name, { fault: FAULTS[fault], left: times });
    },
    forgetTokens: () => {
      portal.forgetTokens();
    },
    play: (scenario) => {
      player = new ScenarioPlayer(scenario, now());
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

interface Served {
  readonly fault?: Fault;
  readonly body?: unknown;
  readonly status?: number;
  readonly headers?: Record<string, string>;
}

function failing(fault: Fault): Served {
  return { fault };
}
