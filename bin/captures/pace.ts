// What was recorded, when it came: by its own times, or by the speed of the line.
import { createReadStream } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { HISTORIQUE_BAUD, STANDARD_BAUD } from '../../lib/tic/bytes/line-speeds';
import { HT } from '../../lib/tic/bytes/group';
import { CaptureReader, isCapture } from '../../lib/tic/capture/format';

export interface Pace {
  /** How many times as fast as it came; Infinity: no wait. */
  readonly factor: number;
  /** Bd of raw bytes; undefined: by what they look like. */
  readonly baud: number | undefined;
}

/** Start bit, seven bits, parity, stop bit. */
const BITS_PER_BYTE = 10;
/** So late a piece may be and the next ones make up for it. */
const MOST_LATE_MS = 500;
/** Raw bytes come in as many pieces as a second has frames of a screen: no reader sees the difference to a line. */
const PIECES_PER_SECOND = 25;

/** Rejects where the file cannot be read, and when the signal aborts. */
export async function* arrivals(file: string, pace: Pace, signal: AbortSignal): AsyncGenerator<Buffer> {
  const { factor } = pace;
  let due = performance.now();
  for await (const { afterMs, bytes } of steps(file, pace)) {
    // Late ones make up for it: a wait that was too long must not add up. Nothing makes up for a reader who was away: what
    // came in seconds would be taken for energy that has flowed in them.
    due = Math.max(due, performance.now() - MOST_LATE_MS) + afterMs / factor;
    const wait = due - performance.now();
    if (wait > 1) await delay(wait, undefined, { signal });
    signal.throwIfAborted();
    yield bytes;
  }
}

/** `afterMs`: since the step before. */
interface Step {
  readonly afterMs: number;
  readonly bytes: Buffer;
}

async function* steps(file: string, { baud }: Pace): AsyncGenerator<Step> {
  let reader: CaptureReader | undefined;
  let rate: number | undefined;
  let last = 0;
  for await (const read of createReadStream(file)) {
    const chunk = read as Buffer;
    if (rate === undefined && isCapture(chunk)) reader = new CaptureReader();
    rate ??= (baud ?? (chunk.includes(HT) ? STANDARD_BAUD : HISTORIQUE_BAUD)) / BITS_PER_BYTE;
    if (reader === undefined) {
      const size = Math.max(Math.round(rate / PIECES_PER_SECOND), 1);
      for (let from = 0; from < chunk.length; from += size) {
        const bytes = chunk.subarray(from, from + size);
        yield { afterMs: (bytes.length / rate) * 1000, bytes };
      }
      continue;
    }
    for (const entry of reader.push(chunk)) {
      // A further file begins at its own 0.
      if (entry.kind === 'head') last = 0;
      if (entry.kind !== 'bytes') continue;
      yield { afterMs: Math.max(entry.at - last, 0), bytes: entry.bytes };
      last = entry.at;
    }
  }
  for (const entry of reader?.end() ?? [])
    if (entry.kind === 'bytes') yield { afterMs: Math.max(entry.at - last, 0), bytes: entry.bytes };
}
