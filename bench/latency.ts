// From the last byte of a frame on the line to its reading, and from the CR of ADPS to its signal with deliver `group`, at the pace
// of the wire, through pseudo-terminals that are written without anything between. Three readers of their own lines in the same run:
//   port      a bare serial port: what the machine itself takes until the bytes are there
//   decoder   the same port and a decoder that gets the bytes as they come, in a bare process (signals by groups as tic-in cuts them)
//   Node-RED  tic-in, whose whole frame is decoded once it is there, and linky-decode, until the node behind them has the message
// Both ends take their moments by the same clock. What runs for the first times is not counted: frames come faster then. Needs Linux
// and python3, and a machine that does nothing else: under load the figures are those of its queues.
//   npm run bench -- latency [seconds=N]
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { meterFlow } from '../test/support/node-red/meter-flow';
import { startNodeRed, type NodeRed } from '../test/support/node-red/process';
import { linkyHc } from '../test/support/tic/tic-meters';
import { count, machine, percentile, say } from './figures';
import type { Moment } from './tic/line-reader';
import { frames, STREAMS } from './tic/streams';

/** Parts that come faster and are not counted: a reader that has read for some minutes is measured, not one that begins. */
const WARM = count('warm', 400, 20);
const SECONDS = count('seconds', 30, 6);
/** Start bit, seven data bits, parity, stop bit. */
const BITS = 10;
/** A port hands over what has come since; a meter of 9600 Bd sends ten characters meanwhile. */
const SLICE_MS = 10;
const PARTS_OF_ROUND = 5;
const READERS = ['port', 'decoder', 'Node-RED'] as const;

interface Way {
  readonly name: string;
  readonly baud: number;
  readonly deliver: 'frame' | 'group';
  /** What is sent; a message is due behind the last byte of each part that is marked. */
  readonly parts: readonly { readonly bytes: Buffer; readonly isDue: boolean }[];
}

async function main(): Promise<void> {
  say(machine());
  say('ms from the last byte written to what comes of it: least / p50 / p95 / most');
  for (const way of [framesOf('standard', 9600), framesOf('historique', 1200), alerts()]) {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'linky-red-latency-'));
    try {
      await measure(way, folder);
    } finally {
      rmSync(folder, { recursive: true, maxRetries: 5 });
    }
  }
}

function framesOf(name: string, baud: number): Way {
  const stream = STREAMS.find((each) => each.name === name);
  if (stream === undefined) throw new Error(name);
  const parts: { bytes: Buffer; isDue: boolean }[] = [];
  const source = frames(stream);
  for (let left = (SECONDS * baud) / BITS; left > 0;) {
    const isCounted = parts.length >= WARM;
    const { bytes } = source.next().value;
    parts.push({ bytes, isDue: isCounted });
    if (isCounted) left -= bytes.length;
  }
  return { name, baud, deliver: 'frame', parts };
}

/** Some calm frames, some of an overrun, of which the first group of ADPS is due at its CR. */
function alerts(): Way {
  const baud = 1200;
  const calm = { bytes: linkyHc().build(), isDue: false };
  const over = linkyHc().after('IINST', 'ADPS', '046').build();
  const cut = over.indexOf('\r', over.indexOf('ADPS')) + 1;
  const warm = Math.round(WARM / PARTS_OF_ROUND);
  const rounds = warm + Math.max(1, Math.round((SECONDS * baud) / BITS / (4 * over.length)));
  const parts = Array.from({ length: rounds }, (_, i) => [
    calm,
    calm,
    { bytes: over.subarray(0, cut), isDue: i >= warm },
    { bytes: over.subarray(cut), isDue: false },
    { bytes: over, isDue: false },
  ]).flat();
  return { name: 'ADPS, deliver group', baud, deliver: 'group', parts };
}

async function measure({ name, baud, deliver, parts }: Way, folder: string): Promise<void> {
  const links = READERS.map((reader) => path.join(folder, reader));
  const [bare = '', decoded = '', wired = ''] = links;
  const lines = new Lines(
    links,
    baud,
    parts.map(({ bytes }) => bytes),
  );
  await lines.ready();
  const port = await reader('bytes', bare, baud);
  const decoder = await reader(deliver, decoded, baud);
  const source = { source: 'serial', port: wired, mode: baud === 1200 ? 'historique' : 'standard', deliver };
  const red = await startNodeRed({ flow: meterFlow('house', source) });
  try {
    await red.status('tic-in', ({ fill }) => fill !== undefined);
    const stamps = await lines.play();
    const wanted = deliver === 'frame' ? 'reading' : 'power-overrun started';
    const due = (i: number): bigint[] => (stamps[i] ?? []).filter((_, part) => parts[part]?.isDue === true);
    const ends = endsOf(parts);
    const [bytes, said] = [await momentsOf(port), await momentsOf(decoder)];
    tell(
      name,
      'port',
      due(0).map((at, i) => msSince(at, bytes.find((moment) => moment.bytes >= (ends[i] ?? 0))?.at)),
    );
    tell(
      name,
      'decoder',
      following(
        due(1),
        said.filter(({ what }) => what === wanted).map(({ at }) => at),
      ),
    );
    tell(name, 'Node-RED', following(due(2), arrivals(red, deliver)));
  } finally {
    await red.stop();
    lines.stop();
    port.kill();
    decoder.kill();
  }
}

/** How many bytes have been sent when each part is over that is due. */
function endsOf(parts: Way['parts']): number[] {
  let sent = 0;
  return parts.flatMap(({ bytes, isDue }) => {
    sent += bytes.length;
    return isDue ? [sent] : [];
  });
}

/** To each moment the first of the others behind it. */
function following(sent: readonly bigint[], came: readonly bigint[]): number[] {
  return sent.map((at) =>
    msSince(
      at,
      came.find((moment) => moment >= at),
    ),
  );
}

function msSince(sent: bigint, came: bigint | undefined): number {
  return came === undefined ? Infinity : Number(came - sent) / 1e6;
}

function tell(name: string, reader: string, ms: readonly number[]): void {
  const figures = [0, 0.5, 0.95, 1].map((share) => percentile(ms, share).toFixed(2));
  say(`${name}, ${reader}: ${figures.join(' / ')} (${String(ms.length)})`);
}

function arrivals(red: NodeRed, deliver: Way['deliver']): bigint[] {
  const messages = red.messages(deliver === 'frame' ? 'house readings' : 'house signals');
  return messages.flatMap((message) => {
    const { signal, change } = (message.payload ?? {}) as { signal?: string; change?: string };
    const isWanted = deliver === 'frame' || (signal === 'power-overrun' && change === 'started');
    return isWanted ? (red.arrivalOf(message) ?? []) : [];
  });
}

/** Resolves when it has its port open. */
async function reader(what: string, device: string, baud: number): Promise<ChildProcess> {
  const child = fork(path.join(__dirname, 'tic', 'line-reader.ts'), [what, device, String(baud)], {
    serialization: 'advanced',
  });
  await once(child, 'message');
  return child;
}

async function momentsOf(child: ChildProcess): Promise<Moment[]> {
  child.send('tell');
  const [moments] = (await once(child, 'message')) as [Moment[]];
  return moments;
}

/** The meters' ends of the lines. */
class Lines {
  private readonly child;
  private readonly said: AsyncIterator<string>;

  constructor(links: readonly string[], baud: number, parts: readonly Buffer[]) {
    this.child = spawn('python3', [path.join(__dirname, 'tic', 'pty-lines.py')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.said = createInterface(this.child.stdout)[Symbol.asyncIterator]();
    const encoded = parts.map((part) => part.toString('base64'));
    const asked = { ms: SLICE_MS, warm: WARM, lines: links.map((link) => ({ link, baud, parts: encoded })) };
    this.child.stdin.write(`${JSON.stringify(asked)}\n`);
  }

  /** The devices are there. */
  async ready(): Promise<void> {
    await this.said.next();
  }

  /** When the last byte of each part was written, line by line. */
  async play(): Promise<bigint[][]> {
    this.child.stdin.write('\n');
    const { value } = (await this.said.next()) as { value: string };
    return (JSON.parse(value) as number[][]).map((line) => line.map(BigInt));
  }

  stop(): void {
    this.child.kill();
  }
}

main().then(
  () => process.exit(),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
