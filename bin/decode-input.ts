// What `decode` reads: bytes as a meter sends them, a recording of ours, or the text that a clipboard made of them; and what is
// wrong where it is none of them.
import path from 'node:path';
import { type CaptureEntry, CaptureReader, isCapture } from '../lib/tic/capture/format';
import { isPasted, readPasted, type Repair } from '../lib/tic/bytes/pasted';

const REPAIRED: Readonly<Record<Repair, string>> = {
  tabs: 'blanks where tabs were',
  blanks: 'further blanks between the fields',
  end: 'blanks lost or added at the ends of lines',
  front: 'quote marks or times in front',
};

/** Bytes in any chunking to bytes for the decoder. */
export class Capture {
  bytes = 0;
  private isText: boolean | undefined;
  private recording: CaptureReader | undefined;
  private rest = '';
  private right = 0;
  private wrong = 0;
  private readonly repaired = new Map<Repair, number>();

  /** @param forced it is text from a clipboard, whatever it looks like */
  constructor(private readonly forced: boolean) {}

  push(chunk: Buffer): Buffer {
    if (this.bytes === 0 && !this.forced && isCapture(chunk)) this.recording = new CaptureReader();
    this.bytes += chunk.length;
    if (this.recording !== undefined) return bytesOf(this.recording.push(chunk));
    if (chunk.length > 0) this.isText ??= this.forced || isPasted(chunk);
    if (this.isText !== true) return chunk;
    const text = this.rest + chunk.toString('latin1').replaceAll('\u0002', '\n').replaceAll('\u0003', '\n');
    const lines = text.split(/[\r\n]/);
    this.rest = lines.pop() ?? '';
    return this.groups(lines);
  }

  end(): Buffer {
    if (this.recording !== undefined) return bytesOf(this.recording.end());
    const last = this.rest;
    this.rest = '';
    return this.groups([last]);
  }

  /** One sentence on what was put right; undefined: nothing had to be. */
  get note(): string | undefined {
    const odd = this.recording?.odd ?? 0;
    if (odd > 0) return `${String(odd)} lines of the recording are cut off, or none of it, and were left out`;
    if (this.repaired.size === 0) return undefined;
    const what = [...this.repaired].map(([repair, lines]) => `${REPAIRED[repair]} (${String(lines)})`);
    const wrong = this.wrong === 0 ? '' : `; ${String(this.wrong)} other lines have no right sum and were left out`;
    return `text from a clipboard, ${String(this.right)} groups read: ${what.join(', ')}${wrong}`;
  }

  private groups(lines: readonly string[]): Buffer {
    const groups = lines.filter((line) => line.trim() !== '').map((line) => this.group(line));
    return Buffer.from(groups.map((group) => `\n${group}\r`).join(''), 'latin1');
  }

  private group(line: string): string {
    const { text, isRight, repairs } = readPasted(line);
    if (isRight) this.right++;
    else this.wrong++;
    for (const repair of repairs) this.repaired.set(repair, (this.repaired.get(repair) ?? 0) + 1);
    return text;
  }
}

function bytesOf(entries: readonly CaptureEntry[]): Buffer {
  return Buffer.concat(entries.flatMap((entry) => (entry.kind === 'bytes' ? [entry.bytes] : [])));
}

/** Why a file cannot be read, and what to do. */
export function unreadable(file: string, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return `there is no file ${file} (looked for as ${path.resolve(file)}): check the name, or give - to read standard input`;
    case 'EISDIR':
      return `${file} is a directory: name one file in it`;
    case 'EACCES':
    case 'EPERM':
      return `${file} may not be read by this user: change its rights (chmod +r), or run this as somebody who may`;
    default:
      return `${file} cannot be read: ${message}`;
  }
}

/** Why nothing came out of what was read, and what to do. */
export function fruitless(name: string, capture: Capture): string {
  if (capture.bytes === 0)
    return `${name} is empty: nothing was captured; is the meter connected, and the speed right?`;
  return `no valid group in the ${String(capture.bytes)} bytes of ${name}: it is no capture of a TIC, or one at the wrong speed or parity (1200 or 9600 Bd, 7E1); --groups shows what was refused`;
}
