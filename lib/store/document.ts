// One JSON value in one file, replaced as a whole: after a power cut there is the old one or the new one, never half of each.
import { deleteFile, readText, replaceFile, setAside } from './files';
import { reasonOf, type Check, type OnTrouble } from './trouble';
import type { FolderWriter } from './writer';

export interface Found<T> {
  readonly value: T | undefined;
  /** A file was there and could not be used: what it said is lost, which is not the same as never having been said. */
  readonly lost: boolean;
}

/** What all wait for who wrote while another write was under way: the last of their values is written for all. */
interface Batch {
  text: string;
  readonly done: Promise<boolean>;
}

export class StoredDocument<T> {
  /** The value where there is no file, or another process has it. */
  private memory: string | undefined;
  private waiting: Batch | undefined;
  private writing: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly file: string | undefined,
    private readonly writer: FolderWriter,
    private readonly check: Check<T>,
    private readonly onTrouble: OnTrouble,
  ) {}

  async read(): Promise<Found<T>> {
    await this.writing;
    if (this.memory !== undefined) return { value: this.check(JSON.parse(this.memory)), lost: false };
    if (this.file === undefined) return { value: undefined, lost: false };
    let text: string | undefined;
    try {
      text = await readText(this.file);
    } catch (error) {
      this.onTrouble({ file: this.file, setAside: null, reason: reasonOf(error) });
      return { value: undefined, lost: true };
    }
    if (text === undefined) return { value: undefined, lost: false };
    const { value, reason } = this.understand(text);
    if (reason === undefined) return { value, lost: false };
    // What another process has is for that one to set aside.
    if (await this.writer.mayWrite()) this.onTrouble({ file: this.file, setAside: await setAside(this.file), reason });
    return { value: undefined, lost: true };
  }

  /**
   * Resolves when the value is on the disk. Values written while another write is under way are merged into one: the last;
   * only that one is held in memory, and all who wait learn what came of it.
   * A disk that cannot be written is reported, not thrown: what runs must run on.
   * @returns whether it will be there after a restart, as far as this document can be (in memory it is what there is)
   */
  write(value: T): Promise<boolean> {
    const text = JSON.stringify(value);
    if (this.waiting !== undefined) {
      this.waiting.text = text;
      return this.waiting.done;
    }
    const done = this.writing.then(() => this.writeWaiting());
    this.waiting = { text, done };
    this.writing = done;
    return done;
  }

  /** Forgets the value and deletes the file: what it belonged to is gone for good. */
  async remove(): Promise<void> {
    await this.writing;
    this.memory = undefined;
    if (this.file === undefined || !(await this.writer.mayWrite())) return;
    try {
      await deleteFile(this.file);
    } catch (error) {
      this.onTrouble({ file: this.file, setAside: null, reason: reasonOf(error) });
    }
  }

  async idle(): Promise<void> {
    await this.writing;
  }

  private async writeWaiting(): Promise<boolean> {
    const isOurs = this.file !== undefined && (await this.writer.mayWrite());
    const { text = '' } = this.waiting ?? {};
    this.waiting = undefined;
    this.memory = isOurs ? undefined : text;
    if (this.file === undefined || !isOurs) return this.file === undefined;
    try {
      await replaceFile(this.file, this.writer.beside(this.file), `${text}\n`);
      return true;
    } catch (error) {
      this.onTrouble({ file: this.file, setAside: null, reason: reasonOf(error) });
      return false;
    }
  }

  private understand(text: string): { value: T | undefined; reason?: string } {
    try {
      const value = this.check(JSON.parse(text) as unknown);
      return value === undefined ? { value, reason: 'not what this file should hold' } : { value };
    } catch (error) {
      return { value: undefined, reason: text.trim() === '' ? 'empty' : reasonOf(error) };
    }
  }
}
