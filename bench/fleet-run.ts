// One measurement of a fleet, in a process of its own: what it says it says as JSON.
// argv: folder of the compiled version, what is measured, how many meters.
import { meterFrames } from '../sandbox/tic/meter';
import { FleetNode } from './fleet-node';

export interface Measured {
  /** Of CPU time, in one round of one frame each. */
  readonly firstMsPerFrame?: number;
  readonly laterMsPerFrame?: number;
  readonly silenceMs?: number;
  readonly longestStallMs: number;
  readonly heapMb: number;
  /** Beside it, when a fifth of the topics had come and gone. */
  readonly earlierHeapMb?: number;
}

const [, , built = '', what = '', count = '0'] = process.argv;
const frame = oneFrame();
const topics = Array.from({ length: Number(count) }, (_, n) => `meter/${String(n)}`);

void measure().then((measured) => {
  process.stdout.write(JSON.stringify(measured));
});

async function measure(): Promise<Measured> {
  const fleet = new FleetNode(built);
  const empty = heapMb();
  fleet.forget();
  let measured: Partial<Measured> = {};
  if (what === 'first') {
    measured = { firstMsPerFrame: await cpuPerFrame(() => fleet.round(topics, frame)) };
  } else if (what === 'later') {
    for (let round = 0; round < 2; round++) await fleet.round(topics, frame);
    // As many frames, however many meters they come from.
    const rounds = Math.max(1, Math.round(10_000 / topics.length));
    const each = await cpuPerFrame(async () => {
      for (let round = 0; round < rounds; round++) {
        fleet.advance(2);
        await fleet.round(topics, frame);
      }
    });
    measured = { laterMsPerFrame: each / rounds };
  } else if (what === 'silence') {
    await fleet.round(topics, frame);
    await settled();
    fleet.forget();
    const before = process.cpuUsage();
    fleet.advance(60);
    await fleet.until(() => fleet.signals.filter(({ change }) => change === 'started').length >= topics.length);
    measured = { silenceMs: cpuMs(before) };
  } else if (what === 'come-and-go') {
    let earlierHeapMb = 0;
    for (let from = 0; from < topics.length; from += 500) {
      await fleet.round(topics.slice(from, from + 500), frame);
      fleet.signals.length = 0;
      for (let minute = 0; minute < 15; minute++) {
        fleet.advance(60);
        for (let turns = 0; turns < 60; turns++) await settled();
      }
      if (from < topics.length / 5) earlierHeapMb = heapMb() - empty;
    }
    measured = { earlierHeapMb };
  }
  fleet.signals.length = 0;
  const result = { ...measured, longestStallMs: fleet.longestStall, heapMb: heapMb() - empty };
  await fleet.close();
  return result;

  async function cpuPerFrame(work: () => Promise<void>): Promise<number> {
    const before = process.cpuUsage();
    await work();
    return cpuMs(before) / topics.length;
  }
}

function cpuMs(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function heapMb(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
}

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function oneFrame(): Buffer {
  for (const { bytes } of meterFrames({ mode: 'standard' })) return bytes;
  throw new Error('the meter says nothing');
}
