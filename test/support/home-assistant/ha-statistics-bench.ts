// ha-statistics in Node-RED's test helper, against the stand-in of Home Assistant.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { messageOf, type Point } from '../../../lib/grid/point';
import type { StatisticsReport } from '../../../lib/home-assistant/statistics/report';
import type { World } from '../../../nodes/ha-statistics/ha-statistics.world';
import haStatistics from '../../../nodes/ha-statistics/ha-statistics';
import type { NodeAPI, NodeMessage } from '../../../nodes/runtime/types';
import { Arrivals } from '../machine/arrivals';
import { HastyClock } from '../machine/hasty-clock';
import { helper } from '../node-red/helper';

export interface ReportMessage extends NodeMessage {
  readonly schema: string;
  readonly payload: StatisticsReport;
}
export interface CaughtMessage extends NodeMessage {
  readonly error: { readonly code: string; readonly message: string };
}
interface Shown {
  readonly fill?: string;
  readonly shape?: string;
  readonly text?: string;
}
type FlowItem = { readonly id: string; readonly type: string } & Readonly<Record<string, unknown>>;

const PLACE = { z: 'tab', x: 1, y: 1 };

/** What of the config node `server` of node-red-contrib-home-assistant-websocket (0.80.3) others can see. */
function serverNode(RED: NodeAPI): void {
  RED.nodes.registerType(
    'server',
    function (config: Parameters<typeof RED.nodes.createNode>[1]) {
      RED.nodes.createNode(this, config);
      Object.assign(this, { config });
    },
    { credentials: { host: { type: 'text' }, access_token: { type: 'text' } } },
  );
}

export class StatisticsBench {
  readonly reports = new Arrivals<ReportMessage>('report');
  readonly caught = new Arrivals<CaughtMessage>('caught error');
  readonly done = new Arrivals<NodeMessage>('message that is done');
  readonly statuses = new Arrivals<Shown>('status');
  readonly clock: HastyClock;
  /** What the environment of an app would hold. */
  supervisorToken: string | undefined;
  supervisorAddress = 'ws://supervisor/core/websocket';

  private constructor(
    readonly dir: string,
    now: string,
  ) {
    this.clock = new HastyClock(now);
  }

  /** @param now what the clock of the node shows at first */
  static async open(now = '2026-11-29T12:05:00Z'): Promise<StatisticsBench> {
    return new StatisticsBench(await mkdtemp(path.join(os.tmpdir(), 'linky-red-statistics-')), now);
  }

  /**
   * @param token null: none was ever typed
   * @param more further nodes of the flow
   */
  async load(
    settings: Readonly<Record<string, unknown>>,
    token: string | null = 'long-lived',
    more: readonly FlowItem[] = [],
    credentials: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
  ): Promise<void> {
    const listen = (hears: string): FlowItem => ({ ...PLACE, id: hears, type: 'listener', hears, wires: [] });
    const flow = [
      { id: 'tab', type: 'tab', label: 'test' },
      ...['reports', 'caught', 'done', 'statuses'].map(listen),
      { ...PLACE, id: 'c1', type: 'catch', scope: null, uncaught: false, wires: [['caught']] },
      { ...PLACE, id: 'd1', type: 'complete', scope: ['n1'], wires: [['done']] },
      { ...PLACE, id: 's1', type: 'status', scope: ['n1'], wires: [['statuses']] },
      ...more,
      { ...PLACE, id: 'n1', type: 'ha-statistics', version: 1, ...settings, wires: [['reports']] },
    ];
    helper.settings({ userDir: this.dir, credentialSecret: false });
    const supervisor = { address: this.supervisorAddress, token: () => this.supervisorToken };
    const world: World = { clock: this.clock, supervisor };
    await helper.load(
      [
        (RED: NodeAPI) => {
          haStatistics(RED, world);
          serverNode(RED);
          this.listener(RED);
        },
      ],
      flow,
      { ...credentials, ...(token !== null && { n1: { token } }) },
    );
  }

  receive(message: Readonly<Record<string, unknown>>): void {
    helper.getNode('n1').receive(message);
  }

  /** A message of points, as the other nodes send it. */
  points(points: readonly Point[], parts?: object): void {
    this.receive({ schema: 'linky-red/points@1', payload: points.map(messageOf), ...(parts && { parts }) });
  }

  command(payload: unknown): void {
    this.receive({ payload });
  }

  async report(fits: (report: StatisticsReport) => boolean = () => true): Promise<StatisticsReport> {
    return (await this.reports.next(({ payload }) => fits(payload))).payload;
  }

  /** Everything of Node-RED lets go, as a stop does. */
  async stop(): Promise<void> {
    await helper.unload();
  }

  async close(): Promise<void> {
    await helper.unload();
    await rm(this.dir, { recursive: true, force: true, maxRetries: 3 });
  }

  private listener(RED: NodeAPI): void {
    const { reports, caught, done, statuses } = this;
    const hearing: Readonly<Record<string, unknown>> = { reports, caught, done, statuses };
    RED.nodes.registerType(
      'listener',
      function (config: { hears: string } & Parameters<typeof RED.nodes.createNode>[1]) {
        RED.nodes.createNode(this, config);
        this.on('input', (msg, _send, finish) => {
          const heard = config.hears === 'statuses' ? (msg as { status?: unknown }).status : msg;
          (hearing[config.hears] as Arrivals<unknown>).add(heard);
          finish();
        });
      },
    );
  }
}
