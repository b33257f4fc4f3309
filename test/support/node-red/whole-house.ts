// Every node that remembers something, wired as in a house, in Node-RED's test helper: an account at RTE on loopback, the
// signals of RTE, the bytes of meters, the entities. On a clock whose hands the test turns.
import type { SentSignal } from '../../../lib/grid/event/act';
import ecowattSignal from '../../../nodes/ecowatt-signal/ecowatt-signal';
import haEntities from '../../../nodes/ha-entities/ha-entities';
import linkyDecode from '../../../nodes/linky-decode/linky-decode';
import rteAccount from '../../../nodes/rte-account/rte-account';
import type { NodeAPI, NodeMessage } from '../../../nodes/runtime/types';
import tempoSignal from '../../../nodes/tempo-signal/tempo-signal';
import { DEFAULT_APPLICATION } from '../../../sandbox/rte/portal';
import { Arrivals } from '../machine/arrivals';
import type { RteBench } from '../rte/rte';
import { helper } from './helper';

export interface Heard extends NodeMessage {
  readonly payload: Record<string, unknown>;
  readonly schema?: string;
}
export type HeardSignal = NodeMessage & { readonly payload: SentSignal };

/** What is listened to: both outputs of each node, what Catch and Complete say. */
const TAPS = [
  ...(['eco', 'tempo', 'decode', 'older'] as const).flatMap((id) => [`${id}:1`, `${id}:2`] as const),
  'entities:1',
  'caught',
  'completed',
] as const;
type Tap = (typeof TAPS)[number];
export type Signaller = 'eco' | 'tempo' | 'decode' | 'older';

export class WholeHouse {
  private readonly taps = new Map(TAPS.map((tap) => [tap, new Arrivals<NodeMessage>(`message at ${tap}`)]));

  /** What is due runs by itself; the hands turn only as the test turns them. */
  private readonly goingOn: NodeJS.Timeout;

  private constructor(private readonly bench: RteBench) {
    this.goingOn = setInterval(() => {
      bench.clock.advance(0);
    }, 5);
  }

  /** Starts on what lies in the folder of the bench. */
  static async start(bench: RteBench): Promise<WholeHouse> {
    const house = new WholeHouse(bench);
    const { clock } = bench;
    helper.settings({ userDir: bench.dir, credentialSecret: false });
    await helper.load(
      [
        (RED: NodeAPI) => {
          rteAccount(RED, clock);
          ecowattSignal(RED, clock);
          tempoSignal(RED, clock);
          linkyDecode(RED, clock);
          haEntities(RED, { clock, random: () => 0.5 });
          house.registerTap(RED);
        },
      ],
      house.flow(),
      { account: { clientId: DEFAULT_APPLICATION.id, clientSecret: DEFAULT_APPLICATION.secret } },
    );
    return house;
  }

  /** As a stop of Node-RED. */
  async stop(): Promise<void> {
    clearInterval(this.goingOn);
    await helper.unload();
    await this.bench.shutDown();
  }

  at(tap: Tap): Arrivals<NodeMessage> {
    const arrivals = this.taps.get(tap);
    if (arrivals === undefined) throw new Error(`nobody listens at ${tap}`);
    return arrivals;
  }

  /** The next state of eco or tempo that fits. */
  async state(id: 'eco' | 'tempo', fits: (msg: Heard) => boolean = () => true): Promise<Heard> {
    return (await this.at(`${id}:1`).next((msg) => fits(msg as Heard))) as Heard;
  }

  /** The next signal of a node that fits. */
  async signal(id: Signaller, fits: (signal: SentSignal) => boolean): Promise<SentSignal> {
    const msg = await this.at(`${id}:2`).next(({ payload }) => fits(payload as SentSignal));
    return (msg as HeardSignal).payload;
  }

  send(id: string, msg: NodeMessage & Record<string, unknown>): void {
    helper.getNode(id).receive(msg);
  }

  /** Bytes of a meter; resolves when they have been dealt with. */
  async bytes(topic: string, payload: Buffer, id: 'decode' | 'older' = 'decode'): Promise<void> {
    this.send(id, { topic, payload });
    await this.at('completed').next((msg) => msg.topic === topic);
  }

  /** What a broker would retain of what ha-entities has sent since the start. */
  get retained(): Map<string, string> {
    const retained = new Map<string, string>();
    for (const { topic, payload, retain } of this.at('entities:1').all as Entity[])
      if (retain === true) retained.set(topic, payload);
    return retained;
  }

  private flow(): Item[] {
    const place = { z: 'tab', x: 1, y: 1 };
    const remembering = ['eco', 'tempo', 'decode', 'older', 'entities'];
    const node = (id: string, type: string, more: object, wires: string[][]): Item => ({
      ...place,
      ...{ id, type, name: '', version: 1 },
      ...more,
      wires,
    });
    const signals = (id: string): string[][] => [
      [`${id}:1`, 'entities'],
      [`${id}:2`, 'entities'],
    ];
    return [
      { id: 'tab', type: 'tab', label: 'house' },
      ...TAPS.map((tap) => ({ ...place, id: tap, type: 'tap', wires: [] })),
      { ...place, id: 'catch', type: 'catch', scope: null, uncaught: false, wires: [['caught']] },
      { ...place, id: 'complete', type: 'complete', scope: remembering, wires: [['completed']] },
      { id: 'account', type: 'rte-account', name: 'home', baseUrl: this.bench.rte.url, version: 1 },
      node('eco', 'ecowatt-signal', { account: 'account', plan: 'hours', hours: '3', before: '07:00' }, signals('eco')),
      node('tempo', 'tempo-signal', { account: 'account', ...this.sources() }, signals('tempo')),
      node('decode', 'linky-decode', {}, signals('decode')),
      node('older', 'linky-decode', {}, [['older:1'], ['older:2']]),
      node('entities', 'ha-entities', {}, [['entities:1']]),
    ];
  }

  private sources(): object {
    const { url } = this.bench.rte;
    return {
      ...{ first: 'rte', second: 'services-rte', third: 'none', fourth: 'none' },
      ...{ servicesRteUrl: url, couleurTempoUrl: `${url}/api` },
    };
  }

  private registerTap(RED: NodeAPI): void {
    const { taps } = this;
    type Config = Parameters<typeof RED.nodes.createNode>[1];
    RED.nodes.registerType('tap', function (config: Config) {
      RED.nodes.createNode(this, config);
      this.on('input', (msg, _send, done) => {
        taps.get(this.id as Tap)?.add(msg);
        done();
      });
    });
  }
}

type Item = { readonly id: string; readonly type: string } & Readonly<Record<string, unknown>>;
interface Entity {
  readonly topic: string;
  readonly payload: string;
  readonly retain?: boolean;
}
