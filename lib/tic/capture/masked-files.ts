// Recordings with other numbers, from files: read twice, so that what is learnt at the end counts at the beginning.
import { createReadStream } from 'node:fs';
import { type CaptureEntry, CaptureReader, lineOf } from './format';
import { Mask } from './mask';

/** Masks the bytes of recordings and leaves their times: each arrival has as many bytes as before. */
export class EntryMask {
  /** Arrivals whose bytes are not all known yet, and what came between them. */
  private readonly waiting: CaptureEntry[] = [];
  private ready = Buffer.alloc(0);

  constructor(private readonly mask: Mask) {}

  push(entry: CaptureEntry): CaptureEntry[] {
    this.waiting.push(entry.kind === 'head' ? { kind: 'head', head: withoutNames(entry.head) } : entry);
    if (entry.kind === 'bytes') this.ready = Buffer.concat([this.ready, this.mask.push(entry.bytes)]);
    return this.take();
  }

  end(): CaptureEntry[] {
    this.ready = Buffer.concat([this.ready, this.mask.flush()]);
    return this.take();
  }

  private take(): CaptureEntry[] {
    const out: CaptureEntry[] = [];
    for (;;) {
      const [entry] = this.waiting;
      if (entry === undefined) return out;
      const length = entry.kind === 'bytes' ? entry.bytes.length : 0;
      if (length > this.ready.length) return out;
      this.waiting.shift();
      if (entry.kind !== 'bytes') out.push(entry);
      else out.push({ ...entry, bytes: this.ready.subarray(0, length) });
      this.ready = this.ready.subarray(length);
    }
  }
}

/** The lines of recordings, one file behind the other, masked. Rejects where a file cannot be read. */
export async function* maskedLines(files: readonly string[], mask = new Mask()): AsyncGenerator<string> {
  for await (const entry of entriesOf(files)) if (entry.kind === 'bytes') mask.push(entry.bytes);
  mask.flush();
  const masking = new EntryMask(mask);
  let lines = '';
  for await (const entry of entriesOf(files)) {
    for (const masked of masking.push(entry)) lines += lineOf(masked);
    if (lines.length < LINES_AT_ONCE) continue;
    yield lines;
    lines = '';
  }
  yield lines + masking.end().map(lineOf).join('');
}

const LINES_AT_ONCE = 64 * 1024;

export async function* entriesOf(files: readonly string[]): AsyncGenerator<CaptureEntry> {
  for (const file of files) {
    const reader = new CaptureReader();
    for await (const chunk of createReadStream(file)) yield* reader.push(chunk as Buffer);
    yield* reader.end();
  }
}

/** A port may be called by the serial number of a dongle, a stream by its house. */
function withoutNames(head: Extract<CaptureEntry, { kind: 'head' }>['head']): typeof head {
  return { ...head, stream: null, port: null, masked: true };
}
