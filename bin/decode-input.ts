// What `decode` reads: bytes as a meter sends them, a recording of ours, or the text that a clipboard or a log made of them; and what
// is wrong where it is none of them.
import path from 'node:path';
import { type CaptureEntry, CaptureReader, isCapture } from '../lib/tic/capture/format';
import { EOT, ETX, STX } from '../lib/tic/bytes/group';
import { isPasted, readPasted, type PastedLine, type Repair } from '../lib/tic/bytes/pasted';
import { bytesInHex, isHexDump } from './decode/hex-dump';
import { groupInLog, hasLabel, withControls } from './decode/log-lines';
import { sizeOf } from './decode/label-sizes';
import { Letters } from './decode/letters';

const REPAIRED: Readonly<Record<Repair | 'log' | 'hex', string>> = {
  tabs: 'blanks where tabs were',
  blanks: 'further blanks between the fields',
  end: 'blanks lost or added at the ends of lines',
  front: 'quote marks or times in front',
  log: 'what a log has put around them',
  hex: 'lines in hexadecimal',
};

/** What parts groups and frames. */
const CONTROLS = new RegExp(`([\n\r${String.fromCharCode(STX, ETX, EOT)}])`);
/** What comes in pieces is known by its first bytes, of which a meter has a label in so many, and of a text by its first line. */
const TELLING = 64;
const A_LINE = 4096;
const LINE_ENDS = new Set(['\n', '\r']);

/** Bytes in any chunking to bytes for the decoder. */
export class Capture {
  bytes = 0;
  private form: 'line' | 'text' | 'hex' | undefined;
  private recording: CaptureReader | undefined;
  private letters: Letters | undefined;
  /** What came before it was enough to tell what it is. */
  private waiting = Buffer.alloc(0);
  private rest = '';
  /** Of a frame; undefined: nothing has told where they begin. What stands between them is said by whoever wrote the text. */
  private isInside: boolean | undefined;
  private right = 0;
  private wrong = 0;
  private readonly repaired = new Map<keyof typeof REPAIRED, number>();

  /** @param forced it is text from a clipboard, whatever it looks like */
  constructor(private readonly forced: boolean) {}

  push(chunk: Buffer): Buffer {
    if (this.bytes === 0 && !this.forced && isCapture(chunk)) this.recording = new CaptureReader();
    this.bytes += chunk.length;
    if (this.recording !== undefined) return bytesOf(this.recording.push(chunk));
    if (chunk.length === 0) return chunk;
    this.letters ??= new Letters(chunk);
    const piece = this.letters.push(chunk);
    if (this.form !== undefined) return this.readBytes(piece);
    const bytes = Buffer.concat([this.waiting, piece]);
    const isKnown = this.tells(bytes);
    this.waiting = isKnown ? Buffer.alloc(0) : bytes;
    return isKnown ? this.readBytes(bytes) : Buffer.alloc(0);
  }

  end(): Buffer {
    if (this.recording !== undefined) return bytesOf(this.recording.end());
    const first = this.waiting.length === 0 ? [] : [this.readBytes(this.waiting)];
    const last = this.rest;
    this.rest = '';
    return Buffer.concat([...first, this.read([last])]);
  }

  /** One sentence on what was put right; undefined: nothing had to be. */
  get note(): string | undefined {
    const odd = this.recording?.odd ?? 0;
    if (odd > 0) return `${String(odd)} lines of the recording are cut off, or none of it, and were left out`;
    if (this.repaired.size === 0) return undefined;
    const what = [...this.repaired].map(([repair, lines]) => `${REPAIRED[repair]} (${String(lines)})`);
    if (this.form === 'hex') return `bytes from a dump: ${what.join(', ')}`;
    const wrong = this.wrong === 0 ? '' : `; ${String(this.wrong)} other lines have no right sum and were left out`;
    return `text from a clipboard, ${String(this.right)} groups read: ${what.join(', ')}${wrong}`;
  }

  private readBytes(bytes: Buffer): Buffer {
    this.form ??= this.formOf(bytes);
    if (this.form === 'line') return bytes;
    const lines = (this.rest + bytes.toString('latin1')).split(CONTROLS);
    this.rest = lines.pop() ?? '';
    return this.read(lines);
  }

  private tells(bytes: Buffer): boolean {
    if (bytes.length < TELLING) return false;
    return bytes.length >= A_LINE || !isPasted(bytes) || /[^\r\n][\r\n]/.test(bytes.toString('latin1'));
  }

  private formOf(bytes: Buffer): 'line' | 'text' | 'hex' {
    if (!this.forced && !isPasted(bytes)) return 'line';
    return isHexDump(bytes.toString('latin1')) ? 'hex' : 'text';
  }

  private read(lines: readonly string[]): Buffer {
    return Buffer.concat(lines.map((line) => (this.form === 'hex' ? this.dumped(line) : this.group(line))));
  }

  private dumped(line: string): Buffer {
    const bytes = bytesInHex(line);
    if (bytes !== undefined) this.count('hex');
    return bytes ?? Buffer.alloc(0);
  }

  /** What bounds a frame goes on as it is: what was not sent in it is known to be absent. */
  private group(line: string): Buffer {
    if (LINE_ENDS.has(line) || line.trim() === '') return Buffer.alloc(0);
    if (CONTROLS.test(line)) return this.bound(line);
    const direct = readPasted(line, sizeOf);
    if (direct.isRight && hasLabel(direct)) return this.taken(direct);
    const plain = withControls(line);
    const pieces = plain === line ? [line] : plain.split(CONTROLS);
    const found = pieces.map((piece, i) => {
      const isControl = piece.length === 1 && CONTROLS.test(piece);
      if (isControl) return LINE_ENDS.has(piece) ? undefined : piece;
      return groupInLog(piece, i + 1 < pieces.length);
    });
    if (found.every((piece) => piece === undefined)) return this.taken(direct);
    if (found.some((piece) => typeof piece === 'object')) this.count('log');
    return Buffer.concat(
      found.map((piece) => {
        if (piece === undefined) return Buffer.alloc(0);
        return typeof piece === 'string' ? this.bound(piece) : this.taken(piece);
      }),
    );
  }

  private bound(control: string): Buffer {
    this.isInside = control === String.fromCharCode(STX);
    return Buffer.from(control, 'latin1');
  }

  private taken({ text, isRight, repairs }: PastedLine): Buffer {
    if (isRight) this.right++;
    else this.wrong++;
    if (!isRight && this.isInside === false) return Buffer.alloc(0);
    for (const repair of repairs) this.count(repair);
    return Buffer.from(`\n${text}\r`, 'latin1');
  }

  private count(what: keyof typeof REPAIRED): void {
    this.repaired.set(what, (this.repaired.get(what) ?? 0) + 1);
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
