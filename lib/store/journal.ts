// One JSON value per line, appended as it comes: for what only grows (colours of past days, bookings of many months).
import { appendFile, readText, replaceFile, setAside } from './files';
import type { Check, OnTrouble } from './store';

export class Journal<T> {
  readonly #memory: T[] = [];
  #queue: Promise<unknown> = Promise.resolve();
  #repaired = false;

  constructor(
    private readonly file: string | undefined,
    private readonly check: Check<T>,
    private readonly onTrouble: OnTrouble,
  ) {}

  /** All entries, oldest first. Lines that cannot be read are left out; the file with them is set aside and named. */
  readAll(): Promise<T[]> {
    return this.#inTurn(() => this.#load());
  }

  /** Resolves when the entries are on the disk; a disk that cannot be written is reported, not thrown. */
  append(...entries: T[]): Promise<void> {
    return this.#inTurn(async () => {
      if (this.file === undefined) {
        this.#memory.push(...structuredClone(entries));
        return;
      }
      // A line that a power cut tore would swallow the next one: mend the end before the first append.
      if (!this.#repaired) await this.#load();
      await this.#guarded(this.file, (file) => appendFile(file, linesOf(entries)));
    });
  }

  /** Writes the journal anew with what `choose` keeps of it. */
  compact(choose: (entries: T[]) => T[]): Promise<void> {
    return this.#inTurn(async () => {
      const kept = choose(await this.#load());
      if (this.file === undefined) this.#memory.splice(0, this.#memory.length, ...kept);
      else await this.#guarded(this.file, (file) => replaceFile(file, linesOf(kept)));
    });
  }

  async #load(): Promise<T[]> {
    if (this.file === undefined) return structuredClone(this.#memory);
    let text: string | undefined;
    try {
      text = await readText(this.file);
    } catch (error) {
      this.onTrouble({ file: this.file, setAside: null, reason: reasonOf(error) });
      return [];
    }
    const lines = (text ?? '').split('\n').filter((line) => line !== '');
    const entries = lines.map((line) => this.#understand(line));
    const good = entries.filter((entry): entry is { value: T } => entry !== undefined).map((entry) => entry.value);
    const torn = lines.length > 0 && text?.endsWith('\n') !== true;
    if (good.length < lines.length) {
      const reason = `${lines.length - good.length} of ${lines.length} lines cannot be read`;
      this.onTrouble({ file: this.file, setAside: await setAside(this.file), reason });
    }
    if (good.length < lines.length || torn) await this.#guarded(this.file, (file) => replaceFile(file, linesOf(good)));
    this.#repaired = true;
    return good;
  }

  #understand(line: string): { value: T } | undefined {
    try {
      const value = this.check(JSON.parse(line) as unknown);
      return value === undefined ? undefined : { value };
    } catch {
      return undefined;
    }
  }

  async #guarded(file: string, write: (file: string) => Promise<void>): Promise<void> {
    try {
      await write(file);
    } catch (error) {
      this.onTrouble({ file, setAside: null, reason: reasonOf(error) });
    }
  }

  #inTurn<R>(task: () => Promise<R>): Promise<R> {
    const result = this.#queue.then(task);
    this.#queue = result.catch(() => undefined);
    return result;
  }
}

function linesOf(entries: readonly unknown[]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
