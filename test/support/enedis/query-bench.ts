// dataconnect-query with its account and a linked meter in Node-RED's test helper, on the stand-in of the gateways, on a clock
// that the test turns.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Collector } from '../../../lib/enedis/collect/collector';
import { DIRECTIONS, MEASURES } from '../../../lib/enedis/series';
import type { EnergySummary } from '../../../lib/enedis/summary/energy-summary';
import type { Direction, PointMessage } from '../../../lib/grid/point';
import type { Turns } from '../../../lib/store/turns';
import dataconnectOauth from '../../../nodes/dataconnect-oauth/dataconnect-oauth';
import type { DataconnectQueryFields } from '../../../nodes/dataconnect-query/dataconnect-query.choices';
import dataconnectQuery from '../../../nodes/dataconnect-query/dataconnect-query';
import enedisAccount from '../../../nodes/enedis-account/enedis-account';
import type { OpenEnedis } from '../../../nodes/enedis-account/open-enedis';
import type { Node, NodeAPI, NodeMessage } from '../../../nodes/runtime/types';
import { startGateways, type RunningGateways } from '../../../sandbox/gateways/server';
import { PRM } from '../../../sandbox/household/households';
import { Arrivals } from '../machine/arrivals';
import { FakeClock } from '../machine/fake-clock';
import { helper } from '../node-red/helper';

export interface PointsMessage extends NodeMessage {
  schema: string;
  payload: PointMessage[];
  missing?: string[];
  problem?: { code: string };
}
export interface SummaryMessage extends NodeMessage {
  schema: string;
  payload: EnergySummary;
}
interface CaughtMessage extends NodeMessage {
  error: { code: string; message: string };
}
interface Shown {
  fill?: string;
  text?: string;
}

export interface QuerySetting {
  /** Meters that the token covers; none: nothing is linked. */
  readonly linked?: readonly string[];
  /** Of each query node: they are n1, n2 … */
  readonly nodes?: readonly Partial<DataconnectQueryFields>[];
  readonly isDisabled?: boolean;
}

const DAY = 86_400_000;
const SETTING: Required<QuerySetting> = { linked: [PRM.calm], nodes: [{}], isDisabled: false };

/** The bench of a suite: there before each of its tests, gone behind it. */
export function withQueryBench(use: (bench: QueryBench) => void, at?: string): void {
  let bench: QueryBench | undefined;
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  beforeEach(async () => {
    bench = await QueryBench.open(at);
    use(bench);
  });
  afterEach(() => bench?.close());
}

export class QueryBench {
  points = new Arrivals<PointsMessage>('points');
  summaries = new Arrivals<SummaryMessage>('summary');
  caught = new Arrivals<CaughtMessage>('caught error');
  statuses = new Arrivals<Shown>('status');

  private constructor(
    readonly clock: FakeClock,
    readonly dir: string,
    readonly gateways: RunningGateways,
  ) {}

  static async open(at = '2026-11-29T04:00:00+01:00'): Promise<QueryBench> {
    const clock = new FakeClock(at);
    const dir = await mkdtemp(path.join(os.tmpdir(), 'linky-red-query-'));
    return new QueryBench(clock, dir, await startGateways({ now: () => clock.now() }));
  }

  /** As after a start of Node-RED with these nodes. */
  async load(setting: QuerySetting = {}): Promise<void> {
    const { linked, nodes, isDisabled } = { ...SETTING, ...setting };
    this.points = new Arrivals<PointsMessage>('points');
    this.summaries = new Arrivals<SummaryMessage>('summary');
    this.caught = new Arrivals<CaughtMessage>('caught error');
    this.statuses = new Arrivals<Shown>('status');
    const at = { z: 'tab', x: 1, y: 1 };
    const ears = (id: string, hears: string) => ({ id, type: 'listener', ...at, hears, wires: [] });
    const flow = [
      { id: 'tab', type: 'tab', label: 'test' },
      { id: 'a1', type: 'enedis-account', name: 'home', version: 1, provider: 'conso-api', baseUrl: this.gateways.url },
      { id: 'o1', type: 'dataconnect-oauth', ...at, version: 1, account: 'a1', wires: [[]] },
      ...nodes.map((settings, index) => ({
        id: `n${String(index + 1)}`,
        type: 'dataconnect-query',
        ...at,
        version: 1,
        account: 'a1',
        minute: '23',
        backfill: false,
        ...settings,
        wires: [['out1'], ['out2']],
        ...(isDisabled && { d: true }),
      })),
      ears('out1', 'points'),
      ears('out2', 'summaries'),
      { id: 'c1', type: 'catch', ...at, scope: null, uncaught: false, wires: [['l1']] },
      ears('l1', 'caught'),
      { id: 's1', type: 'status', ...at, scope: nodes.map((_, index) => `n${String(index + 1)}`), wires: [['l2']] },
      ears('l2', 'statuses'),
    ];
    const onClock = (register: (RED: NodeAPI, clock: FakeClock) => void) => (RED: NodeAPI) => {
      register(RED, this.clock);
    };
    const get = (name: string): unknown => (name === 'credentialSecret' ? 'secret' : undefined);
    helper.settings({ userDir: this.dir, credentialSecret: 'secret', get } as Parameters<typeof helper.settings>[0]);
    await helper.load(
      [onClock(enedisAccount), onClock(dataconnectOauth), onClock(dataconnectQuery), this.listener()],
      flow,
      { o1: linked.length === 0 ? {} : { token: this.gateways.consoToken([...linked]) } },
    );
    if (linked.length > 0 && !isDisabled) await this.summaries.next();
    await this.settled();
  }

  receive(payload: unknown, id = 'n1'): void {
    helper.getNode(id).receive({ payload });
  }

  /** What was asked of the gateway, each series once. */
  get askedFor(): string[] {
    return [...new Set(this.asked.map((one) => one.split(' ')[0] ?? ''))].sort();
  }

  /** The true energy of a civil day, in Wh. */
  truth(day: string, prm: string = PRM.calm, direction: Direction = 'consumption'): number {
    return this.gateways.household(prm).energy(Date.parse(`${day}T00:00:00Z`) / DAY, direction);
  }

  /** The last summary that was sent. */
  get summary(): EnergySummary {
    const last = this.summaries.all.at(-1);
    if (last === undefined) throw new Error('no summary was sent');
    return last.payload;
  }

  /** All points of a series that were sent, in order of time, the last one of those that were sent again. */
  sent(series: string, prm: string = PRM.calm): PointMessage[] {
    const ofSeries = this.points.all.filter(({ topic }) => topic === `points/${prm}/${series}`);
    const byEnd = new Map(ofSeries.flatMap(({ payload }) => payload).map((point) => [point.end, point]));
    return [...byEnd.values()].sort((a, b) => Date.parse(a.end) - Date.parse(b.end));
  }

  /** What was asked of the gateway, as `type first day..day after the last`. */
  get asked(): string[] {
    return this.gateways.calls.map(({ url }) => {
      const { pathname, searchParams } = new URL(url, 'http://gateway');
      return `${pathname.slice('/api/'.length)} ${String(searchParams.get('dateDebut'))}..${String(searchParams.get('dateFin'))}`;
    });
  }

  get account(): OpenEnedis {
    return (helper.getNode('a1') as unknown as { opened: OpenEnedis }).opened;
  }

  /** Until the clock shows `until`, from call to call. */
  async pass(until: string): Promise<void> {
    const end = Date.parse(until);
    for (;;) {
      await this.settled();
      const next = Math.min(...this.collectors.map(({ state }) => state.nextCall ?? Infinity));
      if (next > end) break;
      this.clock.advance(Math.max(0, next - this.clock.now()));
    }
    this.clock.advance(Math.max(0, end - this.clock.now()));
    await this.settled();
  }

  /** What collectors have under way has ended, and nodes have summed up what they were told: as often as it takes here. */
  async settled(): Promise<void> {
    for (let rounds = 0; rounds < 3; rounds += 1) {
      for (let turns = 0; turns < 10; turns += 1) await setImmediate();
      for (const collector of this.collectors) {
        await (collector as unknown as { turns: Turns }).turns.idle();
        await collector.summary({ directions: DIRECTIONS, measures: MEASURES });
      }
    }
  }

  async unload(): Promise<void> {
    await helper.unload();
  }

  async close(): Promise<void> {
    await helper.unload();
    await this.gateways.stop();
    await rm(this.dir, { recursive: true, force: true, maxRetries: 5 });
  }

  private get collectors(): readonly Collector[] {
    return [...(this.account as unknown as { collectors: Map<string, Collector> }).collectors.values()];
  }

  private listener() {
    const heard: Record<string, Arrivals<unknown>> = {
      points: this.points as Arrivals<unknown>,
      summaries: this.summaries as Arrivals<unknown>,
      caught: this.caught as Arrivals<unknown>,
      statuses: this.statuses as Arrivals<unknown>,
    };
    return (RED: NodeAPI): void => {
      RED.nodes.registerType(
        'listener',
        function (this: Node, config: { hears: string } & Parameters<typeof RED.nodes.createNode>[1]) {
          RED.nodes.createNode(this, config);
          this.on('input', (msg, _send, done) => {
            heard[config.hears]?.add(config.hears === 'statuses' ? (msg as { status?: unknown }).status : msg);
            done();
          });
        },
      );
    };
  }
}
