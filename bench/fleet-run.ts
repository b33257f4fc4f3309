// One measurement of a fleet, in a process of its own: what it says it says as JSON.
// argv: folder of the compiled version, what is measured, how many meters, the time there is in seconds.
import { setTimeout as delay } from 'node:timers/promises';
import { meterFrames } from '../sandbox/tic/meter';
import { cpuMs, FleetNode, loopMs } from './fleet-node';

export interface Measured {
  /** CPU time of the process in a round of one frame each. */
  readonly msPerFrame?: number;
  /** How many frames of the first round were done in the time there was, and whether all was written. */
  readonly frames?: number;
  readonly isOver?: boolean;
  readonly liveHeapMb?: number;
  /** What the thread of the event loop did in all. */
  readonly loopMs?: number;
  readonly longestStallMs: number;
  readonly heapMb: number;
  /** Beside it, when a fifth of the topics had come and gone. */
  readonly earlierHeapMb?: number;
}

const [, , built = '', what = '', count = '0', seconds = 'Infinity'] = process.argv;
const frame = oneFrame();
const topics = Array.from({ length: Number(count) }, (_, n) => `meter/${String(n)}`);

const MEASURES: Readonly<Record<string, (fleet: FleetNode) => Promise<Partial<Measured>>>> = {
  /** From a start on, the frames come as from lines or from a broker; all that is to be kept is kept when the node has closed. */
  first: async (fleet) => {
    const end = performance.now() + Number(seconds) * 1000;
    const before = cpuMs();
    const frames = await fleet.round(topics, frame, 20, Number(seconds) * 1000);
    const round = cpuMs() - before;
    const live = heapMb();
    const closing = cpuMs();
    const closed = fleet.close();
    let isOver = await Promise.race([closed.then(() => true), Promise.resolve(false)]);
    while (!isOver && performance.now() < end)
      isOver = await Promise.race([closed.then(() => true), delay(100).then(() => false)]);
    return { msPerFrame: (round + cpuMs() - closing) / topics.length, frames, isOver, liveHeapMb: live };
  },

  /** From a start on, all frames come in one turn of the event loop. */
  'first-at-once': async (fleet) => {
    await fleet.round(topics, frame, topics.length);
    return {};
  },

  later: async (fleet) => {
    for (let round = 0; round < 2; round++) await fleet.round(topics, frame);
    // As many frames, however many meters they come from.
    const rounds = Math.max(1, Math.round(10_000 / topics.length));
    const before = cpuMs();
    for (let round = 0; round < rounds; round++) {
      fleet.advance(2);
      await fleet.round(topics, frame);
    }
    return { msPerFrame: (cpuMs() - before) / rounds / topics.length };
  },

  silence: async (fleet) => {
    await fleet.round(topics, frame);
    return await ofTheLoop(fleet, async () => {
      fleet.advance(60);
      await fleet.until(() => fleet.started >= topics.length);
    });
  },

  /** A second in which nothing is to be told. */
  tick: async (fleet) => {
    await fleet.round(topics, frame);
    return await ofTheLoop(fleet, async () => {
      fleet.advance(1);
      await fleet.until(() => true);
    });
  },

  refresh: async (fleet) => {
    await fleet.round(topics, frame);
    return await ofTheLoop(fleet, () => fleet.command({ command: 'refresh' }));
  },

  /** The node is closed, and another one reads what all streams had open with their first frame. */
  redeploy: async (fleet) => {
    await fleet.round(topics, frame);
    return await ofTheLoop(fleet, async () => {
      await fleet.redeploy();
      await fleet.round(topics, frame);
    });
  },

  'come-and-go': async (fleet) => {
    let earlierHeapMb = 0;
    const empty = heapMb();
    for (let from = 0; from < topics.length; from += 500) {
      await fleet.round(topics.slice(from, from + 500), frame);
      for (let minute = 0; minute < 15; minute++) {
        fleet.advance(60);
        for (let turns = 0; turns < 60; turns++) await fleet.until(() => true);
      }
      if (from < topics.length / 5) earlierHeapMb = heapMb() - empty;
    }
    return { earlierHeapMb };
  },
};

void measure().then((measured) => {
  process.stdout.write(JSON.stringify(measured), () => process.exit());
});

async function measure(): Promise<Measured> {
  const fleet = new FleetNode(built);
  const empty = heapMb();
  fleet.forget();
  const measured = await MEASURES[what]?.(fleet);
  const result = { ...measured, longestStallMs: fleet.longestStall, heapMb: heapMb() - empty };
  // What has not come to an end in the time there was is not waited for.
  if (measured?.isOver === undefined) await fleet.close();
  return result;
}

async function ofTheLoop(fleet: FleetNode, work: () => Promise<void>): Promise<Partial<Measured>> {
  await fleet.until(() => true);
  fleet.forget();
  const before = loopMs();
  await work();
  return { loopMs: loopMs() - before };
}

function heapMb(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
}

function oneFrame(): Buffer {
  for (const { bytes } of meterFrames({ mode: 'standard' })) return bytes;
  throw new Error('the meter says nothing');
}
