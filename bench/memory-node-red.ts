// What a thousand single-phase standard meters hold in one linky-decode of a real Node-RED: its heap after a collection, before the
// first of them and after some frames of each.
//   npm run bench -- memory-node-red [meters=N]
import { setTimeout as pause } from 'node:timers/promises';
import { type Message, startNodeRed, type NodeRed } from '../test/support/node-red/process';
import { place } from '../test/support/node-red/meter-flow';
import { horodate } from '../sandbox/tic/frame';
import { DEFAULT_METER } from '../sandbox/tic/meter';
import { count, machine, say } from './figures';
import { StampedFrame } from './tic/stamped-frame';
import { record, STREAMS } from './tic/streams';

const METERS = count('meters', 1000, 50);
/** Signals have begun, what is kept is kept. */
const FRAMES_EACH = 8;

async function main(): Promise<void> {
  say(machine());
  const red = await startNodeRed({
    flow: [
      { id: 'flow', type: 'tab', label: 'memory' },
      { ...place, id: 'frames', type: 'test-source', name: 'frames', wires: [['decode']] },
      { ...place, id: 'decode', type: 'linky-decode', name: '', wires: [['count'], []] },
      // Counts, and keeps the last reading of each meter, as a dashboard or a join node does.
      {
        ...place,
        id: 'count',
        type: 'function',
        func: KEEP,
        outputs: 1,
        wires: [['readings']],
      },
      { ...place, id: 'readings', type: 'test-tap', name: 'readings' },
    ],
  });
  try {
    const before = await heapMb(red);
    for (let round = 0; round < FRAMES_EACH; round++) {
      for (let meter = 0; meter < METERS; meter++) red.send('frames', frameOf(meter, round));
      // The channel to the process takes no end of messages at once.
      await pause(20);
    }
    await red.next('readings', ({ payload }) => payload === METERS * FRAMES_EACH);
    const after = await heapMb(red);
    const [own, all] = [after.heap - before.heap, after.rss];
    say(
      `${String(METERS)} meters in one linky-decode, ${String(FRAMES_EACH)} frames each, the last reading of each kept:`,
    );
    say(
      `  heap of Node-RED ${after.heap.toFixed(1)} MB, of these ${own.toFixed(1)} of the meters (${((own * 1000) / METERS).toFixed(1)} kB each); ${all.toFixed(0)} MB in all`,
    );
  } finally {
    await red.stop();
  }
}

const [standard] = STREAMS;
if (standard === undefined) throw new Error('no stream');
const stamped = new StampedFrame(Buffer.from(record(standard, 1)));

function frameOf(meter: number, round: number): Message {
  const at = DEFAULT_METER.start + round * 1000;
  stamped.set('ADSC', `0422613${String(meter).padStart(5, '0')}`);
  stamped.set('DATE', horodate(at));
  stamped.set('EAST', String(36_000_000 + round).padStart(9, '0'));
  stamped.set('SINSTS', String(1000 + (round % 50)).padStart(5, '0'));
  return { topic: `meter/${String(meter)}`, payload: Buffer.from(stamped.bytes) };
}

const KEEP = `const kept = context.get('kept') ?? new Map();
kept.set(msg.topic, msg);
context.set('kept', kept);
const seen = (context.get('seen') ?? 0) + 1;
context.set('seen', seen);
return seen % 100 === 0 ? { payload: seen } : null;`;

async function heapMb(red: NodeRed): Promise<{ heap: number; rss: number }> {
  const { heapUsed, rss } = (await red.ask('GET', '/test-bench/memory')) as NodeJS.MemoryUsage;
  return { heap: heapUsed / 1e6, rss: rss / 1e6 };
}

main().then(
  () => process.exit(),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
