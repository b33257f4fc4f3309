// The end of a file: what is appended is on the disk, or is not there.
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { OWNER_ONLY, syncFolder } from './files';

const LINE_FEED = 0x0a;

export class AppendedFile {
  private handle: FileHandle | undefined;
  /** So many bytes count. */
  private whole = 0;
  private isTorn = false;
  /** Behind here lies what was refused, and could not be cut off. */
  private cutTo: number | undefined;

  constructor(private readonly file: string) {}

  /** In bytes, from the first append on. */
  get size(): number {
    return this.whole;
  }

  /**
   * Resolves when the disk has it. One that rejects leaves the file as it was.
   * @returns where the text begins, in bytes
   */
  async append(text: string): Promise<number> {
    const handle = (this.handle ??= await this.open());
    // What a power cut left of a line takes none of ours with it.
    const bytes = Buffer.from(this.isTorn ? `\n${text}` : text);
    const at = this.whole + (this.isTorn ? 1 : 0);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } catch (error) {
      await this.giveUp(handle);
      throw error;
    }
    this.whole += bytes.length;
    this.isTorn = false;
    return at;
  }

  /** The next append opens it again, whatever lies there then. */
  async close(): Promise<void> {
    const { handle } = this;
    this.handle = undefined;
    await handle?.close();
  }

  private async open(): Promise<FileHandle> {
    const folder = path.dirname(this.file);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const handle = await open(this.file, 'a+', OWNER_ONLY);
    try {
      if (this.cutTo !== undefined) await handle.truncate(this.cutTo);
      this.cutTo = undefined;
      const { size } = await handle.stat();
      if (size === 0) await syncFolder(folder);
      const last = Buffer.alloc(1);
      if (size > 0) await handle.read(last, 0, 1, size - 1);
      this.whole = size;
      this.isTorn = size > 0 && last[0] !== LINE_FEED;
      return handle;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  private async giveUp(handle: FileHandle): Promise<void> {
    this.handle = undefined;
    this.cutTo = this.whole;
    try {
      await handle.truncate(this.whole);
      this.cutTo = undefined;
    } catch {
      // Before the next append it is tried again.
    }
    await handle.close().catch(() => undefined);
  }
}
