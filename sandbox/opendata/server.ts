// The stand-ins of the open data portals: Enedis, Agence ORE and ADEME on Data Fair, ODRÉ on Opendatasoft, and the address that Enedis
// left. A server each, because they count calls by host.
import { startWebServer, type Call, type Reply, type Request, type Route, type RunningService } from '../web-server';
import type { Running, StandInOptions } from '../stand-in';
import { TABLES } from './data';
import { dataFairRoutes } from './datafair/routes';
import { Traffic } from './datafair/traffic';
import { failing, type OpenDataFault } from './faults';
import { ROW_CALLS, SANDBOX_PORTALS, type OpenDataCall, type SandboxPortal } from './names';
import { CallBudget } from './ods/budget';
import { odsRoutes } from './ods/routes';
import { movedRoutes } from './moved';
import { Shelf } from './shelf';
import type { Table } from './table';

/** How the bounds of a bucket are written: `[a, b[`, its start, or the day of its start. */
export type BucketForm = 'range' | 'start' | 'day';

export interface OpenDataOptions extends Pick<StandInOptions, 'host' | 'port' | 'log'> {
  /** The clock that the story runs on, epoch ms; default ours. */
  readonly now?: () => number;
  /** Beside those that a portal has, or in the place of one of the same name. */
  readonly tables?: Partial<Readonly<Record<SandboxPortal, readonly Table[]>>>;
  /** Whether Data Fair has its look-alike of Opendatasoft; default yes. */
  readonly compat?: boolean;
  /** A key without which nothing is answered. */
  readonly apiKey?: string;
  readonly buckets?: BucketForm;
  /** Of Data Fair, within 60 s and per address; default without end (really 600). */
  readonly requestsPerMinute?: number;
  /** Of Opendatasoft; default 10,000. */
  readonly callsPerDay?: number;
  /** Of rows, at most; default as fast as they are taken (Data Fair really gives 500 kB/s). */
  readonly bytesPerSecond?: number;
}

type Service = RunningService<OpenDataCall, OpenDataFault>;

export interface RunningOpenData extends Running, Readonly<Record<SandboxPortal, string>> {
  /** Every call that came to a portal, in order. */
  calls(portal: SandboxPortal): readonly Call<OpenDataCall>[];
  /** Lets the next calls of this name fail, as RunningService has it. */
  fail(portal: SandboxPortal, name: OpenDataCall, fault: OpenDataFault, times?: number, where?: RegExp): void;
  /** Every question for rows fails from now on, everywhere. */
  failAll(fault: OpenDataFault): void;
  /** A dataset more, or in the place of the one of its name; `changedAt` ISO 8601. */
  publish(portal: SandboxPortal, table: Table, changedAt?: string): void;
  /** The same rows in another version. */
  touch(portal: SandboxPortal, slug: string, changedAt: string): void;
  withdraw(portal: SandboxPortal, slug: string): void;
}

export async function startOpenData(options: OpenDataOptions = {}): Promise<RunningOpenData> {
  const shelves = shelvesOf(options, options.now ?? Date.now);
  const services = new Map<SandboxPortal, Service>();
  const urlOf = (portal: SandboxPortal): string => services.get(portal)?.url ?? '';
  for (const [n, portal] of SANDBOX_PORTALS.entries()) {
    const routes = routesOf(portal, options, shelves[portal], urlOf);
    services.set(portal, await startPortal(portal, n, routes, options));
    options.log?.(`${portal} ${urlOf(portal)}`);
  }
  const [first] = services.values();
  const urls = Object.fromEntries(SANDBOX_PORTALS.map((portal) => [portal, urlOf(portal)]));
  return {
    ...(urls as Record<SandboxPortal, string>),
    host: first?.host ?? '',
    port: first?.port ?? 0,
    calls: (portal) => services.get(portal)?.calls ?? [],
    fail: (portal, name, fault, times = 1, where) => services.get(portal)?.fail(name, fault, times, where),
    failAll: (fault) => {
      for (const one of services.values()) for (const name of ROW_CALLS) one.fail(name, fault, Infinity);
    },
    publish: (portal, table, changedAt) => {
      shelves[portal].put(table, changedAt);
    },
    touch: (portal, slug, changedAt) => {
      shelves[portal].touch(slug, changedAt);
    },
    withdraw: (portal, slug) => {
      shelves[portal].remove(slug);
    },
    stop: async () => {
      await Promise.all([...services.values()].map((one) => one.stop()));
    },
  };
}

type Routes = readonly Route<OpenDataCall>[];

/** @param n its place among the portals: ports follow one another where the first is given */
async function startPortal(
  portal: SandboxPortal,
  n: number,
  routes: Routes,
  options: OpenDataOptions,
): Promise<Service> {
  const { host = '127.0.0.1', port = 0, now = Date.now, log, bytesPerSecond } = options;
  const server = { host, port: port === 0 ? 0 : port + n, now, log: (line: string) => log?.(`${portal} ${line}`) };
  const slow = (reply: Reply): Reply =>
    bytesPerSecond === undefined || reply.chunks === undefined ? reply : { ...reply, bytesPerSecond };
  return await startWebServer(server, {
    routes: routes.map((route) => ({
      ...route,
      answer: async (request: Request) => slow(await route.answer(request)),
    })),
    failing: async (fault: OpenDataFault, request: Request, name: OpenDataCall) => {
      const route = routes.find((one) => one.name === name && one.path.test(request.url.pathname));
      return slow(await failing(fault, request, route, now()));
    },
    notFound: { status: 405 },
  });
}

function shelvesOf({ tables = {} }: OpenDataOptions, now: () => number): Readonly<Record<SandboxPortal, Shelf>> {
  const shelf = (portal: SandboxPortal): Shelf => new Shelf([...TABLES[portal], ...(tables[portal] ?? [])], now);
  return Object.fromEntries(SANDBOX_PORTALS.map((portal) => [portal, shelf(portal)])) as Record<SandboxPortal, Shelf>;
}

function routesOf(
  portal: SandboxPortal,
  options: OpenDataOptions,
  shelf: Shelf,
  urlOf: (portal: SandboxPortal) => string,
): Routes {
  const { apiKey, compat = true, callsPerDay = 10_000 } = options;
  const bucket = BUCKETS[options.buckets ?? 'range'];
  switch (portal) {
    case 'odre':
      return odsRoutes({ shelf, budget: new CallBudget(callsPerDay), bucket, apiKey });
    case 'old':
      return movedRoutes(() => urlOf('enedis'));
    default:
      return dataFairRoutes({
        shelf,
        origin: () => urlOf(portal),
        compat,
        bucket,
        apiKey,
        traffic: new Traffic(options.requestsPerMinute ?? Infinity),
      });
  }
}

const BUCKETS: Readonly<Record<BucketForm, (from: string, to: string) => string>> = {
  range: (from, to) => `[${from}, ${to}[`,
  start: (from) => from,
  day: (from) => from.slice(0, 10),
};
