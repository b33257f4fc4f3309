// linky-decode nodes in Node-RED's test helper, on a clock whose hands the test turns, with everything that they say collected.
import { once, type EventEmitter } from 'node:events';
import type { SentSignal } from '../../../lib/grid/event/act';
import linkyDecode from '../../../nodes/linky-decode/linky-decode';
import type { NodeAPI, NodeMessage } from '../../../nodes/runtime/types';
import { Arrivals } from '../machine/arrivals';
import { FakeClock } from '../machine/fake-clock';
import { translateOf } from './catalogues';
import { helper } from './helper';
import { edgeOf } from '../tic/tic-listener';

export interface Reading extends NodeMessage {
  topic: string;
  schema: string;
  payload: Record<string, unknown>;
  tic: Record<string, unknown>;
}

export interface SignalMessage extends NodeMessage {
  topic: string;
  schema: string;
  payload: SentSignal;
}

export interface Caught extends NodeMessage {
  error: { code: string; message: string };
}

export interface ShownStatus {
  fill?: string;
  shape?: string;
  text?: string;
}

type Settings = Record<string, unknown>;

/** Where the hands stand at first: five seconds behind the clock of the meters of tic-meters. */
const NOW = Date.UTC(2027, 0, 12, 9, 54, 56);

/** One linky-decode and what came out of it, in order. */
export class DecodeBench {
  readonly readings: Reading[] = [];
  readonly signals: SignalMessage[] = [];
  readonly caught: Caught[] = [];
  readonly completed: NodeMessage[] = [];
  readonly statuses: ShownStatus[] = [];
  /** What left the node, one word each: `reading`, or the edge of a signal. */
  readonly order: string[] = [];
  private readonly news: string[] = [];
  private readonly settled = new Arrivals<true>('message that was dealt with');

  constructor(
    readonly id: string,
    private readonly flow: Flow,
  ) {}

  get clock(): FakeClock {
    return this.flow.clock;
  }

  /** Resolves when the message was dealt with and everything that it caused has arrived. */
  async receive(payload: unknown, more: object = {}): Promise<void> {
    this.flow.addressed = this;
    helper.getNode(this.id).receive({ topic: 'house', ...more, payload });
    await this.settled.next();
    await this.flow.flushed();
  }

  /** Turns the hands of the clock; resolves when everything that this caused has arrived. */
  async advance(ms: number): Promise<void> {
    this.clock.advance(ms);
    await this.flow.flushed();
  }

  /** Closes the node as a deploy does; resolves when it has let go of everything. */
  async close(): Promise<void> {
    await helper.getNode(this.id).close(false);
    await this.flow.flushed();
  }

  /** Deploys the node with another setting, and nothing else: Node-RED makes a new one under the same id. */
  async redeploy(settings: Settings): Promise<void> {
    await this.flow.redeploy(this.id, settings);
  }

  /** Signals since the last call, in short. */
  edges(): string[] {
    return this.news.splice(0);
  }

  get reading(): Reading {
    const last = this.readings.at(-1);
    if (last === undefined) throw new Error('no reading has come');
    return last;
  }

  get shown(): ShownStatus {
    return this.statuses.at(-1) ?? {};
  }

  heard(what: Hears, msg: NodeMessage): void {
    if (what === 'readings') {
      this.readings.push(msg as Reading);
      this.order.push('reading');
    } else if (what === 'signals') {
      this.signals.push(msg as SignalMessage);
      const edge = edgeOf((msg as SignalMessage).payload);
      this.order.push(edge);
      this.news.push(edge);
    } else {
      (this[what] as NodeMessage[]).push(msg);
      this.settled.add(true);
    }
  }
}

type Hears = 'readings' | 'signals' | 'caught' | 'completed';

/** A flow with one linky-decode for each of the settings. */
export async function loadLinkyDecodes(...settings: Settings[]): Promise<DecodeBench[]> {
  const flow = new Flow(settings);
  await flow.load();
  return flow.benches;
}

export async function loadLinkyDecode(settings: Settings = {}): Promise<DecodeBench> {
  const [bench] = await loadLinkyDecodes(settings);
  if (bench === undefined) throw new Error('no node');
  return bench;
}

class Flow {
  readonly clock = new FakeClock(NOW);
  readonly benches: DecodeBench[];
  /** Whose message is being dealt with: what Complete and Catch say is about it. */
  addressed: DecodeBench | undefined;
  private readonly barriers = new Arrivals<true>('barrier');
  private events: EventEmitter | undefined;

  constructor(private readonly settings: Settings[]) {
    this.benches = settings.map((_, i) => new DecodeBench(`n${String(i + 1)}`, this));
  }

  async load(): Promise<void> {
    // The user directory of another file's tests, where one has been: these nodes remember nothing of theirs.
    helper.settings({});
    await helper.load(
      [
        (RED: NodeAPI) => {
          this.events = RED.events;
          RED.events.on('node-status', this.noteStatus);
          // In English, as a Node-RED with the catalogues says it.
          linkyDecode(
            Object.assign(Object.create(RED) as NodeAPI, { _: translateOf('linky-decode', 'en-US') }),
            this.clock,
          );
        },
        (RED: NodeAPI) => {
          this.registerListener(RED);
        },
      ],
      this.nodes(),
    );
  }

  /** Messages arrive in the order in which they were sent: behind this one nothing is under way. */
  async flushed(): Promise<void> {
    helper.getNode('barrier-source').send({ barrier: true });
    await this.barriers.next();
  }

  async redeploy(id: string, settings: Settings): Promise<void> {
    const i = this.benches.findIndex((bench) => bench.id === id);
    this.settings[i] = { ...this.settings[i], ...settings };
    if (this.events === undefined) throw new Error('not loaded');
    const started = once(this.events, 'flows:started');
    // The helper gives up after 300 ms, which a busy machine may need.
    await Promise.all([started, helper.setFlows(this.nodes(), 'nodes').catch(() => undefined)]);
  }

  // Listeners come first, so that nothing that the nodes say is missed.
  private nodes(): { id: string; type: string; [field: string]: unknown }[] {
    const place = { z: 'tab', x: 1, y: 1 };
    const listener = (hears: Hears | 'barrier', of = ''): { id: string; type: string } => ({
      ...place,
      ...{ id: `${hears}${of}`, type: 'listener', hears, of, wires: [] },
    });
    return [
      { id: 'tab', type: 'tab', label: 'test' },
      listener('barrier'),
      { id: 'barrier-source', ...place, type: 'helper', wires: [['barrier']] },
      listener('caught'),
      { id: 'catch', type: 'catch', ...place, scope: null, uncaught: false, wires: [['caught']] },
      listener('completed'),
      { id: 'complete', type: 'complete', ...place, scope: this.benches.map(({ id }) => id), wires: [['completed']] },
      ...this.benches.flatMap(({ id }) => [listener('readings', id), listener('signals', id)]),
      ...this.benches.map(({ id }, i) => ({
        ...place,
        ...{ id, type: 'linky-decode', name: '', wires: [[`readings${id}`], [`signals${id}`]] },
        ...this.settings[i],
      })),
    ];
  }

  // A Status node would miss what a node shows while it is made.
  private readonly noteStatus = ({ id, status }: { id: string; status: ShownStatus }): void => {
    this.benches.find((bench) => bench.id === id)?.statuses.push(status);
  };

  private registerListener(RED: NodeAPI): void {
    const { barriers, noteStatus } = this;
    const bench = (id: string): DecodeBench | undefined =>
      id === '' ? this.addressed : this.benches.find((each) => each.id === id);
    type Config = { hears: Hears | 'barrier'; of: string } & Parameters<typeof RED.nodes.createNode>[1];
    RED.nodes.registerType('listener', function (config: Config) {
      RED.nodes.createNode(this, config);
      this.on('input', (msg, _send, done) => {
        if (config.hears === 'barrier') barriers.add(true);
        else bench(config.of)?.heard(config.hears, msg);
        done();
      });
      if (config.hears === 'barrier') this.on('close', () => RED.events.off('node-status', noteStatus));
    });
  }
}
