// A server on loopback for stand-ins of web services: a table of routes, a log of the calls, and failures on command.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import type { Running, StandInOptions } from './stand-in';

export interface Request {
  readonly url: URL;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
  /** Of whoever calls. */
  readonly address: string;
  /** On the clock of the story, epoch ms. */
  readonly now: number;
  /** What the groups of the route's path hold. */
  readonly groups: readonly string[];
}

export interface Reply {
  /** Default 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text or bytes as they are, anything else as JSON. */
  readonly body?: unknown;
  /** Instead of a body: what is made while it is sent, as fast as it is taken. */
  readonly chunks?: Iterable<string | Buffer>;
  /** How fast chunks are sent at most; default as fast as they are taken. */
  readonly bytesPerSecond?: number;
  /** No answer at all. */
  readonly stalls?: true;
  /** The connection ends without an answer; of chunks, after them and without their end. */
  readonly cuts?: true;
}

export interface Route<Name extends string> {
  /** For counting and for faults. */
  readonly name: Name;
  readonly method: 'GET' | 'POST';
  readonly path: RegExp;
  readonly answer: (request: Request) => Reply | Promise<Reply>;
}

export interface Call<Name extends string> {
  readonly name: Name;
  /** On the clock of the story, epoch ms. */
  readonly at: number;
  /** Path and query, as they came. */
  readonly url: string;
  readonly status: number;
  readonly address: string;
  readonly userAgent: string;
}

export interface WebService<Name extends string, Fault extends string> {
  readonly routes: readonly Route<Name>[];
  readonly failing: (fault: Fault, request: Request, name: Name) => Reply | Promise<Reply>;
  readonly notFound: Reply;
  /** What keeps a call out before anything else is looked at. */
  readonly gate?: (name: Name, request: Request) => Reply | undefined;
}

export interface RunningService<Name extends string, Fault extends string> extends Running {
  readonly url: string;
  /** Every call that came to a route, in order. */
  readonly calls: readonly Call<Name>[];
  /**
   * Lets the next calls of this name fail, or only those of them whose path and query match `where`.
   * `times` Infinity: until it is told otherwise with 0.
   */
  fail(name: Name, fault: Fault, times?: number, where?: RegExp): void;
}

export interface WebServerOptions extends Pick<StandInOptions, 'host' | 'port' | 'log'> {
  /** The clock that the story runs on, epoch ms; default ours. */
  readonly now?: () => number;
}

export async function startWebServer<Name extends string, Fault extends string>(
  { host = '127.0.0.1', port = 0, log, now = Date.now }: WebServerOptions,
  { routes, failing, notFound, gate }: WebService<Name, Fault>,
): Promise<RunningService<Name, Fault>> {
  const calls: Call<Name>[] = [];
  const faults = new Map<Name, { fault: Fault; left: number; where: RegExp | undefined }>();

  const serve = (route: Route<Name>, request: Request): Reply | Promise<Reply> => {
    const kept = gate?.(route.name, request);
    if (kept !== undefined) return kept;
    const told = faults.get(route.name);
    const { pathname, search } = request.url;
    const isMeant = told !== undefined && told.left > 0 && told.where?.test(pathname + search) !== false;
    if (!isMeant) return route.answer(request);
    told.left -= 1;
    return failing(told.fault, request, route.name);
  };

  const answer = async (asked: http.IncomingMessage, body: string, response: http.ServerResponse): Promise<void> => {
    const url = new URL(asked.url ?? '/', 'http://sandbox');
    const found = match(routes, asked.method ?? '', url.pathname);
    const [address, at] = [asked.socket.remoteAddress ?? '', now()];
    const request = { url, headers: asked.headers, body, address, now: at, groups: found?.groups ?? [] };
    const reply = found ? await serve(found.route, request) : notFound;
    const { status = 200, headers, body: said, chunks, stalls, cuts } = reply;
    const userAgent = asked.headers['user-agent'] ?? '';
    if (found) calls.push({ name: found.route.name, at, url: asked.url ?? '', status, address, userAgent });
    log?.(`${asked.method ?? ''} ${url.pathname} ${String(status)}`);
    if (chunks !== undefined) {
      response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
      await sendChunks(response, chunks, reply);
      return;
    }
    if (stalls === true) return;
    if (cuts === true) {
      response.destroy();
      return;
    }
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    const isReady = typeof said === 'string' || Buffer.isBuffer(said);
    response.end(isReady ? said : said === undefined ? '' : JSON.stringify(said));
  };

  const server = http.createServer((asked, response) => {
    const chunks: Buffer[] = [];
    asked.on('data', (chunk: Buffer) => chunks.push(chunk));
    asked.on('end', () => {
      answer(asked, Buffer.concat(chunks).toString(), response).catch((error: unknown) => {
        log?.(`${asked.method ?? ''} ${asked.url ?? ''} ${String(error)}`);
        response.writeHead(500, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify({ error: 'stand-in', message: String(error) }));
      });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  const { address, port: taken } = server.address() as AddressInfo;
  return {
    host: address,
    port: taken,
    url: `http://${address}:${String(taken)}`,
    calls,
    fail: (name, fault, times = 1, where) => {
      faults.set(name, { fault, left: times, where });
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

/** Waits whenever the other side does not take more, and stops when it has gone. */
async function sendChunks(
  response: http.ServerResponse,
  chunks: Iterable<string | Buffer>,
  { stalls, cuts, bytesPerSecond }: Reply,
): Promise<void> {
  const isOpen = (): boolean => !response.destroyed;
  for (const chunk of chunks) {
    if (!isOpen()) return;
    if (chunk.length > 0 && !response.write(chunk)) await drained(response);
    // One breath for the process between two chunks: it may be the reader's own.
    const wait = bytesPerSecond === undefined ? 0 : (Buffer.byteLength(chunk) / bytesPerSecond) * 1000;
    await (wait < 1 ? nextTurn() : delay(wait));
  }
  if (stalls === true || !isOpen()) return;
  if (cuts === true) response.destroy();
  else response.end();
}

async function drained(response: http.ServerResponse): Promise<void> {
  await new Promise<void>((resolve) => {
    const over = (): void => {
      response.off('drain', over).off('close', over);
      resolve();
    };
    response.on('drain', over).on('close', over);
  });
}

function match<Name extends string>(
  routes: readonly Route<Name>[],
  method: string,
  path: string,
): { route: Route<Name>; groups: string[] } | undefined {
  for (const route of routes) {
    const found = route.method === method ? route.path.exec(path) : null;
    if (found !== null) return { route, groups: found.slice(1) };
  }
  return undefined;
}

export function bearerOf({ authorization }: http.IncomingHttpHeaders): string | undefined {
  return /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];
}

/** Id and secret of a Basic header. */
export function basicOf({ authorization }: http.IncomingHttpHeaders): [string, string] | undefined {
  const encoded = /^Basic (.+)$/.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(/:(.*)/s);
  return [id, secret];
}
