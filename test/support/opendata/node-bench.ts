// opendata-query in Node-RED's test helper, against the stand-ins of the portals.
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import type { Clock } from '../../../lib/grid/clock';
import type { Row } from '../../../lib/opendata/read/row';
import type { OpendataQueryFields } from '../../../nodes/opendata-query/opendata-query.choices';
import opendataQuery from '../../../nodes/opendata-query/opendata-query';
import type { NodeAPI, NodeMessage } from '../../../nodes/runtime/types';
import { startOpenData, type OpenDataOptions, type RunningOpenData } from '../../../sandbox/opendata/server';
import type { SandboxPortal } from '../../../sandbox/opendata/names';
import { Arrivals } from '../machine/arrivals';
import { helper } from '../node-red/helper';
import { NODE_RED_PATH } from '../node-red/path';

export interface RowsMessage extends NodeMessage {
  readonly schema: string;
  readonly payload: Row[];
  readonly parts: { readonly id: string; readonly index: number; readonly count?: number };
  readonly complete?: true;
  readonly requestId: string;
  readonly dataset: string;
  readonly attribution: Readonly<Record<string, unknown>>;
}
interface CaughtMessage extends NodeMessage {
  readonly error: { readonly code: string; readonly message: string };
}
interface Shown {
  readonly fill?: string;
  readonly text?: string;
}

/** A node of the flow, as the editor sends it. */
export type FlowItem = { readonly id: string; readonly type: string } & Readonly<Record<string, unknown>>;

export interface LoadOptions {
  readonly portal?: SandboxPortal;
  readonly settings?: Partial<OpendataQueryFields>;
  readonly apiKey?: string;
  /** Nodes behind the output, in the place of a listener; the last of them is wired to `out`. */
  readonly behind?: readonly FlowItem[];
  /** Node-RED's own nodes that they need, by their files. */
  readonly core?: readonly string[];
}

/** No quarter of an hour passes at the portals while a test runs. */
const NOW = Date.parse('2026-11-25T12:00:00+01:00');

const PLACE = { z: 'tab', x: 1, y: 1 };
const QUERY = { id: 'n1', type: 'opendata-query' };

export class OpenDataBench {
  readonly out = new Arrivals<RowsMessage>('message');
  readonly caught = new Arrivals<CaughtMessage>('caught error');
  readonly completed = new Arrivals<NodeMessage>('completed message');
  readonly statuses = new Arrivals<Shown>('status');
  private flow: FlowItem[] = [];
  private credentials: Record<string, Readonly<Record<string, string>>> = {};

  private constructor(
    readonly dir: string,
    readonly portals: RunningOpenData,
    private readonly clock: Clock | undefined,
  ) {}

  static async open(options: OpenDataOptions = {}, clock?: Clock): Promise<OpenDataBench> {
    const dir = await mkdtemp(path.join(os.tmpdir(), 'linky-red-open-data-'));
    return new OpenDataBench(dir, await startOpenData({ now: () => NOW, ...options }), clock);
  }

  async load({ portal = 'enedis', settings = {}, apiKey, behind = [], core = [] }: LoadOptions = {}): Promise<void> {
    const listen = (id: string): FlowItem => ({ ...PLACE, id, type: 'listener', wires: [] });
    const [first] = behind;
    this.flow = [
      { id: 'tab', type: 'tab', label: 'test' },
      ...['out', 'caught', 'completed', 'statuses'].map(listen),
      { ...PLACE, id: 'c1', type: 'catch', scope: null, uncaught: false, wires: [['caught']] },
      { ...PLACE, id: 'c2', type: 'complete', scope: ['n1'], wires: [['completed']] },
      { ...PLACE, id: 's1', type: 'status', scope: ['n1'], wires: [['statuses']] },
      ...behind.map((node) => ({ ...PLACE, ...node })),
      {
        ...PLACE,
        ...QUERY,
        portal: 'other',
        url: this.portals[portal],
        everyHours: '0',
        ...settings,
        wires: [[first === undefined ? 'out' : first.id]],
      },
    ];
    this.credentials = apiKey === undefined ? {} : { n1: { apiKey } };
    await this.restart(core);
  }

  /** As after a restart: what is on the disk is all there is. */
  async restart(core: readonly string[] = []): Promise<void> {
    await helper.unload();
    await this.start(core);
  }

  receive(msg: NodeMessage & Readonly<Record<string, unknown>>): void {
    helper.getNode('n1').receive(msg);
  }

  /** A full deploy of the flow with this change. */
  async deploy(change: (flow: readonly FlowItem[]) => FlowItem[] = (flow) => [...flow]): Promise<void> {
    await helper.setFlows(change(this.flow), 'full', this.credentials);
  }

  async close(): Promise<void> {
    await helper.unload();
    await this.portals.stop();
    await rm(this.dir, { recursive: true, force: true, maxRetries: 5 });
  }

  private async start(core: readonly string[]): Promise<void> {
    helper.settings({ userDir: this.dir, credentialSecret: false });
    const load = createRequire(NODE_RED_PATH);
    const nodes = core.map((file) => load(`@node-red/nodes/core/${file}`) as (RED: NodeAPI) => void);
    await helper.load(
      [
        ...nodes,
        (RED: NodeAPI) => {
          opendataQuery(RED, this.clock);
        },
        (RED: NodeAPI) => {
          this.listener(RED);
        },
      ],
      this.flow,
      this.credentials,
    );
  }

  private listener(RED: NodeAPI): void {
    const { out, caught, completed, statuses } = this;
    const hearing: Readonly<Record<string, unknown>> = { out, caught, completed, statuses };
    RED.nodes.registerType('listener', function (config: Parameters<typeof RED.nodes.createNode>[1]) {
      RED.nodes.createNode(this, config);
      this.on('input', (msg, _send, done) => {
        const heard = config.id === 'statuses' ? (msg as { status?: unknown }).status : msg;
        (hearing[config.id] as Arrivals<unknown>).add(heard);
        done();
      });
    });
  }
}
