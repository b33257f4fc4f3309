// A fleet of household meters on the wire, towards a broker or towards whoever connects: the load test of what reads meters.
import { setTimeout as pause } from 'node:timers/promises';
import type { Figures } from './figures';
import { FleetMeter } from './fleet-meter';
import { deal } from './kinds';
import { Lines } from './lines';
import { noCounts } from './edge/edge-counts';
import { Publishing, type Sending } from './publishing';
import type { FleetOptions, ListenTarget } from './settings';
import { Truth } from './truth';

export interface RunningFleet {
  /** Where it sends to or listens, for a line of text. */
  readonly where: string;
  figures(): Figures;
  /** Ends the meters, waits for what is open, and tells everything. */
  stop(): Promise<FleetEnd>;
}

export interface FleetEnd extends Figures {
  /** Frames by stream. */
  readonly streams: Readonly<Record<string, number>>;
  /** What is still open at the edges: stream, tab, receivedAt. */
  readonly openKeys: readonly string[];
}

const WRITE_MS = 1_000;
/** The meters begin within so long of one another, as meters do that nobody has started together. */
const SPREAD_MS = 1_000;
/** Meters that are made before others have their turn. */
const AT_ONCE = 20;

export async function startFleet(options: FleetOptions, log: (line: string) => void): Promise<RunningFleet> {
  const meters = await makeMeters(options);
  const truth = new Truth(options.truth, log);
  const begun = { at: Date.now(), cpu: process.cpuUsage() };
  const sending =
    options.to.kind === 'broker'
      ? new Publishing(meters, truth, options.to, log)
      : await listening(meters, truth, options.to);
  const write = setInterval(() => {
    truth.write();
  }, WRITE_MS);
  const figures = (): Figures => {
    const { user, system } = process.cpuUsage(begun.cpu);
    return {
      meters: meters.length,
      frames: truth.frames,
      bytes: truth.bytes,
      ...sending.figures(),
      seconds: (Date.now() - begun.at) / 1000,
      cpuSeconds: (user + system) / 1e6,
      memory: process.memoryUsage.rss() / 1e6,
    };
  };
  return {
    where: sending.where,
    figures,
    stop: async () => {
      clearInterval(write);
      const openKeys = await sending.stop();
      await truth.close();
      return { ...figures(), streams: truth.perStream(), openKeys };
    },
  };
}

async function makeMeters({ count, first, mix, seed, start }: FleetOptions): Promise<FleetMeter[]> {
  const now = Date.now();
  const clockOffset = start === null ? 0 : start - now;
  const meters: FleetMeter[] = [];
  for (const [index, kind] of deal(mix, first + count)
    .slice(first)
    .entries()) {
    meters.push(new FleetMeter({ rank: first + index, kind, seed, startsAt: now, clockOffset }));
    if (index % AT_ONCE === 0) await pause(0);
  }
  const begin = Date.now();
  for (const [index, meter] of meters.entries()) meter.skipTo(begin + (SPREAD_MS * index) / meters.length);
  return meters;
}

async function listening(meters: readonly FleetMeter[], truth: Truth, target: ListenTarget): Promise<Sending> {
  const lines = new Lines(meters, truth, target);
  const ports = await lines.listen();
  const isRow = ports.every((port, index) => port === (ports[0] ?? 0) + index);
  const told = isRow && ports.length > 1 ? `${String(ports[0])}-${String(ports.at(-1))}` : ports.join(',');
  return {
    where: `${target.host}:${told}`,
    figures: () => ({ ...noCounts(), open: 0, skipped: lines.skipped, late: 0 }),
    stop: async () => {
      await lines.close();
      return [];
    },
  };
}
