// energy-cost in Node-RED's test helper, on a user directory of its own and a clock whose hands the test turns.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { PointMessage } from '../../../lib/grid/point';
import type { CostState, PriceState } from '../../../lib/tariff/running/cost-state';
import energyCost from '../../../nodes/energy-cost/energy-cost';
import type { NodeAPI, NodeMessage } from '../../../nodes/runtime/types';
import { Arrivals } from '../machine/arrivals';
import type { FakeClock } from '../machine/fake-clock';
import { helper } from '../node-red/helper';

export interface SentPoints extends NodeMessage {
  readonly topic: string;
  readonly schema: string;
  readonly payload: readonly PointMessage[];
  readonly parts?: { readonly id: string; readonly index: number; readonly count: number };
}
type SentState = NodeMessage & { readonly topic: string } & (
    | { readonly schema: 'linky-red/price@1'; readonly payload: PriceState }
    | { readonly schema: 'linky-red/cost@1'; readonly payload: CostState }
  );
interface CaughtMessage extends NodeMessage {
  readonly error: { readonly code: string; readonly message: string };
}
interface Shown {
  readonly fill?: string;
  readonly text?: string;
}

type Row = Readonly<Record<string, string>>;

/** Off-peak from 22:00 to 06:00. */
export const TWO_PRICES: Row = { offer: 'hp-hc', offPeak: '22h-6h', hp: '0,20', hc: '0.10' };

const PLACE = { z: 'tab', x: 1, y: 1 };

export class CostBench {
  readonly points = new Arrivals<SentPoints>('message at output 1');
  readonly states = new Arrivals<SentState>('message at output 2');
  readonly caught = new Arrivals<CaughtMessage>('caught error');
  readonly statuses = new Arrivals<Shown>('status');
  readonly completed = new Arrivals<NodeMessage>('completed message');

  private constructor(
    readonly dir: string,
    readonly clock: FakeClock,
  ) {}

  static async open(clock: FakeClock): Promise<CostBench> {
    return new CostBench(await mkdtemp(path.join(os.tmpdir(), 'linky-red-cost-')), clock);
  }

  /** @param settings of the node; the contract as rows of its form */
  async load(settings: { readonly contract: unknown; readonly contractName?: string }): Promise<void> {
    const listen = (id: string, hears: string) => ({ ...PLACE, id, type: 'listener', hears, wires: [] });
    const flow = [
      { id: 'tab', type: 'tab', label: 'test' },
      listen('out0', 'points'),
      listen('out1', 'states'),
      listen('l1', 'caught'),
      listen('l2', 'statuses'),
      listen('l3', 'completed'),
      { ...PLACE, id: 'c1', type: 'catch', scope: null, uncaught: false, wires: [['l1']] },
      { ...PLACE, id: 's1', type: 'status', scope: ['n1'], wires: [['l2']] },
      { ...PLACE, id: 'd1', type: 'complete', scope: ['n1'], wires: [['l3']] },
      { ...PLACE, id: 'n1', type: 'energy-cost', version: 1, ...settings, wires: [['out0'], ['out1']] },
    ];
    helper.settings({ userDir: this.dir });
    await helper.load(
      [
        (RED: NodeAPI) => {
          energyCost(RED, this.clock);
        },
        (RED: NodeAPI) => {
          this.listener(RED);
        },
      ],
      flow,
    );
  }

  receive(msg: NodeMessage & Readonly<Record<string, unknown>>): void {
    helper.getNode('n1').receive({ ...msg });
  }

  /** The same, and waits until it is done with. */
  async take(msg: NodeMessage & Readonly<Record<string, unknown>>): Promise<void> {
    this.receive(msg);
    await this.completed.next();
  }

  /** Everything of Node-RED lets go, as a stop does. */
  async stop(): Promise<void> {
    await helper.unload();
  }

  async close(): Promise<void> {
    await helper.unload();
    await rm(this.dir, { recursive: true, force: true, maxRetries: 5 });
  }

  private listener(RED: NodeAPI): void {
    const { points, states, caught, statuses, completed } = this;
    const hearing: Readonly<Record<string, unknown>> = { points, states, caught, statuses, completed };
    RED.nodes.registerType(
      'listener',
      function (config: { hears: string } & Parameters<typeof RED.nodes.createNode>[1]) {
        RED.nodes.createNode(this, config);
        this.on('input', (msg, _send, done) => {
          const heard = config.hears === 'statuses' ? (msg as { status?: unknown }).status : msg;
          (hearing[config.hears] as Arrivals<unknown>).add(heard);
          done();
        });
      },
    );
  }
}
