// One JSON value per line, appended as it comes: for what only grows (colours of past days, bookings of many months).
// Entries are objects: of a line that was torn nothing can be taken for a whole one. Each line has an envelope of its own, since
// what older versions appended stays.
import { envelopeOf, understood, type Format } from './envelope';
import { appendLines, readText, replaceFile, rewriteKeeping, syncFile } from './files';
import { reasonOf, type OnTrouble } from './trouble';
import { Turns } from './turns';
import type { FolderWriter } from './writer';

export class Journal<T> {
  /** Entries that are not in the file: there is none, or another process has it. */
  private readonly memory: T[] = [];
  private readonly turns = new Turns();
  private repaired = false;

  constructor(
    private readonly file: string | undefined,
    private readonly writer: FolderWriter,
    private readonly format: Format<T>,
    private readonly onTrouble: OnTrouble,
  ) {}

  /** All entries, oldest first. Lines that cannot be read are left out; the file with them is set aside and named. */
  readAll(): Promise<T[]> {
    return this.turns.take(() => this.load());
  }

  /** Resolves when the entries are on the disk; a disk that cannot be written is reported, not thrown. */
  append(...entries: T[]): Promise<void> {
    return this.turns.take(async () => {
      if (this.file === undefined || !(await this.writer.mayWrite())) {
        this.memory.push(...structuredClone(entries));
        return;
      }
      // A line that a power cut tore would swallow the next one: mend the end before the first append.
      if (!this.repaired) await this.load();
      await this.guarded(this.file, async (file) => {
        await appendLines(file, this.linesOf(entries));
        await syncFile(file);
      });
    });
  }

  async idle(): Promise<void> {
    await this.turns.idle();
  }

  private async load(): Promise<T[]> {
    const inMemory = structuredClone(this.memory);
    if (this.file === undefined) return inMemory;
    let text: string | undefined;
    try {
      text = await readText(this.file);
    } catch (error) {
      this.onTrouble({ file: this.file, setAside: null, reason: reasonOf(error) });
      return inMemory;
    }
    const lines = (text ?? '').split('\n').filter((line) => line !== '');
    const entries = lines.map((line) => this.understand(line));
    const good = entries.filter((entry): entry is { value: T } => entry !== undefined).map((entry) => entry.value);
    const isTorn = lines.length > 0 && text?.endsWith('\n') !== true;
    // Where another process has the file, what looks torn may be a line that it is just writing.
    if (await this.writer.mayWrite()) {
      const unreadable = lines.length - good.length;
      if (unreadable > 0) await this.mend(this.file, good, `${unreadable} of ${lines.length} lines cannot be read`);
      else if (isTorn) await this.guarded(this.file, (file) => this.replace(file, good));
      this.repaired = true;
    }
    return [...good, ...inMemory];
  }

  /** What can be read takes the place of the file, which is kept aside. */
  private async mend(file: string, good: readonly T[], reason: string): Promise<void> {
    await this.guarded(file, async () => {
      this.onTrouble({ file, setAside: await rewriteKeeping(file, () => this.replace(file, good)), reason });
    });
  }

  private replace(file: string, entries: readonly T[]): Promise<void> {
    return replaceFile(file, this.writer.beside(file), this.linesOf(entries));
  }

  private understand(line: string): { value: T } | undefined {
    try {
      const { value } = understood(this.format, envelopeOf(JSON.parse(line)));
      return value === undefined ? undefined : { value };
    } catch {
      return undefined;
    }
  }

  private linesOf(entries: readonly T[]): string {
    const { version } = this.format;
    return entries.map((value) => `${JSON.stringify({ version, value })}\n`).join('');
  }

  private async guarded(file: string, write: (file: string) => Promise<void>): Promise<void> {
    try {
      await write(file);
    } catch (error) {
      this.onTrouble({ file, setAside: null, reason: reasonOf(error) });
    }
  }
}
