// One JSON value in one file, replaced as a whole: after a power cut there is the old one or the new one, never half of each.
import { deleteFile, readText, replaceFile, setAside } from './files';
import type { Check, OnTrouble } from './store';

export interface Found<T> {
  readonly value: T | undefined;
  /** A file was there and could not be used: what it said is lost, which is not the same as never having been said. */
  readonly lost: boolean;
}

export class StoredDocument<T> {
  #memory: Found<T> = { value: undefined, lost: false };
  #waiting: string | undefined;
  #writing: Promise<boolean> | undefined;

  constructor(
    private readonly file: string | undefined,
    private readonly check: Check<T>,
    private readonly onTrouble: OnTrouble,
  ) {}

  async read(): Promise<Found<T>> {
    if (this.file === undefined) return this.#memory;
    await this.#writing;
    let text: string | undefined;
    try {
      text = await readText(this.file);
    } catch (error) {
      this.onTrouble({ file: this.file, setAside: null, reason: reasonOf(error) });
      return { value: undefined, lost: true };
    }
    if (text === undefined) return { value: undefined, lost: false };
    const { value, reason } = this.#understand(text);
    if (reason === undefined) return { value, lost: false };
    this.onTrouble({ file: this.file, setAside: await setAside(this.file), reason });
    return { value: undefined, lost: true };
  }

  /**
   * Resolves when the value is on the disk. Values written while another write is under way are merged into one: the last.
   * A disk that cannot be written is reported, not thrown: what runs must run on.
   * @returns whether it will be there after a restart, as far as this document can be (in memory it is what there is)
   */
  async write(value: T): Promise<boolean> {
    if (this.file === undefined) {
      this.#memory = { value: structuredClone(value), lost: false };
      return true;
    }
    this.#waiting = JSON.stringify(value);
    this.#writing ??= this.#drain(this.file);
    return await this.#writing;
  }

  /** Forgets the value and deletes the file: what it belonged to is gone for good. */
  async remove(): Promise<void> {
    this.#memory = { value: undefined, lost: false };
    if (this.file === undefined) return;
    await this.#writing;
    try {
      await deleteFile(this.file);
    } catch (error) {
      this.onTrouble({ file: this.file, setAside: null, reason: reasonOf(error) });
    }
  }

  async idle(): Promise<void> {
    await this.#writing;
  }

  async #drain(file: string): Promise<boolean> {
    let written = true;
    while (this.#waiting !== undefined) {
      const text = this.#waiting;
      this.#waiting = undefined;
      try {
        await replaceFile(file, `${text}\n`);
        written = true;
      } catch (error) {
        written = false;
        this.onTrouble({ file, setAside: null, reason: reasonOf(error) });
      }
    }
    // In the same turn as the last look at #waiting: a value that comes later starts a drain of its own.
    this.#writing = undefined;
    return written;
  }

  #understand(text: string): { value: T | undefined; reason?: string } {
    try {
      const value = this.check(JSON.parse(text) as unknown);
      return value === undefined ? { value, reason: 'not what this file should hold' } : { value };
    } catch (error) {
      return { value: undefined, reason: text.trim() === '' ? 'empty' : reasonOf(error) };
    }
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
