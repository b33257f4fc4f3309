// One tic-in in Node-RED's test helper, with everything that it says collected.
import type { TestFlowsItem } from 'node-red-node-test-helper';
import type { Clock } from '../../../lib/grid/clock';
import type { NodeAPI, NodeMessage } from '../../../nodes/runtime/types';
import ticIn from '../../../nodes/tic-in/tic-in';
import { Recording } from '../../../nodes/tic-in/recording/recording';
import type { TicMessage } from '../../../nodes/tic-in/tic-stream';
import { realWorld, type World } from '../../../nodes/tic-in/tic-in.world';
import { Arrivals } from '../machine/arrivals';
import { helper } from './helper';

export interface Caught extends NodeMessage {
  error: { code: string; message: string; source: { id: string } };
}

export interface ShownStatus {
  fill?: string;
  shape?: string;
  text?: string;
}

export interface TicInBench {
  readonly messages: Arrivals<TicMessage>;
  /** Of the second output. */
  readonly captures: Arrivals<NodeMessage>;
  readonly caught: Arrivals<Caught>;
  readonly statuses: Arrivals<ShownStatus>;
  readonly completed: Arrivals<NodeMessage>;
  readonly warnings: string[];
  /** Hands a message to the node's input. */
  receive(payload: unknown): void;
  /** Closes the node as a deploy does; resolves when it has let go of everything. */
  close(): Promise<void>;
}

export type Settings = Record<string, unknown>;

/** Further nodes of the flow, e.g. a config node, and how their types come to be. */
export interface Neighbours {
  readonly nodes?: readonly Settings[];
  readonly types?: readonly ((RED: NodeAPI) => void)[];
  /** Permissions that whoever asks the admin side has; not given: all. */
  readonly granted?: ReadonlySet<string>;
}

export async function loadTicIn(
  settings: Settings,
  world: Partial<World> = {},
  { nodes = [], types = [], granted }: Neighbours = {},
): Promise<TicInBench> {
  const whole = { ...realWorld, ...world };
  const node = { id: 'n1', type: 'tic-in', z: 'tab', x: 1, y: 1, wires: [['out'], ['l0']], ...settings };
  const flow: object[] = [{ id: 'tab', type: 'tab', label: 'test' }, ...nodes, ...LISTENERS, node];
  await helper.load(
    [
      (RED: NodeAPI) => {
        ticIn(granted ? withPermissions(RED, granted) : RED, whole);
      },
      listener,
      ...types,
    ],
    flow as TestFlowsItem[],
  );
  const bench: TicInBench = {
    ...said,
    warnings: helper
      .log()
      .args.map(([entry]) => entry as { level: number; type?: string; msg: unknown })
      .filter(({ level, type }) => level === 30 && type === 'tic-in')
      .map(({ msg }) => String(msg)),
    receive: (payload) => {
      helper.getNode('n1').receive({ payload });
    },
    close: async () => {
      await helper.getNode('n1').close(false);
    },
  };
  return bench;
}

/** For a controller of which nothing is recorded. */
export function noRecording(clock: Clock): Recording {
  return new Recording({
    clock,
    id: 'n1',
    folder: undefined,
    about: () => ({ stream: null, port: null, baudRate: null, by: '' }),
    onChange: () => undefined,
    onFault: () => undefined,
  });
}

/** The test helper lets everybody in; this is what Node-RED does with users. */
function withPermissions(RED: NodeAPI, granted: ReadonlySet<string>): NodeAPI {
  const auth: NodeAPI['auth'] = {
    needsPermission: (permission) => (_request, response, next) => {
      if (granted.has(permission)) next();
      else response.sendStatus(401);
    },
  };
  return Object.create(RED, { auth: { value: auth } }) as NodeAPI;
}

// The listeners are created before tic-in, so that nothing that it says is missed.
let said: Pick<TicInBench, 'messages' | 'captures' | 'caught' | 'statuses' | 'completed'>;

const LISTENERS = [
  { id: 'out', type: 'listener', z: 'tab', x: 1, y: 1, hears: 'messages', wires: [] },
  { id: 'l0', type: 'listener', z: 'tab', x: 1, y: 1, hears: 'captures', wires: [] },
  { id: 'l2', type: 'listener', z: 'tab', x: 1, y: 1, hears: 'caught', wires: [] },
  { id: 'l3', type: 'listener', z: 'tab', x: 1, y: 1, hears: 'statuses', wires: [] },
  { id: 'l4', type: 'listener', z: 'tab', x: 1, y: 1, hears: 'completed', wires: [] },
  { id: 'c1', type: 'catch', z: 'tab', x: 1, y: 1, scope: null, uncaught: false, wires: [['l2']] },
  { id: 's1', type: 'status', z: 'tab', x: 1, y: 1, scope: null, wires: [['l3']] },
  { id: 'd1', type: 'complete', z: 'tab', x: 1, y: 1, scope: ['n1'], wires: [['l4']] },
];

function listener(RED: NodeAPI): void {
  said = {
    messages: new Arrivals('message of tic-in'),
    captures: new Arrivals('message of a recording'),
    caught: new Arrivals('caught error'),
    statuses: new Arrivals('status'),
    completed: new Arrivals('completed message'),
  };
  const mine = said;
  RED.nodes.registerType(
    'listener',
    function (config: { hears: keyof typeof said } & Parameters<typeof RED.nodes.createNode>[1]) {
      RED.nodes.createNode(this, config);
      this.on('input', (msg, _send, done) => {
        if (config.hears === 'statuses') mine.statuses.add(msg['status'] as ShownStatus);
        else (mine[config.hears] as Arrivals<NodeMessage>).add(msg);
        done();
      });
    },
  );
}
