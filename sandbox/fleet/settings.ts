// The settings of a fleet as words: for a command line, a script, a test.
import { HOUSEHOLDS, type Kind, readMix } from './kinds';

export interface FleetOptions {
  readonly count: number;
  /** Rank of the first meter. */
  readonly first: number;
  readonly mix: readonly Kind[];
  readonly seed: string;
  /** The meters' clock at the start, epoch milliseconds; null: the host's. */
  readonly start: number | null;
  /** Where it goes: to a broker, or to whoever connects. */
  readonly to: BrokerTarget | ListenTarget;
  /** null: until it is stopped. */
  readonly seconds: number | null;
  readonly reportSeconds: number;
  readonly truth: string | undefined;
}

export interface BrokerTarget {
  readonly kind: 'broker';
  readonly url: URL;
  readonly edges: number;
  readonly root: string;
  readonly partitions: number;
  readonly acknowledge: 'written' | 'puback';
  /** Frames kept for each meter. */
  readonly keep: number;
  readonly repeatSeconds: number;
  /** How long it waits at the end for what is open. */
  readonly drainSeconds: number;
}

export interface ListenTarget {
  readonly kind: 'listen';
  readonly host: string;
  /** 0: any free port, or any free ports. */
  readonly port: number;
  /** each: a port for every meter, from `port` on; one: every connection is the next meter. */
  readonly ports: 'each' | 'one';
  readonly chunkMs: number;
}

export const FLEET_SETTINGS = {
  broker: 'mqtt://[user:password@]host[:port] or mqtts: publishes each frame there, as edges do (MQTT 5, QoS 1)',
  port: 'without broker: listens here, default any free port',
  ports: 'one (default): each connection is the next meter; each: every meter has a port, from port on',
  host: 'address on which it listens; default 127.0.0.1',
  chunk: 'milliseconds of line in one piece over TCP, as a bridge gathers them; default 250',
  edges: 'connections that the meters share; default one for 50 meters',
  root: 'topics are ROOT/frames/PARTITION/STREAM, answers ROOT/written/…; default linky-red/fleet',
  partitions: 'how many partitions the streams are spread over; default 64',
  acknowledge:
    'written (default): a frame is kept and sent again until a worker says that it is written; puback: until the broker has it',
  keep: 'frames that an edge keeps for each meter until then; the oldest go first; default 300',
  repeat:
    'seconds after which a frame is sent again that a later one of its meter has overtaken, then twice as long; default 30',
  drain: 'seconds that it waits at the end for what is open; default 30',
  mix: 'kinds of meters with their shares, MODE-CONTRACT[-3][-producer][:SHARE],…; default households, mostly standard mode',
  first: 'rank of the first meter, for a fleet in several processes; default 0',
  seed: 'any word: the same word gives the same houses',
  start: 'the meters’ clock at the start, ISO 8601; default now',
  seconds: 'how long it runs; default until Ctrl-C',
  report: 'seconds between two lines of figures; default 60',
  truth: 'a file for one line per frame: stream, receivedAt, completedAt, meter, bytes',
} as const;

type Words = Readonly<Partial<Record<keyof typeof FLEET_SETTINGS, string>>>;

/** Six digits make a meter’s number. */
const MOST_METERS = 1_000_000;
const METERS_PER_EDGE = 50;
const WEEK_S = 7 * 86_400;

/** RangeError `name=value` for a count, a name or a value that is not understood. */
export function fleetSettings(count: string, given: Readonly<Record<string, string>>): FleetOptions {
  for (const [name, value] of Object.entries(given))
    if (!Object.hasOwn(FLEET_SETTINGS, name)) throw new RangeError(`${name}=${value}`);
  const words: Words = given;
  const meters = whole('meters', count, 1, MOST_METERS);
  const first = whole('first', words.first ?? '0', 0, MOST_METERS - meters);
  return {
    count: meters,
    first,
    mix: words.mix === undefined ? HOUSEHOLDS : (readMix(words.mix) ?? refuse('mix', words.mix)),
    seed: words.seed ?? 'fleet',
    start: words.start === undefined ? null : instant(words.start),
    to: words.broker === undefined ? listenTarget(words, meters) : brokerTarget(words, words.broker, meters),
    seconds: words.seconds === undefined ? null : whole('seconds', words.seconds, 1, WEEK_S),
    reportSeconds: whole('report', words.report ?? '60', 1, WEEK_S),
    truth: words.truth,
  };
}

const OF_BROKER = ['edges', 'root', 'partitions', 'acknowledge', 'keep', 'repeat', 'drain'] as const;
const OF_LISTENING = ['port', 'ports', 'host', 'chunk'] as const;

function brokerTarget(words: Words, broker: string, meters: number): BrokerTarget {
  refuseAll(words, OF_LISTENING);
  const root = words.root ?? 'linky-red/fleet';
  if (!/^[^+#\0]+[^+#\0/]$/.test(root)) refuse('root', root);
  return {
    kind: 'broker',
    url: brokerUrl(broker),
    edges: whole('edges', words.edges ?? String(Math.ceil(meters / METERS_PER_EDGE)), 1, meters),
    root,
    partitions: whole('partitions', words.partitions ?? '64', 1, 10_000),
    acknowledge: choice('acknowledge', words.acknowledge ?? 'written', ['written', 'puback']),
    keep: whole('keep', words.keep ?? '300', 1, 1_000_000),
    repeatSeconds: whole('repeat', words.repeat ?? '30', 1, WEEK_S),
    drainSeconds: whole('drain', words.drain ?? '30', 0, WEEK_S),
  };
}

function listenTarget(words: Words, meters: number): ListenTarget {
  refuseAll(words, OF_BROKER);
  const ports = choice('ports', words.ports ?? 'one', ['one', 'each']);
  const port = whole('port', words.port ?? '0', 0, 65_535);
  if (ports === 'each' && port > 0 && port + meters > 65_536) refuse('port', String(port));
  return {
    kind: 'listen',
    host: words.host ?? '127.0.0.1',
    port,
    ports,
    chunkMs: whole('chunk', words.chunk ?? '250', 20, 5_000),
  };
}

/** What says nothing where it goes would be overlooked. */
function refuseAll(words: Words, names: readonly (keyof typeof FLEET_SETTINGS)[]): void {
  for (const name of names) {
    const value = words[name];
    if (value !== undefined) refuse(name, value);
  }
}

function brokerUrl(value: string): URL {
  const url = URL.canParse(value) ? new URL(value) : refuse('broker', value);
  if (!['mqtt:', 'mqtts:'].includes(url.protocol) || url.hostname === '') refuse('broker', value);
  return url;
}

function whole(name: string, value: string, least: number, most: number): number {
  const number = Number(value);
  return /^\d+$/.test(value) && number >= least && number <= most ? number : refuse(name, value);
}

function instant(value: string): number {
  const at = Date.parse(value);
  return Number.isNaN(at) ? refuse('start', value) : at;
}

function choice<T extends string>(name: string, value: string, choices: readonly T[]): T {
  return choices.find((known) => known === value) ?? refuse(name, value);
}

function refuse(name: string, value: string): never {
  throw new RangeError(`${name}=${value}`);
}
