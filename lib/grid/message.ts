// Every message of this package as a row: its schema, its topic, whose it is, and the kind of device that Home Assistant makes
// of it. Nodes tell messages apart by `msg.schema` alone, never by their shape.
import type { GridSignal, SignalSource } from './signal';

const NAMESPACE = 'linky-red/';

/** Kinds of devices of Home Assistant. */
export type DeviceKind = 'meter' | GridKind;
/**
 * Those whose states somebody else tells than a meter at its output: Ecowatt and Tempo are one of a kind, of `enedis` each PRM is one, of
 * `flex` each building, of `supplier` each delivery point, of `tariff` each contract.
 */
export type GridKind = (typeof GRID_KINDS)[number];
export const GRID_KINDS = ['ecowatt', 'tempo', 'enedis', 'flex', 'supplier', 'tariff'] as const;

interface MessageRow {
  /** `msg.schema`. */
  readonly schema: `${typeof NAMESPACE}${string}@${number}`;
  /** `msg.topic`; of readings and signals what it begins with. */
  readonly topic: string;
  /** Null: a signal names its source itself. */
  readonly source: SignalSource | null;
  /** Null: what it says makes no device (signals are events of the device of their source). */
  readonly device: DeviceKind | null;
}

export const MESSAGES = {
  reading: { schema: 'linky-red/reading@1', topic: 'tic', source: 'tic', device: 'meter' },
  signal: { schema: 'linky-red/signal@1', topic: 'signal', source: null, device: null },
  ecowatt: { schema: 'linky-red/ecowatt@1', topic: 'ecowatt', source: 'ecowatt', device: 'ecowatt' },
  tempo: { schema: 'linky-red/tempo@1', topic: 'tempo', source: 'tempo', device: 'tempo' },
  /** Past days of Tempo, by the command `history`; what an open data portal has, under `rows/<dataset>`. */
  rows: { schema: 'linky-red/rows@1', topic: 'tempo/history', source: 'tempo', device: null },
  /** `file/<dataset>`: what an open data portal has, as a file on the disk. */
  dataFile: { schema: 'linky-red/data-file@1', topic: 'file', source: null, device: null },
  /** `capture/<stream>`: tic-in records what it receives, or has recorded it, and where it lies. */
  capture: { schema: 'linky-red/capture@1', topic: 'capture', source: null, device: null },
  /** `points/<prm>/<direction>/<kind>`: an array of at most 1,000, the rest in further messages (`msg.parts`). */
  points: { schema: 'linky-red/points@1', topic: 'points', source: null, device: null },
  /** `energy/<prm>`. */
  energySummary: { schema: 'linky-red/energy-summary@1', topic: 'energy', source: null, device: 'enedis' },
  /** `consent/<account>`: what dataconnect-oauth says of a consent. */
  consent: { schema: 'linky-red/consent@1', topic: 'consent', source: null, device: null },
  /** `flex/<bacs>/<asset>`: a flexibility request of a building as it moves. */
  flexRequest: { schema: 'linky-red/flex-request@1', topic: 'flex', source: 'flex', device: 'flex' },
  /** All requests of a building, by the command `journal`: a list, or the text of a CSV file. */
  flexJournal: { schema: 'linky-red/flex-journal@1', topic: 'flex-journal', source: null, device: null },
  /** `flex-answer/<command>`: what an operator's client was answered. */
  flexAnswer: { schema: 'linky-red/flex-answer@1', topic: 'flex-answer', source: null, device: null },
  /** `prices/<delivery point>`: the supplier's signal. */
  prices: { schema: 'linky-red/prices@1', topic: 'prices', source: 'supplier', device: 'supplier' },
  /** `price/<contract>`: what a kWh costs now, on change; the shape of the present row of `prices`. */
  price: { schema: 'linky-red/price@1', topic: 'price', source: null, device: null },
  /** `cost/<contract>`: the price in force, and what today and this month have cost by the meter's own indexes. */
  cost: { schema: 'linky-red/cost@1', topic: 'cost', source: null, device: 'tariff' },
  /** `statistics/<statistic id>`: what ha-statistics wrote into Home Assistant, or would have. */
  statistics: { schema: 'linky-red/statistics@1', topic: 'statistics', source: null, device: null },
  /** What the Flex Ready reference asks beside the meter, met or missing. */
  flexReady: { schema: 'linky-red/flex-ready@1', topic: 'flex-ready', source: null, device: null },
} as const satisfies Record<string, MessageRow>;

export type MessageName = keyof typeof MESSAGES;

const BY_SCHEMA: ReadonlyMap<unknown, MessageName> = new Map(
  (Object.keys(MESSAGES) as MessageName[]).map((name) => [MESSAGES[name].schema, name]),
);

/** Which row `msg.schema` names; undefined: no message of this package, or of another version of it. */
export function messageNamed(schema: unknown): MessageName | undefined {
  return BY_SCHEMA.get(schema);
}

/** Whether a value is a schema of this package, of whatever version. */
export function isOwnSchema(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith(NAMESPACE);
}

/** `rows/<dataset>`: rows of an open data portal. */
export function datasetTopic(dataset: string): string {
  return `rows/${dataset}`;
}

/** @param meter its id, or the name of its stream where it has none */
export function readingTopic(meter: string): string {
  return `${MESSAGES.reading.topic}/${meter}`;
}

/** The way back of readingTopic; any other topic stays as it is. */
export function meterOfTopic(topic: string): string {
  const start = readingTopic('');
  return topic.startsWith(start) ? topic.slice(start.length) : topic;
}

/** `signal/<source>/<signal>` (CONTRACTS: grid signal). */
export function signalTopic({ source, signal }: Pick<GridSignal, 'source' | 'signal'>): string {
  return `${MESSAGES.signal.topic}/${source}/${signal}`;
}

/** The kind of device that the signals of a source are events of; undefined: none yet. */
export function deviceOfSource(source: string): DeviceKind | undefined {
  const rows: readonly MessageRow[] = Object.values(MESSAGES);
  return rows.find((row) => row.source === source && row.device !== null)?.device ?? undefined;
}
