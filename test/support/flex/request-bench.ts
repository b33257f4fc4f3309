// flex-request on a real flex-site in Node-RED's test helper, and the operator behind a real HTTP server.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import type { SentSignal } from '../../../lib/grid/event/act';
import type { FlexDetail } from '../../../lib/flex/signals/flexibility';
import type { FlexDesk } from '../../../lib/flex/desk/desk';
import type { FlexRequestPayload, FlexSitePayload } from '../../../lib/flex/view/request-view';
import flexRequest from '../../../nodes/flex-request/flex-request';
import type { NodeAPI, NodeMessage } from '../../../nodes/runtime/types';
import { Arrivals } from '../machine/arrivals';
import { FakeClock } from '../machine/fake-clock';
import { helper } from '../node-red/helper';
import { type Answered, BACS_ID, KEY, listening, loadSite, NOW, siteNode, type SiteBench } from './site-bench';

export interface RequestMessage extends NodeMessage {
  schema: string;
  payload: FlexRequestPayload;
}
export interface SignalMessage extends NodeMessage {
  schema: string;
  payload: SentSignal<FlexDetail>;
}
interface Caught extends NodeMessage {
  error: { code: string; message: string };
}
interface Shown {
  fill?: string;
  shape?: string;
  text?: string;
}

interface IdleMessage extends NodeMessage {
  readonly payload: FlexSitePayload;
}

export interface RequestBench {
  readonly site: SiteBench;
  readonly requests: Arrivals<RequestMessage>;
  /** What was said of the building alone. */
  readonly idle: Arrivals<IdleMessage>;
  readonly signals: Arrivals<SignalMessage>;
  readonly caught: Arrivals<Caught>;
  readonly statuses: Arrivals<Shown>;
  readonly clock: FakeClock;
  /** Hands a message in, and resolves when the node is done with it: undefined, or the code of the error. */
  receive(msg: NodeMessage & Record<string, unknown>): Promise<string | undefined>;
  /** As the operator: `POST <asset>/flexibilities/request`, and its confirmation. */
  create(requestID: string, power: readonly object[], over?: object): Promise<Answered>;
  confirm(requestID: string, power: readonly object[], over?: object): Promise<Answered>;
  realise(requestID: string): Promise<Answered>;
  stop(): Promise<void>;
}

const ASSET = `/api/bacs/${BACS_ID}/assets/WholeBuilding`;

/** 80 kW from ten to noon, as in the reference. */
export const EIGHTY = [period(80, '2025-04-02T10:00:00', '2025-04-02T12:00:00')];

export function period(kW: number, start: string, end: string): object {
  return { power: { unit: 'W', multiplier: 'k', value: kW }, start, end };
}

const ITEM = { z: 'tab', x: 1, y: 1, wires: [] as string[][] };

export async function loadRequests(
  options: {
    readonly clock?: FakeClock;
    readonly userDir?: string;
    readonly settings?: Readonly<Record<string, unknown>>;
    readonly node?: Readonly<Record<string, unknown>>;
  } = {},
): Promise<RequestBench> {
  const here = {
    requests: new Arrivals<RequestMessage>('request'),
    idle: new Arrivals<IdleMessage>('building without a request'),
    signals: new Arrivals<SignalMessage>('signal'),
    caught: new Arrivals<Caught>('caught error'),
    statuses: new Arrivals<Shown>('status'),
  };
  const { clock = new FakeClock(NOW), settings, node } = options;
  const userDir = options.userDir ?? (await mkdtemp(path.join(os.tmpdir(), 'linky-red-')));
  /** Whoever waits for what becomes of a message. */
  const waiting = new Map<unknown, (code: string | undefined) => void>();
  const ends = (msg: NodeMessage & { readonly error?: Caught['error'] }): void => {
    waiting.get(msg._msgid)?.(msg.error?.code);
    waiting.delete(msg._msgid);
  };
  const hears: Hears = {
    requests: (msg) => {
      const message = msg as RequestMessage | IdleMessage;
      if (message.payload.state === null) here.idle.add(message as IdleMessage);
      else here.requests.add(message as RequestMessage);
    },
    signals: (msg) => {
      here.signals.add(msg as SignalMessage);
    },
    caught: (msg) => {
      here.caught.add(msg as Caught);
      ends(msg);
    },
    statuses: (msg) => {
      here.statuses.add((msg as { status?: Shown }).status ?? {});
    },
    completed: ends,
  };
  const flow = [
    siteNode({ path: '/api', ...settings }),
    ...Object.keys(hears).map((name) => ({ ...ITEM, id: `hears-${name}`, type: 'listener', hears: name })),
    { ...ITEM, id: 'c1', type: 'catch', scope: null, uncaught: false, wires: [['hears-caught']] },
    { ...ITEM, id: 's1', type: 'status', scope: null, wires: [['hears-statuses']] },
    { ...ITEM, id: 'd1', type: 'complete', scope: ['flex'], wires: [['hears-completed']] },
    {
      ...{ ...ITEM, id: 'flex', type: 'flex-request', version: 1, site: 'site', ...node },
      wires: [['hears-requests'], ['hears-signals']],
    },
  ];
  const site = await loadSite(flow, {
    clock,
    userDir,
    nodes: [
      listener(hears),
      (RED) => {
        flexRequest(RED, clock);
      },
    ],
  });
  await listening(site.opened);
  // It listens before it is known what lies on the disk: until then it answers 503.
  while (!(site.opened.desk as FlexDesk).available) await breathe();
  const post = (path: string, body: object): Promise<Answered> =>
    site.call('POST', `${ASSET}/flexibilities/request${path}`, { token: KEY, body });
  let sent = 0;
  return {
    ...here,
    site,
    clock,
    receive: (msg) =>
      new Promise((resolve) => {
        const _msgid = `m${String((sent += 1))}`;
        waiting.set(_msgid, resolve);
        helper.getNode('flex').receive({ ...msg, _msgid });
      }),
    create: (requestID, power, over = {}) => post('', { requestID, flexProduct: 'WID', power, ...over }),
    confirm: (requestID, power, over = {}) => post(`/${requestID}/confirm`, { flexProduct: 'WID', power, ...over }),
    realise: (requestID) =>
      site.call('GET', `${ASSET}/flexibilities/request/${requestID}/consumptions`, { token: KEY }),
    stop: async () => {
      await site.stop();
      if (options.userDir === undefined) await rm(userDir, { recursive: true, maxRetries: 5 });
    },
  };
}

type Hears = Readonly<Record<string, (msg: NodeMessage) => void>>;

function listener(hears: Hears) {
  return (RED: NodeAPI): void => {
    RED.nodes.registerType(
      'listener',
      function (config: { hears: string } & Parameters<typeof RED.nodes.createNode>[1]) {
        RED.nodes.createNode(this, config);
        this.on('input', (msg, _send, done) => {
          hears[config.hears]?.(msg);
          done();
        });
      },
    );
  };
}
