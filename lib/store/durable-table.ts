// Values by key in one file that is appended to, for what somebody else was promised: a write is acknowledged when the disk has
// it, not before, and what the disk did not take has not happened. Those that wait while the disk works share its next turn.
//
// The lines are those of StoredTable. There what could not be written is known to this process all the same; here it is not:
// the file is cut back to where it was, so that no restart finds half of a batch that was refused.
import { understood, type Format } from './envelope';
import { rewriteKeeping, syncFile } from './files';
import { AppendedFile } from './appended-file';
import { type TableLine, linesAt, readRows, rewrite, type Row, textOf } from './table-file';
import { reasonOf, type OnTrouble } from './trouble';
import { Turns } from './turns';
import type { FolderWriter } from './writer';

interface Waiting {
  readonly key: string;
  readonly at: number;
  readonly text: string;
  readonly settle: (written: boolean) => void;
}

/** So many lines share one turn of the disk at most: a few milliseconds of the event loop. */
const BATCH = 256;
/** So many are read at once by whoever reads all. */
const PIECE = 64;
/** The file is written anew when what was overwritten takes as much room as the rest, and so much more. */
const SPARE_BYTES = 4_194_304;

export class DurableTable<T> {
  private rows = new Map<string, Row>();
  /** The lines themselves, where there is no file. */
  private readonly memory = new Map<string, string>();
  private waiting: Waiting[] = [];
  private readonly turns = new Turns();
  private writing = false;
  private loaded = false;
  private live = 0;
  private failed = false;
  private readonly appended: AppendedFile | undefined;

  constructor(
    private readonly file: string | undefined,
    private readonly writer: FolderWriter,
    private readonly format: Format<T>,
    private readonly onTrouble: OnTrouble,
  ) {
    this.appended = file === undefined ? undefined : new AppendedFile(file);
  }

  /** Whether the file is ours (no other process has the folder) and what it holds is known. Asked again, it is tried again. */
  load(): Promise<boolean> {
    return this.turns.take(() => this.learn());
  }

  /** How many keys it holds. */
  get size(): number {
    return this.rows.size;
  }

  has(key: string): boolean {
    return this.rows.has(key);
  }

  /** The value that was acknowledged last. */
  read(key: string): Promise<T | undefined> {
    return this.turns.take(async () => {
      if (!(await this.learn())) return undefined;
      return (await this.valuesOf([key]))[0]?.[1];
    });
  }

  /**
   * @param at epoch milliseconds: of the value, in whose order all are read
   * @returns true: it is on the disk. False: it is not there, and the value before it still holds
   */
  write(key: string, value: T, at: number): Promise<boolean> {
    const text = textOf({ key, at, version: this.format.version, value });
    return this.take({ key, at, text });
  }

  /** Whether the disk takes anything: a line without a word. */
  try(): Promise<boolean> {
    return this.take({ key: '', at: 0, text: '\n' });
  }

  /** All values, by `at`; what is written meanwhile may be among them. */
  async *values(): AsyncGenerator<[key: string, value: T]> {
    await this.load();
    const keys = [...this.rows].sort(([, a], [, b]) => a.at - b.at).map(([key]) => key);
    for (let from = 0; from < keys.length; from += PIECE)
      yield* await this.turns.take(() => this.valuesOf(keys.slice(from, from + PIECE)));
  }

  /**
   * Forgets the values that were not written for longest and are not `spared`, until there are no more than `most`.
   * @returns their keys
   */
  forget(most: number, spared: (key: string) => boolean): string[] {
    const gone: string[] = [];
    for (const key of this.rows.keys()) {
      if (this.rows.size <= most) break;
      if (spared(key)) continue;
      this.drop(key);
      gone.push(key);
    }
    return gone;
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    while (this.writing) await this.turns.idle();
    await this.turns.take(async () => this.appended?.close());
  }

  private take(line: Omit<Waiting, 'settle'>): Promise<boolean> {
    return new Promise((settle) => {
      this.waiting.push({ ...line, settle });
      this.beginWriting();
    });
  }

  private beginWriting(): void {
    if (this.writing) return;
    this.writing = true;
    void this.turns.take(() => this.writeBatch());
  }

  private async writeBatch(): Promise<void> {
    const isOurs = await this.learn();
    const batch = this.waiting.splice(0, BATCH);
    const written = isOurs && (await this.guarded(() => this.append(batch)));
    this.writing = false;
    for (const { settle } of batch) settle(written);
    if (written && this.appended !== undefined && this.appended.size > 2 * this.live + SPARE_BYTES)
      await this.compact();
    if (this.waiting.length > 0) this.beginWriting();
  }

  private async append(batch: readonly Waiting[]): Promise<void> {
    let offset = (await this.appended?.append(batch.map(({ text }) => text).join(''))) ?? 0;
    for (const { key, at, text } of batch) {
      const length = Buffer.byteLength(text);
      if (key !== '') {
        this.drop(key);
        this.rows.set(key, { at, offset, length });
        this.live += length;
        if (this.file === undefined) this.memory.set(key, text);
      }
      offset += length;
    }
  }

  private drop(key: string): void {
    this.live -= this.rows.get(key)?.length ?? 0;
    this.rows.delete(key);
    this.memory.delete(key);
  }

  private async valuesOf(keys: readonly string[]): Promise<[string, T][]> {
    const rows = keys.flatMap((key) => {
      const row = this.rows.get(key);
      return row === undefined ? [] : [[key, row] as const];
    });
    const lines =
      this.file === undefined
        ? rows.map(([key]) => JSON.parse(this.memory.get(key) ?? '{}') as Partial<TableLine>)
        : await linesAt(this.file, rows);
    return rows.flatMap(([key], i) => {
      const { version = 0, value } = lines[i] ?? {};
      const known = value === undefined ? undefined : understood(this.format, { version, value }).value;
      return known === undefined ? [] : [[key, known] as [string, T]];
    });
  }

  private async compact(): Promise<void> {
    const { file, appended } = this;
    if (file === undefined || appended === undefined) return;
    await this.guarded(async () => {
      await appended.close();
      const { rows, size } = await rewrite(file, this.writer.beside(file), this.rows);
      this.rows = rows;
      this.live = size;
    });
  }

  private async learn(): Promise<boolean> {
    if (!(await this.writer.mayWrite())) return false;
    const { file } = this;
    if (this.loaded || file === undefined) return true;
    this.loaded = await this.guarded(async () => {
      // What a process that was killed had written is told to nobody before the disk has it.
      await syncFile(file);
      const { rows, unreadable, newer, lines } = await readRows(file, this.format.version);
      const count = (some: number, what: string): string => `${String(some)} of ${String(lines)} lines ${what}`;
      this.rows = rows;
      if (newer > 0) await this.spareNewer(file, count(newer, 'were written by a newer version of this package'));
      if (unreadable > 0) this.onTrouble({ file, setAside: null, reason: count(unreadable, 'cannot be read') });
      this.live = [...this.rows.values()].reduce((sum, { length }) => sum + length, 0);
    });
    return this.loaded;
  }

  /** The whole file is kept for the next update; here it goes on with what is understood of it. */
  private async spareNewer(file: string, reason: string): Promise<void> {
    const aside = await rewriteKeeping(file, async () => {
      this.rows = (await rewrite(file, this.writer.beside(file), this.rows)).rows;
    });
    this.onTrouble({ file, setAside: aside, reason });
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
