// Records what arrives: times and bytes into lines, lines into files. The time of an arrival is that of the clock that nobody
// sets; that the wall clock was set meanwhile is a line of its own.
import { ClockWatch, type Clock } from '../../grid/clock';
import { isoParis } from '../../grid/paris-time';
import { CaptureFiles, type FilesOptions } from './files';
import { type CaptureHead, type CaptureNote, lineOf } from './format';

/** A wall clock that is set by less changes no reading. */
const SET_BY_MS = 1000;

export interface RecorderOptions extends Omit<FilesOptions, 'headOf'> {
  readonly clock: Clock;
  /** Asked at the beginning of each file. */
  readonly about: () => Omit<CaptureHead, 'startedAt' | 'part'>;
}

export class Recorder {
  /** Bytes of the line that were recorded. */
  received = 0;
  /** Bytes of the line that came and lie nowhere: the disk was too slow. */
  lost = 0;
  private readonly files: CaptureFiles;
  private readonly watch: ClockWatch;
  private partAt = 0;
  private untold = 0;

  constructor(private readonly options: RecorderOptions) {
    const { clock, about } = options;
    this.watch = new ClockWatch(clock, SET_BY_MS);
    this.files = new CaptureFiles({
      ...options,
      headOf: (part) => {
        this.partAt = clock.elapsed();
        return lineOf({ kind: 'head', head: { startedAt: isoParis(clock.now()), ...about(), part } });
      },
    });
  }

  /** The files that are there, the oldest first. */
  get paths(): readonly string[] {
    return this.files.paths;
  }

  /** Bytes that they have. */
  get size(): number {
    return this.files.bytes;
  }

  /** Resolves when the first file is there. Rejects where it cannot be. */
  async start(): Promise<void> {
    await this.files.start();
  }

  /** @param arrived on the clock that nobody sets; not given: now */
  bytes(bytes: Uint8Array, arrived = this.options.clock.elapsed()): void {
    if (bytes.length === 0) return;
    if (this.watch.turnedBy() !== 0) this.note({ note: 'clock', now: isoParis(this.options.clock.now()) });
    if (this.untold > 0 && this.note({ note: 'dropped', bytes: this.untold })) this.untold = 0;
    const kept = this.write((at) => lineOf({ kind: 'bytes', at, bytes: Buffer.from(bytes) }), arrived);
    if (kept) this.received += bytes.length;
    else {
      this.lost += bytes.length;
      this.untold += bytes.length;
    }
  }

  /** @param happened as `arrived`. @returns false where it is lost */
  note(note: CaptureNote, happened?: number): boolean {
    return this.write((at) => lineOf({ kind: 'note', at, note }), happened);
  }

  /** Resolves when all lies there. Never rejects. @param reason for who reads the file */
  async end(reason: string): Promise<void> {
    this.note({ note: 'end', reason });
    await this.files.end();
  }

  private write(line: (at: number) => string, now = this.options.clock.elapsed()): boolean {
    // In a new part times begin anew.
    return this.files.write(() => line(Math.max(now - this.partAt, 0)));
  }
}
