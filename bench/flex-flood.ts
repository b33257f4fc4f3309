// What one operator's flood costs the others: a building behind a real HTTP server, another process that calls it 1,000 times a
// second with one key, and an operator that calls at an even pace beside it; with the flood and without, in the same run.
//   npm run bench -- flex-flood [--smoke]
import { fork } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Gate } from '../lib/flex/bacs/access/gate';
import { BacsApi } from '../lib/flex/bacs/api';
import { RequestDesk } from '../lib/flex/desk/request-desk';
import { Metering } from '../lib/flex/metering/building-metering';
import { readPotential } from '../lib/flex/site/potential-words';
import type { Bacs, SiteRules } from '../lib/flex/site/site';
import { SYSTEM_CLOCK as clock } from '../lib/grid/clock';
import { CivilZone } from '../lib/grid/paris-time';
import { Store } from '../lib/store/store';
import { answerCall } from '../nodes/flex-site/server/answer-call';

const FLOOD_KEY = 'key-of-the-one-that-floods';
const OTHER_KEY = 'key-of-the-one-that-calls';
const FLOOD_PER_SECOND = 1000;
/** The other one calls so often: below what it is allowed. */
const EVERY_MS = 25;
const PATH = '/bacs/building/assets/WholeBuilding/flexibilities';

if (process.argv[2] === 'flood') void flood(process.argv[3] ?? '');
else void main(process.argv.includes('--smoke') ? 40 : 600);

async function main(calls: number): Promise<void> {
  const server = http.createServer(building()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}${PATH}`;
  await paced(url, Math.min(calls, 100));
  const alone = await paced(url, calls);
  const child = fork(__filename, ['flood', url], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  await once(child, 'message');
  const beside = await paced(url, calls);
  const said = once(child, 'message');
  child.send('stop');
  const [flooded] = (await said) as [{ sent: number; seconds: number; byStatus: Record<string, number> }];
  await once(child, 'exit');
  server.closeAllConnections();
  server.close();
  const p99 = (of: readonly number[]): number => of.toSorted((a, b) => a - b)[Math.floor(of.length * 0.99)] ?? NaN;
  const p50 = (of: readonly number[]): number => of.toSorted((a, b) => a - b)[Math.floor(of.length * 0.5)] ?? NaN;
  const ms = (value: number): string => `${value.toFixed(2)} ms`;
  console.log(
    `flood: ${(flooded.sent / flooded.seconds).toFixed(0)} calls/s, answered ${JSON.stringify(flooded.byStatus)}`,
  );
  console.log(`the other one alone:  p50 ${ms(p50(alone))}, p99 ${ms(p99(alone))}`);
  console.log(`beside the flood:     p50 ${ms(p50(beside))}, p99 ${ms(p99(beside))}`);
  console.log(`p99: ${(p99(beside) / p99(alone)).toFixed(2)} times (at most 5)`);
}

function building(): http.RequestListener {
  const rules: SiteRules = { sign: 'reduction', strictness: 'strict', acceptance: 'by-hand', timeZone: 'Europe/Paris' };
  const words = { product: 'WID', power: 100, delay: 15, duration: 120, perDay: 2, periods: '08:00-20:00' };
  const potential = readPotential(words, new CivilZone());
  if ('misfit' in potential) throw new Error(potential.misfit);
  const bacs: Bacs = {
    id: 'building',
    name: '',
    description: '',
    assets: [{ id: 'WholeBuilding', name: '', potentials: [potential] }],
  };
  const store = new Store(undefined);
  const desk = new RequestDesk({ bacs: () => bacs, rules, store, name: 'flex', clock });
  desk.listen(() => undefined);
  const keys = [
    { name: 'flood', secret: FLOOD_KEY },
    { name: 'other', secret: OTHER_KEY },
  ];
  const api = new BacsApi({
    bacs: () => bacs,
    rules,
    desk,
    meters: new Metering({ store, name: 'flex', clock }),
    gate: new Gate({ keys, emulatorHeader: false, rate: { perMinute: 3000, burst: 500 } }, clock),
    clock,
    breachStatus: 422,
    version: '0.0.0',
    onFailure: (error) => {
      console.error(error);
    },
  });
  return (request, response) => void answerCall(api, request.url ?? '', request, response);
}

/** @returns ms of each call */
async function paced(url: string, calls: number): Promise<number[]> {
  const agent = new http.Agent({ keepAlive: true });
  const took: number[] = [];
  for (let call = 0; call < calls; call += 1) {
    const begin = performance.now();
    const status = await ask(url, OTHER_KEY, agent);
    if (status !== 200) throw new Error(`the other one was answered ${String(status)}`);
    took.push(performance.now() - begin);
    await delay(EVERY_MS);
  }
  agent.destroy();
  return took;
}

/** In a process of its own: as many calls as are due, whatever becomes of those before. */
async function flood(url: string): Promise<void> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 50 });
  const byStatus: Record<string, number> = {};
  const begin = performance.now();
  let [sent, running] = [0, true];
  process.once('message', () => (running = false));
  process.send?.('begun');
  while (running) {
    const due = Math.floor(((performance.now() - begin) / 1000) * FLOOD_PER_SECOND);
    for (; sent < due; sent += 1)
      ask(url, FLOOD_KEY, agent).then(
        (status) => (byStatus[status] = (byStatus[status] ?? 0) + 1),
        () => (byStatus['failed'] = (byStatus['failed'] ?? 0) + 1),
      );
    await delay(5);
  }
  process.send?.({ sent, seconds: (performance.now() - begin) / 1000, byStatus });
  process.exit();
}

function ask(url: string, key: string, agent: http.Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    http
      .get(url, { agent, headers: { Authorization: `Bearer ${key}` } }, (response) => {
        response.resume();
        response.once('end', () => {
          resolve(response.statusCode ?? 0);
        });
      })
      .once('error', reject);
  });
}
