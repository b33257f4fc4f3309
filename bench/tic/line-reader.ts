// A reader of a serial line in a process of its own. argv: what it does, device, speed. It says when the port is open, and at each
// message of its parent at which moments (ns, the clock that all processes share) something came of what it read.
//   bytes: a bare port, nothing else: each moment with the bytes that had come by then
//   frame: readings of frames, the bytes decoded as they come; group: signals, by groups, cut as tic-in does it
import { Decoder } from '../../lib/tic/decoder';
import { Line } from '../../lib/tic/bytes/line';
import { loadSerialPort, serialConnect } from '../../lib/tic/link/serial-connection';
import { readingMessage } from '../../nodes/linky-decode/reading-message';
import { TicStream } from '../../nodes/tic-in/tic-stream';

export interface Moment {
  readonly at: bigint;
  /** Bytes that came until then. */
  readonly bytes: number;
  readonly what: string;
}

const [, , what = '', device = '', baud = ''] = process.argv;
const moments: Moment[] = [];
let bytes = 0;

function note(what: string): void {
  moments.push({ at: process.hrtime.bigint(), bytes, what });
}

function taker(): (chunk: Buffer) => void {
  if (what === 'bytes')
    return () => {
      note('bytes');
    };
  const came = { topic: 'bench', payload: Buffer.alloc(0) };
  const decoder = new Decoder(
    { stream: 'bench' },
    {
      frame: (frame) => {
        if (Object.keys(readingMessage(frame, 'bench', came, false)).length > 0) note('reading');
      },
      signal: ({ signal, change }) => {
        note(`${signal} ${change}`);
      },
    },
  );
  if (what === 'frame')
    return (chunk) => {
      const now = Date.now();
      decoder.push(chunk, { first: now, last: now });
    };
  const stream = new TicStream(new Line([Number(baud)]), 'group', { stream: 'bench', port: device });
  stream.line.opened(Date.now());
  return (chunk) => {
    const now = Date.now();
    for (const { payload } of stream.push(chunk, now).messages) decoder.push(payload, { first: now, last: now });
  };
}

async function main(): Promise<void> {
  const take = taker();
  await serialConnect(
    device,
    loadSerialPort,
  )({
    baud: Number(baud),
    signal: new AbortController().signal,
    onBytes: (chunk) => {
      bytes += chunk.length;
      take(chunk);
    },
    onLost: () => undefined,
  });
  process.on('message', () => process.send?.(moments, () => process.exit()));
  process.send?.('open');
}

void main();
