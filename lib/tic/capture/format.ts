// The form of a recording: text, one line for each arrival, so that it can be read, mailed, cut and put together with any tool.
//   {"schema":"linky-red/capture-file@1","startedAt":"2026-01-15T12:00:00.000+01:00","port":"/dev/ttyUSB0", …}   begins each file
//   [1234,"\u0002\nADSC\t…"]            what came 1,234 ms after that; a character for each byte, as JSON writes it
//   {"at":1500,"note":"baud","baudRate":1200}   what else happened then
// Times are of a clock that nobody sets. A line that was cut (a kill, a full disk) is passed over, and so is what is not known.

const SCHEMA = 'linky-red/capture-file@1';
const BEGINNING = `{"schema":"${SCHEMA}"`;
/** What an editor of Windows puts in front of a file that it saves. */
const MARK = '\u00ef\u00bb\u00bf';
/** A line is an arrival: no chunk of a port or a socket comes near. What is longer is no recording. */
const LONGEST_LINE = 4 * 1024 * 1024;

export interface CaptureHead {
  /** ISO 8601 with offset, by the wall clock of then. */
  readonly startedAt: string;
  /** Name of the stream; null where it is nobody's business. */
  readonly stream: string | null;
  /** Path, or host and port; null for bytes that came from elsewhere, or where it is nobody's business. */
  readonly port: string | null;
  /** Bd; null where it was not set by who recorded. */
  readonly baudRate: number | null;
  /** 1 for the first file of a recording. */
  readonly part: number;
  /** The numbers of the meter were replaced. */
  readonly masked: boolean;
  /** Which program wrote it. */
  readonly by: string;
}

/**
 * baud: it is listened at another speed from now on. opened, lost: the port or connection. clock: the wall clock was set, and
 * shows `now`. dropped: so many bytes came that the disk was too slow for. end: nobody records any more.
 */
export type CaptureNote =
  | { readonly note: 'baud'; readonly baudRate: number }
  | { readonly note: 'opened' | 'lost' }
  | { readonly note: 'clock'; readonly now: string }
  | { readonly note: 'dropped'; readonly bytes: number }
  | { readonly note: 'end'; readonly reason: string };

/** `at`: milliseconds since `startedAt` of the head before. */
export type CaptureEntry =
  | { readonly kind: 'head'; readonly head: CaptureHead }
  | { readonly kind: 'bytes'; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: 'note'; readonly at: number; readonly note: CaptureNote };

/** Whether a file that begins so is a recording of ours. */
export function isCapture(beginning: Uint8Array): boolean {
  const start = Buffer.from(beginning.subarray(0, MARK.length + BEGINNING.length)).toString('latin1');
  return start.startsWith(BEGINNING) || start.startsWith(MARK + BEGINNING);
}

/** One line, its line feed included. */
export function lineOf(entry: CaptureEntry): string {
  switch (entry.kind) {
    case 'head':
      return `${JSON.stringify({ schema: SCHEMA, ...entry.head })}\n`;
    case 'bytes':
      return `[${String(Math.round(entry.at))},${quoted(entry.bytes)}]\n`;
    case 'note':
      return `${JSON.stringify({ at: Math.round(entry.at), ...entry.note })}\n`;
  }
}

/** ASCII alone, so that no program that passes it on can spoil it. */
function quoted(bytes: Buffer): string {
  return JSON.stringify(bytes.toString('latin1')).replace(
    /[\u007f-\u00ff]/g,
    (character) => `\\u00${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

/** Reads recordings, several one behind the other too, in any chunking. Never throws. */
export class CaptureReader {
  /** Lines that are none of a recording, a cut one at the end among them. */
  odd = 0;
  private rest = '';

  push(chunk: Uint8Array): CaptureEntry[] {
    const lines = (this.rest + Buffer.from(chunk).toString('latin1')).split('\n');
    this.rest = lines.pop() ?? '';
    if (this.rest.length > LONGEST_LINE) {
      this.odd++;
      this.rest = '';
    }
    return this.entries(lines);
  }

  /** The input is over: a last line without its end counts where it is whole. */
  end(): CaptureEntry[] {
    const last = this.rest;
    this.rest = '';
    return this.entries([last]);
  }

  private entries(lines: readonly string[]): CaptureEntry[] {
    const entries: CaptureEntry[] = [];
    for (const line of lines.flatMap(apart)) {
      if (line.trim() === '') continue;
      const entry = readLine(line);
      if (entry === undefined) this.odd++;
      else entries.push(entry);
    }
    return entries;
  }
}

/** A file that was put behind one without an end begins in its cut line. */
function apart(line: string): string[] {
  const at = line.lastIndexOf(BEGINNING);
  if (at <= 0) return [line];
  const before = line.slice(0, at);
  return before === MARK ? [line.slice(at)] : [before, line.slice(at)];
}

function readLine(line: string): CaptureEntry | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (Array.isArray(value)) {
    const [at, text] = value as unknown[];
    if (!isTime(at) || typeof text !== 'string') return undefined;
    return { kind: 'bytes', at, bytes: Buffer.from(text, 'latin1') };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Readonly<Record<string, unknown>>;
  if (fields['schema'] === SCHEMA) return { kind: 'head', head: headOf(fields) };
  const { at, ...note } = fields;
  // Notes are for people, but for the speed: what another version writes there is passed on as it is.
  return isTime(at) && typeof note['note'] === 'string'
    ? { kind: 'note', at, note: note as unknown as CaptureNote }
    : undefined;
}

function headOf(fields: Readonly<Record<string, unknown>>): CaptureHead {
  const text = (name: string): string | null => {
    const value = fields[name];
    return typeof value === 'string' ? value : null;
  };
  const { baudRate, part, masked } = fields;
  return {
    startedAt: text('startedAt') ?? '',
    stream: text('stream'),
    port: text('port'),
    baudRate: typeof baudRate === 'number' && baudRate > 0 ? baudRate : null,
    part: typeof part === 'number' ? part : 1,
    masked: masked === true,
    by: text('by') ?? '',
  };
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
