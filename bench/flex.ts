// What a create costs at a building that keeps 100,000 requests, beside a bare route of the same HTTP server that writes as many
// bytes and has them on the disk before it answers. Both in turns, by callers in a process of their own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { Gate } from '../lib/flex/bacs/access/gate';
import { BacsApi } from '../lib/flex/bacs/api';
import { RequestDesk } from '../lib/flex/desk/request-desk';
import type { Bacs, SiteRules } from '../lib/flex/site/site';
import { SYSTEM_CLOCK } from '../lib/grid/clock';
import { Store } from '../lib/store/store';
import { answerCall } from '../nodes/flex-site/server/answer-call';

const smoke = process.argv.includes('--smoke');
const KEPT = smoke ? 500 : 100_000;
const CALLS = smoke ? 100 : 3000;
const ROUNDS = smoke ? 1 : 7;
const CALLERS = [1, 8, 32];
/** So many are put there at once. */
const FILL = 250;

const DAY = 24 * 3_600_000;
const START = Date.UTC(2027, 0, 4, 9);
const building: Bacs = {
  id: 'f2a0c3de-0001-4c1e-9b57-5a1b2c3d4e5f',
  name: 'Bench',
  description: 'Bench',
  assets: [
    {
      id: 'hall',
      name: 'Hall',
      potentials: [
        {
          product: 'WID',
          powerW: 100_000,
          mobilisationDelayMs: 60_000,
          maxDurationMs: 4 * 3_600_000,
          activationsPerDay: 2,
          periods: (at) => [{ start: at - 400 * DAY, end: at + 400 * DAY }],
        },
      ],
    },
  ],
};
const rules: SiteRules = { sign: 'reduction', strictness: 'strict', acceptance: 'by-itself', timeZone: 'Europe/Paris' };
/** It is always two months before what is asked. */
const clock = { ...SYSTEM_CLOCK, now: () => START - 60 * DAY + performance.now() };

void bench();

async function bench(): Promise<void> {
  say(
    `${os.cpus()[0]?.model ?? 'unknown processor'}, ${String(os.cpus().length)} cores, ${process.version}, ${process.platform}`,
  );
  const folder = await mkdtemp(path.join(__dirname, '..', 'flex-'));
  const store = new Store(path.join(folder, 'linky-red'));
  const desk = new RequestDesk({ bacs: () => building, rules, store, name: 'bench', clock });
  desk.listen(() => undefined);
  try {
    await fill(desk);
    const file = path.join(folder, 'linky-red', 'flex-bench.ndjson');
    const line = Math.round((await stat(file)).size / KEPT);
    say(
      `${String(KEPT)} requests kept, ${String(line)} bytes each; ${String(ROUNDS)} rounds of ${String(CALLS)} calls each in turns`,
    );
    const bare = await open(path.join(folder, 'bare'), 'a');
    const server = await serve(desk, Buffer.alloc(line, 'x'), bare);
    const { port } = server.address() as AddressInfo;
    for (const callers of CALLERS) await compare(port, callers);
    server.closeAllConnections();
    server.close();
    await bare.close();
    await restart(desk, path.join(folder, 'linky-red'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** As old ones are: reported, rejected, and some that still wait. */
async function fill(desk: RequestDesk): Promise<void> {
  for (let from = 0; from < KEPT; from += FILL)
    await Promise.all(
      Array.from({ length: Math.min(FILL, KEPT - from) }, (_, n) => {
        const start = START + ((from + n) % 300) * DAY;
        // Half of them ask too much.
        const powerW = n % 2 === 0 ? 80_000 : 120_000;
        const profile = [
          { start, end: start + 3_600_000, powerW },
          { start: start + 3_600_000, end: start + 7_200_000, powerW: powerW - 1000 },
        ];
        const key = { bacs: building.id, asset: 'hall', requestId: `kept-${String(from + n)}` };
        return desk.create('bench', key, { product: 'WID', profile });
      }),
    );
}

type Handle = Awaited<ReturnType<typeof open>>;

async function serve(desk: RequestDesk, bytes: Buffer, bare: Handle): Promise<Server> {
  const gate = new Gate(
    {
      keys: [{ name: 'bench', secret: 'a-key-of-the-bench' }],
      emulatorHeader: false,
      rate: { perMinute: 1e9, burst: 1e9 },
    },
    clock,
  );
  const meters = { of: () => Promise.resolve([]), clockOffsetMs: null, report: () => Promise.resolve(null) };
  const api = new BacsApi({
    ...{ bacs: () => building, rules, desk, gate, clock, breachStatus: 422, version: '0.0.0' },
    meters: meters as never,
    onFailure: (error) => {
      throw error;
    },
  });
  const answer = Buffer.alloc(300, 'x');
  const plain = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    await text(request);
    await bare.write(bytes);
    await bare.sync();
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': answer.length }).end(answer);
  };
  const server = createServer((request, response) => {
    const url = request.url ?? '';
    void (url === '/bare' ? plain(request, response) : answerCall(api, url, request, response));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function compare(port: number, callers: number): Promise<void> {
  const route = `/bacs/${building.id}/assets/hall/flexibilities/request`;
  const ours: number[][] = [];
  const bare: number[][] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const name = `r${String(callers)}-${String(round)}`;
    // Who comes first changes.
    if (round % 2 === 0) ours.push(await calls(port, route, callers, name));
    bare.push(await calls(port, '/bare', callers, name));
    if (round % 2 === 1) ours.push(await calls(port, route, callers, name));
  }
  say(`${String(callers)} at a time, ms: minimum / median / maximum of the rounds`);
  for (const [title, share] of [
    ['median', 0.5],
    ['p99', 0.99],
  ] as const) {
    const [a, b] = [ours, bare].map((rounds) => rounds.map((took) => quantile(took, share))) as [number[], number[]];
    say(`  ${title}: create ${spread(a)}, bare ${spread(b)}, ratio ${spread(a.map((ms, n) => ms / (b[n] ?? NaN)))}`);
  }
  const [a, b] = [ours, bare].map((rounds) => rounds.flat()) as [number[], number[]];
  say(
    `  p99 of all rounds: create ${quantile(a, 0.99).toFixed(2)}, bare ${quantile(b, 0.99).toFixed(2)}, ratio ${(quantile(a, 0.99) / quantile(b, 0.99)).toFixed(2)}; longest ${Math.max(...a).toFixed(1)}, bare ${Math.max(...b).toFixed(1)}`,
  );
}

async function calls(port: number, route: string, callers: number, name: string): Promise<number[]> {
  const args = [path.join(__dirname, 'flex-client.js'), String(port), route, String(CALLS), String(callers), name];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const said = await text(child.stdout);
  if (said === '') throw new Error('the callers failed');
  return JSON.parse(said) as number[];
}

/** How long a restart takes until all that is kept is known. */
async function restart(desk: RequestDesk, folder: string): Promise<void> {
  await desk.close();
  const begin = performance.now();
  const again = new RequestDesk({ bacs: () => building, rules, store: new Store(folder), name: 'bench', clock });
  const { length } = await again.open();
  say(`a restart knows them after ${((performance.now() - begin) / 1000).toFixed(2)} s (${String(length)} open)`);
  await again.close();
}

function quantile(took: readonly number[], share: number): number {
  const sorted = [...took].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

function spread(figures: readonly number[]): string {
  return [0, 0.5, 1].map((share) => quantile(figures, share).toPrecision(3)).join(' / ');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
