// flex-account, flex-operator and supplier-price in Node-RED's test helper, with servers of the test on loopback.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Clock } from '../../../lib/grid/clock';
import flexAccount from '../../../nodes/flex-account/flex-account';
import flexOperator from '../../../nodes/flex-operator/flex-operator';
import type { NodeAPI, NodeMessage } from '../../../nodes/runtime/types';
import supplierPrice from '../../../nodes/supplier-price/supplier-price';
import { Arrivals } from '../machine/arrivals';
import { helper } from '../node-red/helper';

export interface OutMessage extends NodeMessage {
  readonly schema: string;
  readonly payload: Record<string, unknown>;
}
export interface CaughtMessage extends NodeMessage {
  readonly error: { readonly code: string; readonly message: string };
  readonly answer?: Record<string, unknown>;
}
interface Shown {
  readonly fill?: string;
  readonly shape?: string;
  readonly text?: string;
}

/** A node of the flow, as the editor sends it. */
export type FlowItem = { readonly id: string; readonly type: string } & Readonly<Record<string, unknown>>;

export interface FlexSetting {
  readonly type: 'flex-operator' | 'supplier-price';
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Fields of the account. */
  readonly account: Readonly<Record<string, unknown>>;
  readonly credentials?: Readonly<Record<string, string>>;
}

type Register = (RED: NodeAPI, clock?: Clock) => void;

export class FlexBench {
  readonly out = [
    new Arrivals<OutMessage>('message at output 1'),
    new Arrivals<OutMessage>('message at output 2'),
  ] as const;
  readonly caught = new Arrivals<CaughtMessage>('caught error');
  readonly statuses = new Arrivals<Shown>('status');
  private flow: FlowItem[] = [];
  private credentials: Record<string, Readonly<Record<string, string>>> = {};

  private constructor(
    readonly dir: string,
    private readonly clock: Clock,
    private readonly types: readonly Register[],
  ) {}

  /** @param types further types of node */
  static async open(clock: Clock, types: readonly Register[] = []): Promise<FlexBench> {
    return new FlexBench(await mkdtemp(path.join(os.tmpdir(), 'linky-red-flex-')), clock, types);
  }

  async load({ type, settings = {}, account, credentials = { token: 'tok' } }: FlexSetting): Promise<void> {
    const listen = (id: string, hears: string): FlowItem => ({ ...PLACE, id, type: 'listener', hears, wires: [] });
    this.flow = [
      { id: 'tab', type: 'tab', label: 'test' },
      listen('out0', 'out0'),
      listen('out1', 'out1'),
      listen('l1', 'caught'),
      listen('l2', 'statuses'),
      { ...PLACE, id: 'c1', type: 'catch', scope: null, uncaught: false, wires: [['l1']] },
      { ...PLACE, id: 's1', type: 'status', scope: ['n1'], wires: [['l2']] },
      { id: 'a1', type: 'flex-account', name: 'lab', version: 1, ...account },
      { ...PLACE, id: 'n1', type, version: 1, account: 'a1', ...settings, wires: [['out0'], ['out1']] },
    ];
    this.credentials = { a1: credentials };
    helper.settings({ userDir: this.dir, credentialSecret: false });
    const onClock = [flexAccount, flexOperator, supplierPrice, ...this.types].map((register) => (RED: NodeAPI) => {
      register(RED, this.clock);
    });
    await helper.load(
      [
        ...onClock,
        (RED: NodeAPI) => {
          this.listener(RED);
        },
      ],
      this.flow,
      this.credentials,
    );
  }

  receive(payload: unknown, more: Readonly<Record<string, unknown>> = {}): void {
    helper.getNode('n1').receive({ payload, ...more });
  }

  /** A full deploy of the flow with this change. */
  async deploy(change: (flow: readonly FlowItem[]) => FlowItem[]): Promise<void> {
    await helper.setFlows(change(this.flow), 'full', this.credentials);
  }

  /** Everything of Node-RED lets go, as a stop does. */
  async stop(): Promise<void> {
    await helper.unload();
  }

  /** Everything that was logged, as text. */
  logged(): string {
    return JSON.stringify(helper.log().args);
  }

  async close(): Promise<void> {
    await helper.unload();
    await rm(this.dir, { recursive: true, force: true, maxRetries: 5 });
  }

  private listener(RED: NodeAPI): void {
    const [out0, out1] = this.out;
    const hearing: Readonly<Record<string, unknown>> = { out0, out1, caught: this.caught, statuses: this.statuses };
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

const PLACE = { z: 'tab', x: 1, y: 1 };
