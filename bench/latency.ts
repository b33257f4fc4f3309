// From the last byte of a frame on the line to the message of a reading, through a pseudo-terminal, tic-in and linky-decode of a real
// Node-RED, at the pace of the wire; and from the CR of ADPS to its signal with deliver `group`. Clock on the wall, in this process:
// socat and the way back over a channel are in the figures. Needs socat, and a machine that does nothing else.
//   npm run bench -- latency [seconds=N]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { meterFlow } from '../test/support/node-red/meter-flow';
import { startNodeRed, type NodeRed } from '../test/support/node-red/process';
import { linkyHc } from '../test/support/tic/tic-meters';
import { count, machine, percentile, say } from './figures';
import { frames, STREAMS } from './tic/streams';

const SECONDS = count('seconds', 60, 6);
/** Start bit, seven data bits, parity, stop bit. */
const BITS = 10;
const SLICE_MS = 10;
const GAP_MS = 20;

async function main(): Promise<void> {
  say(machine());
  const folder = mkdtempSync(path.join(os.tmpdir(), 'linky-red-latency-'));
  try {
    for (const [name, baud] of [
      ['standard', 9600],
      ['historique', 1200],
    ] as const) {
      const stream = STREAMS.find((each) => each.name === name);
      if (stream === undefined) throw new Error(name);
      const line = frames(stream);
      await measure(name, baud, 'frame', folder, () => line.next().value.bytes);
    }
    const quiet = linkyHc().build();
    const loud = linkyHc().after('IINST', 'ADPS', '046').build();
    let n = 0;
    await measure('ADPS, deliver group', 1200, 'group', folder, () => (n++ % 6 < 3 ? quiet : loud));
  } finally {
    rmSync(folder, { recursive: true, maxRetries: 5 });
  }
}

async function measure(
  name: string,
  baud: number,
  deliver: 'frame' | 'group',
  folder: string,
  next: () => Buffer,
): Promise<void> {
  const device = path.join(folder, deliver + String(baud));
  const socat = spawn('socat', ['-d', '-d', 'STDIO', `pty,raw,echo=0,link=${device}`], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  await once(socat.stderr, 'data');
  await delay(200);
  const source = { source: 'serial', port: device, mode: baud === 1200 ? 'historique' : 'standard', deliver };
  const red = await startNodeRed({ flow: meterFlow('house', source) });
  try {
    const watch = new Watch(red, deliver);
    const until = performance.now() + SECONDS * 1000;
    while (performance.now() < until) await send(next(), baud, socat.stdin, watch);
    await delay(200);
    const ms = watch.found;
    const all = [0, 0.5, 0.95, 1].map((share) => percentile(ms, share).toFixed(2));
    say(`${name}: ${String(ms.length)} messages; ms least / p50 / p95 / most: ${all.join(' / ')}`);
  } finally {
    await red.stop();
    socat.kill();
  }
}

/** Bytes as a wire lets them through; the moment of the last one that counts is noted. */
async function send(bytes: Buffer, baud: number, wire: NodeJS.WritableStream, watch: Watch): Promise<void> {
  const last = watch.lastByte(bytes);
  const began = performance.now();
  for (let sent = 0; sent < bytes.length;) {
    const due = Math.min(bytes.length, Math.floor(((performance.now() - began) * baud) / BITS / 1000) + 1);
    if (due > sent) {
      if (sent <= last && last < due) watch.expect();
      wire.write(bytes.subarray(sent, due));
      sent = due;
    }
    await delay(Math.min(SLICE_MS, ((bytes.length - sent) * BITS * 1000) / baud));
  }
  await delay(GAP_MS);
}

/** What comes out, and how long it took. */
class Watch {
  readonly found: number[] = [];
  private readonly expected: number[] = [];
  private readonly tap: string;

  constructor(
    private readonly red: NodeRed,
    private readonly deliver: 'frame' | 'group',
  ) {
    this.tap = deliver === 'frame' ? 'house readings' : 'house signals';
    void this.listen();
  }

  /** Index of the byte that a message is due to; beyond all where there is none. */
  lastByte(bytes: Buffer): number {
    if (this.deliver === 'frame') return bytes.length - 1;
    const label = bytes.indexOf('ADPS');
    return label < 0 || this.isLoud ? Infinity : bytes.indexOf('\r', label);
  }

  private isLoud = false;

  expect(): void {
    this.expected.push(performance.now());
    this.isLoud = true;
  }

  private async listen(): Promise<void> {
    for (;;) {
      const message = await this.red.next(this.tap, undefined, 3_600_000).catch(() => undefined);
      if (message === undefined) return;
      const now = performance.now();
      const { signal, change } = (message.payload ?? {}) as { signal?: string; change?: string };
      const isDue = this.deliver === 'frame' || (signal === 'power-overrun' && change === 'started');
      if (signal === 'power-overrun' && change === 'ended') this.isLoud = false;
      const since = isDue ? this.expected.shift() : undefined;
      if (since !== undefined) this.found.push(now - since);
    }
  }
}

main().then(
  () => process.exit(),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
