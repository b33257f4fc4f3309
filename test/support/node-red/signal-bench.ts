// ecowatt-signal and tempo-signal in Node-RED's test helper, on an RTE on loopback and a clock whose hands the test turns.
import type { SentSignal } from '../../../lib/grid/event/act';
import ecowattSignal from '../../../nodes/ecowatt-signal/ecowatt-signal';
import rteAccount from '../../../nodes/rte-account/rte-account';
import type { NodeAPI, NodeMessage } from '../../../nodes/runtime/types';
import tempoSignal from '../../../nodes/tempo-signal/tempo-signal';
import { DEFAULT_APPLICATION } from '../../../sandbox/rte/portal';
import { Arrivals } from '../machine/arrivals';
import { helper } from './helper';
import type { RteBench } from '../rte/rte';

export interface StateMessage extends NodeMessage {
  schema: string;
  payload: Record<string, unknown>;
}
export interface SignalMessage extends NodeMessage {
  schema: string;
  payload: SentSignal;
}
export interface CaughtMessage extends NodeMessage {
  error: { code: string; message: string };
}
interface Shown {
  fill?: string;
  shape?: string;
  text?: string;
}

export interface SignalBench {
  readonly states: Arrivals<StateMessage>;
  readonly signals: Arrivals<SignalMessage>;
  readonly caught: Arrivals<CaughtMessage>;
  readonly statuses: Arrivals<Shown>;
  readonly completed: Arrivals<NodeMessage>;
  receive(msg: NodeMessage & Record<string, unknown>, id?: string): void;
  /** Everything that was logged, as text. */
  logged(): string;
  /** A full deploy of the flow with this change. */
  deploy(change: (flow: readonly FlowItem[]) => FlowItem[]): Promise<void>;
  /** Everything of Node-RED lets go, as a stop does. */
  stop(): Promise<void>;
}

/** A node of the flow, as the editor sends it. */
export type FlowItem = { readonly id: string; readonly type: string } & Readonly<Record<string, unknown>>;

export interface SignalSetting {
  readonly type: 'ecowatt-signal' | 'tempo-signal';
  readonly settings?: Record<string, unknown>;
  readonly secret?: string;
  /** How many nodes of this setting; they are n1, n2 … */
  readonly count?: number;
}

export async function loadSignals(
  bench: RteBench,
  { type, settings = {}, secret, count = 1 }: SignalSetting,
): Promise<SignalBench> {
  const here: Pick<SignalBench, 'states' | 'signals' | 'caught' | 'statuses' | 'completed'> = {
    states: new Arrivals('state'),
    signals: new Arrivals('signal'),
    caught: new Arrivals('caught error'),
    statuses: new Arrivals('status'),
    completed: new Arrivals('completed message'),
  };
  const ids = Array.from({ length: count }, (_, i) => `n${i + 1}`);
  const listen = (id: string, hears: keyof typeof here): FlowItem => ({
    id,
    type: 'listener',
    z: 'tab',
    x: 1,
    y: 1,
    hears,
    wires: [],
  });
  const flow: FlowItem[] = [
    { id: 'tab', type: 'tab', label: 'test' },
    listen('out1', 'states'),
    listen('out2', 'signals'),
    listen('l1', 'caught'),
    listen('l2', 'statuses'),
    listen('l3', 'completed'),
    { id: 'c1', type: 'catch', z: 'tab', x: 1, y: 1, scope: null, uncaught: false, wires: [['l1']] },
    { id: 's1', type: 'status', z: 'tab', x: 1, y: 1, scope: null, wires: [['l2']] },
    { id: 'd1', type: 'complete', z: 'tab', x: 1, y: 1, scope: ids, wires: [['l3']] },
    { id: 'a1', type: 'rte-account', name: 'home', baseUrl: bench.rte.url, version: 1 },
    ...ids.map((id) => ({
      id,
      type,
      z: 'tab',
      x: 1,
      y: 1,
      version: 1,
      account: 'a1',
      servicesRteUrl: bench.rte.url,
      couleurTempoUrl: `${bench.rte.url}/api`,
      ...settings,
      wires: [['out1'], ['out2']],
    })),
  ];
  const onClock = (register: (RED: NodeAPI, clock: typeof bench.clock) => void) => (RED: NodeAPI) => {
    register(RED, bench.clock);
  };
  const credentials = { a1: { clientId: DEFAULT_APPLICATION.id, clientSecret: secret ?? DEFAULT_APPLICATION.secret } };
  helper.settings({ userDir: bench.dir, credentialSecret: false });
  await helper.load(
    [onClock(rteAccount), onClock(ecowattSignal), onClock(tempoSignal), listener(here)],
    flow,
    credentials,
  );
  return {
    ...here,
    receive: (msg, id = 'n1') => {
      helper.getNode(id).receive(msg);
    },
    logged: () => JSON.stringify(helper.log().args),
    deploy: async (change) => {
      await helper.setFlows(change(flow), 'full', credentials);
    },
    stop: async () => {
      await helper.unload();
    },
  };
}

function listener(here: Record<string, unknown>) {
  return (RED: NodeAPI): void => {
    RED.nodes.registerType(
      'listener',
      function (config: { hears: string } & Parameters<typeof RED.nodes.createNode>[1]) {
        RED.nodes.createNode(this, config);
        this.on('input', (msg, _send, done) => {
          const heard = config.hears === 'statuses' ? (msg as { status?: unknown }).status : msg;
          (here[config.hears] as Arrivals<unknown>).add(heard);
          done();
        });
      },
    );
  };
}
