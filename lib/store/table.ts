// Values by key in one file that is appended to: a change of one of 10,000 streams costs one line. The disk holds the values,
// the memory only where they lie. What was overwritten is left out when the file is written anew.
//
// A line is `{"key","at","version","value"}`; without a value the key is gone. The last line of a key counts, a torn one does not.
// A write is acknowledged when the operating system has the line: it outlives the end of this process, however that comes.
// It is forced to the disk some seconds later, many lines at once (SD cards): a power cut may cost those seconds.
import { understood, type Format } from './envelope';
import { appendLines, deleteFile, rewriteKeeping, syncFile } from './files';
import { type TableLine, lineAt, readRows, rewrite, type Row, textOf } from './table-file';
import { reasonOf, type OnTrouble } from './trouble';
import { Turns } from './turns';
import type { FolderWriter } from './writer';

interface Waiting<T> {
  readonly take: () => T | undefined;
  readonly at: number;
  readonly done: Promise<boolean>;
  readonly settle: (written: boolean) => void;
}

/** A line that is not in the file: there is none, or it could not be written. */
interface Unwritten {
  readonly at: number;
  readonly text: string;
  readonly gone: boolean;
}

/** So many values are made text and written at once: a few milliseconds, then the event loop has its turn. */
const SLICE = 32;
const SYNC_AFTER_MS = 5000;
/** The file is written anew when what was overwritten takes as much room as the rest, and so much more. */
const SPARE_BYTES = 262_144;

export class StoredTable<T> {
  /** What lies in the file, the oldest write first. */
  private rows = new Map<string, Row>();
  private readonly unwritten = new Map<string, Unwritten>();
  private readonly waiting = new Map<string, Waiting<T>>();
  private readonly turns = new Turns();
  private writing = false;
  /** What is known of the file: nothing, what it held when somebody else had it, what it holds. */
  private known: 'nothing' | 'once' | 'all' = 'nothing';
  private size = 0;
  private live = 0;
  private failed = false;
  private syncTimer: NodeJS.Timeout | undefined;

  /** @param most keys beyond so many are forgotten, the one first that was not written for longest */
  constructor(
    private readonly file: string | undefined,
    private readonly writer: FolderWriter,
    private readonly format: Format<T>,
    private readonly onTrouble: OnTrouble,
    private readonly most: number,
  ) {}

  read(key: string): Promise<T | undefined> {
    const waiting = this.waiting.get(key);
    if (waiting !== undefined) return Promise.resolve(waiting.take());
    return this.turns.take(async () => {
      await this.learn();
      const unwritten = this.unwritten.get(key);
      const row = this.rows.get(key);
      const line =
        unwritten !== undefined
          ? (JSON.parse(unwritten.text) as Partial<TableLine>)
          : row !== undefined && this.file !== undefined
            ? await lineAt(this.file, key, row).catch(() => undefined)
            : undefined;
      const { version = 0, value } = line ?? {};
      return value === undefined ? undefined : understood(this.format, { version, value }).value;
    });
  }

  /**
   * @param take gives the value when its turn to be written comes; undefined: the key is gone. Of the writes that wait for
   * the same key only the last one's is asked.
   * @param at epoch milliseconds
   * @returns whether it will be there after a restart, as far as this table can be. Where not, this process knows it all the
   * same, and the next write tries again.
   */
  write(key: string, take: () => T | undefined, at: number): Promise<boolean> {
    const before = this.waiting.get(key);
    let settle = before?.settle ?? ((): void => undefined);
    const done = before?.done ?? new Promise<boolean>((resolve) => (settle = resolve));
    this.waiting.set(key, { take, at, done, settle });
    this.beginWriting();
    return done;
  }

  /** Forgets what was written before `at` and is not `kept`. */
  prune(at: number, kept: (key: string) => boolean): Promise<void> {
    return this.turns.take(async () => {
      await this.learn();
      const old = [...this.unwritten, ...this.rows].filter(([key, row]) => row.at < at && !kept(key));
      for (const [key] of old) this.drop(key);
      if (old.length > 0 && (await this.owns())) await this.compact();
    });
  }

  /** Forgets everything and deletes the file. */
  remove(): Promise<void> {
    return this.turns.take(async () => {
      this.rows.clear();
      this.unwritten.clear();
      this.size = this.live = 0;
      const { file } = this;
      if (file !== undefined && (await this.owns())) await this.guarded(() => deleteFile(file));
    });
  }

  /** Resolves when nothing waits any more, and what was written has been forced to the disk. */
  async idle(): Promise<void> {
    while (this.writing) await this.turns.idle();
    await this.turns.take(() => this.sync());
  }

  private beginWriting(): void {
    if (this.writing) return;
    this.writing = true;
    void this.turns.take(() => this.writeSlice());
  }

  private async writeSlice(): Promise<void> {
    const slice: [string, Waiting<T>][] = [];
    for (const waiting of this.waiting) if (slice.push(waiting) === SLICE) break;
    for (const [key, { take, at }] of slice) {
      this.waiting.delete(key);
      const value = take();
      this.unwritten.delete(key);
      this.unwritten.set(key, {
        at,
        text: textOf({ key, at, version: this.format.version, value }),
        gone: value === undefined,
      });
    }
    const written = await this.flush();
    for (const [, { settle }] of slice) settle(written);
    this.writing = false;
    // Whoever reads meanwhile waits for no more than a slice.
    if (this.waiting.size > 0) this.beginWriting();
  }

  private async flush(): Promise<boolean> {
    const { file } = this;
    if (file === undefined) {
      for (const [key, { gone }] of this.unwritten) if (gone) this.unwritten.delete(key);
    } else {
      if (!(await this.owns())) return false;
      if (!(await this.guarded(() => this.append(file)))) return false;
      if (this.size > 2 * this.live + SPARE_BYTES) await this.compact();
    }
    this.forgetOldest();
    return true;
  }

  private async append(file: string): Promise<void> {
    const lines = [...this.unwritten].filter(([key, { gone }]) => !gone || this.rows.has(key));
    const text = lines.map(([, line]) => line.text).join('');
    let offset = lines.length === 0 ? this.size : await appendLines(file, text);
    for (const [key, line] of lines) {
      const length = Buffer.byteLength(line.text);
      this.drop(key);
      if (!line.gone) {
        this.rows.set(key, { at: line.at, offset, length });
        this.live += length;
      }
      offset += length;
    }
    this.unwritten.clear();
    this.size = offset;
    this.syncTimer ??= setTimeout(() => void this.turns.take(() => this.sync()), SYNC_AFTER_MS).unref();
  }

  private async sync(): Promise<void> {
    if (this.syncTimer === undefined) return;
    clearTimeout(this.syncTimer);
    this.syncTimer = undefined;
    const { file } = this;
    if (file !== undefined) await this.guarded(() => syncFile(file));
  }

  private async compact(): Promise<void> {
    const { file } = this;
    if (file === undefined) return;
    await this.guarded(async () => {
      const { rows, size } = await rewrite(file, this.writer.beside(file), this.rows);
      this.rows = rows;
      this.size = this.live = size;
    });
  }

  private async learn(): Promise<void> {
    if (this.known === 'nothing') await this.load(await this.writer.mayWrite());
  }

  /** Whether the file may be written; what is known of it is then what it holds. */
  private async owns(): Promise<boolean> {
    if (!(await this.writer.mayWrite())) return false;
    if (this.known !== 'all') await this.load(true);
    return true;
  }

  private async load(isOurs: boolean): Promise<void> {
    this.known = isOurs ? 'all' : 'once';
    const { file } = this;
    if (file === undefined) return;
    await this.guarded(async () => {
      const { rows, size, unreadable, newer, lines } = await readRows(file, this.format.version);
      this.rows = rows;
      this.size = size;
      this.live = [...rows.values()].reduce((sum, { length }) => sum + length, 0);
      if (!isOurs) return;
      const count = (some: number, what: string): string => `${String(some)} of ${String(lines)} lines ${what}`;
      if (newer > 0) await this.spareNewer(file, count(newer, 'were written by a newer version of this package'));
      if (unreadable > 0) this.onTrouble({ file, setAside: null, reason: count(unreadable, 'cannot be read') });
    });
  }

  /** The whole file is kept for the next update; here it goes on with what is understood of it. */
  private async spareNewer(file: string, reason: string): Promise<void> {
    const aside = await rewriteKeeping(file, async () => {
      const { rows, size } = await rewrite(file, this.writer.beside(file), this.rows);
      this.rows = rows;
      this.size = this.live = size;
    });
    this.onTrouble({ file, setAside: aside, reason });
  }

  private forgetOldest(): void {
    for (const keys of [this.rows.keys(), this.unwritten.keys()])
      for (const key of keys) {
        if (this.rows.size + this.unwritten.size <= this.most) return;
        this.drop(key);
      }
  }

  private drop(key: string): void {
    this.live -= this.rows.get(key)?.length ?? 0;
    this.rows.delete(key);
    this.unwritten.delete(key);
  }

  /** A disk that takes nothing is named once, and again when it has taken something meanwhile. */
  private async guarded(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      this.failed = false;
      return true;
    } catch (error) {
      if (!this.failed && this.file !== undefined)
        this.onTrouble({ file: this.file, setAside: null, reason: reasonOf(error) });
      this.failed = true;
      return false;
    }
  }
}
