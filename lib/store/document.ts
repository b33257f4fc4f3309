// One JSON value in one file, replaced as a whole: after a power cut there is the old one or the new one, never half of each.
import { envelopeOf, understood, type Format, type Understood } from './envelope';
import { deleteFile, readText, replaceFile, setAside } from './files';
import { reasonOf, type OnTrouble } from './trouble';
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
  /** The value where there is no file, another process has it, or the disk has not taken it: what was written last is what holds. */
  private memory: string | undefined;
  private waiting: Batch | undefined;
  private writing: Promise<unknown> = Promise.resolve();
  /** What lay there when the file became ours has been looked at: what a newer version wrote is not overwritten. */
  private looked = false;

  constructor(
    private readonly file: string | undefined,
    private readonly writer: FolderWriter,
    private readonly format: Format<T>,
    private readonly onTrouble: OnTrouble,
  ) {}

  async read(): Promise<Found<T>> {
    await this.writing;
    if (this.memory !== undefined) return { value: this.understand(this.memory).value, lost: false };
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
    if (await this.writer.mayWrite()) await this.giveUp(this.file, reason);
    return { value: undefined, lost: true };
  }

  /**
   * Resolves when the value is on the disk. Values written while another write is under way are merged into one: the last;
   * only that one is held in memory, and all who wait learn what came of it.
   * A disk that cannot be written is reported, not thrown: what runs must run on.
   * @returns whether it will be there after a restart, as far as this document can be (in memory it is what there is)
   */
  write(value: T): Promise<boolean> {
    const text = JSON.stringify({ version: this.format.version, value });
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
      if (!this.looked) await this.spareNewer(this.file);
      await replaceFile(this.file, this.writer.beside(this.file), `${text}\n`);
      return true;
    } catch (error) {
      this.memory = text;
      this.onTrouble({ file: this.file, setAside: null, reason: reasonOf(error) });
      return false;
    }
  }

  /** Somebody may write who has not read. */
  private async spareNewer(file: string): Promise<void> {
    const text = await readText(file).catch(() => undefined);
    const { reason = '', isNewer } = text === undefined ? {} : this.understand(text);
    if (isNewer) await this.giveUp(file, reason);
    this.looked = true;
  }

  private async giveUp(file: string, reason: string): Promise<void> {
    this.onTrouble({ file, setAside: await setAside(file), reason });
  }

  private understand(text: string): Understood<T> {
    try {
      return understood(this.format, envelopeOf(JSON.parse(text)));
    } catch (error) {
      return { reason: text.trim() === '' ? 'empty' : reasonOf(error) };
    }
  }
}
