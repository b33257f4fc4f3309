// The files of one recording: bounded and rotated. What arrives is handed to the system at once, so that a kill leaves all but
// what was on its way; nobody waits for the disk, and no more than a bounded part of what it is too slow for is held.
import { type FileHandle, mkdir, open, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { OWNER_ONLY } from '../../store/files';

/** The oldest of so many parts goes when room is needed: of a full recording three quarters are always there. */
const PARTS = 4;
/** So much may wait for a slow disk, in bytes: hours of a meter's line. */
const MOST_WAITING = 4 * 1024 * 1024;

export interface FilesOptions {
  /** Where the parts lie; made where it is not there. */
  readonly folder: string;
  /** @param part 1 for the first */
  readonly nameOf: (part: number) => string;
  /** Bytes that all parts have together at most, with those of before. */
  readonly limit: number;
  /** Names of files of before, which give way first, the oldest first. */
  readonly before?: readonly string[];
  /** The first line of a part, line feed included. */
  readonly headOf: (part: number) => string;
  /** Told once: nothing can be written any more. What lies there stays. */
  readonly onFault: (error: unknown) => void;
}

interface File {
  readonly path: string;
  size: number;
}

/** What waits for the disk; a string begins no part. */
type Job = string | { readonly part: number; readonly head: string };

export class CaptureFiles {
  private readonly before: File[] = [];
  private readonly parts: File[] = [];
  private readonly jobs: Job[] = [];
  /** Bytes of all jobs; bytes of the part in hand with what waits for it. */
  private waiting = 0;
  private planned = 0;
  private part = 0;
  private handle: FileHandle | undefined;
  private running: Promise<void> | undefined;
  private closed = false;

  constructor(private readonly options: FilesOptions) {}

  /** The parts that are there, the oldest first. */
  get paths(): readonly string[] {
    return this.parts.map((file) => file.path);
  }

  /** Bytes that lie there. */
  get bytes(): number {
    return total(this.parts);
  }

  /** Resolves when the first part is there; what comes meanwhile waits. Rejects where it cannot be: nothing is written then. */
  async start(): Promise<void> {
    this.plan();
    const begun = this.prepare().then(() => this.work());
    this.running = begun.catch(() => undefined);
    try {
      await begun;
    } catch (error) {
      this.closed = true;
      await this.release();
      throw error;
    } finally {
      this.running = undefined;
    }
    this.wake();
  }

  /**
   * @param line makes one line with its line feed, in ASCII; of a new part where it begins one
   * @returns false where it is lost: the disk is slower than the line, or takes nothing
   */
  write(line: () => string): boolean {
    if (this.closed) return false;
    let text = line();
    if (this.waiting + text.length > MOST_WAITING) return false;
    if (this.planned + text.length > this.options.limit / PARTS) {
      this.plan();
      text = line();
    }
    this.add(text, text.length);
    this.wake();
    return true;
  }

  /** Resolves when all that was handed in lies there, or cannot. Never rejects. */
  async end(): Promise<void> {
    while (this.running !== undefined) await this.running;
    this.closed = true;
    await this.release();
  }

  private async prepare(): Promise<void> {
    const { folder, before = [] } = this.options;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const name of before) {
      const file = path.join(folder, name);
      const found = await stat(file).catch(() => undefined);
      if (found?.isFile() === true) this.before.push({ path: file, size: found.size });
    }
  }

  private plan(): void {
    this.part++;
    this.planned = 0;
    const head = this.options.headOf(this.part);
    this.add({ part: this.part, head }, head.length);
  }

  private add(job: Job, size: number): void {
    this.jobs.push(job);
    this.planned += size;
    this.waiting += size;
  }

  private wake(): void {
    if (this.jobs.length > 0) this.running ??= this.run();
  }

  private async run(): Promise<void> {
    try {
      await this.work();
    } catch (error) {
      this.closed = true;
      this.jobs.length = 0;
      await this.release();
      this.options.onFault(error);
    }
    this.running = undefined;
    // What came in the very turn in which the last of it was written.
    this.wake();
  }

  /** All that waits, and what comes to it meanwhile: what comes in one turn is one write. */
  private async work(): Promise<void> {
    while (this.jobs.length > 0) {
      const begins = this.jobs.findIndex((job, at) => at > 0 && typeof job !== 'string');
      const [first, ...lines] = this.jobs.splice(0, begins < 0 ? this.jobs.length : begins);
      if (first === undefined) return;
      if (typeof first !== 'string') await this.begin(first.part);
      const text = [typeof first === 'string' ? first : first.head, ...(lines as string[])].join('');
      await this.handle?.writeFile(text);
      this.waiting -= text.length;
      const part = this.parts.at(-1);
      if (part !== undefined) part.size += text.length;
    }
  }

  private async begin(part: number): Promise<void> {
    await this.release();
    const { folder, nameOf, limit } = this.options;
    while (total(this.before) + total(this.parts) > limit - limit / PARTS) {
      const oldest = this.before.shift() ?? this.parts.shift();
      if (oldest === undefined) break;
      await rm(oldest.path, { force: true });
    }
    const file = path.join(folder, nameOf(part));
    this.handle = await open(file, 'wx', OWNER_ONLY);
    this.parts.push({ path: file, size: 0 });
  }

  private async release(): Promise<void> {
    const { handle } = this;
    this.handle = undefined;
    await handle?.sync().catch(() => undefined);
    await handle?.close().catch(() => undefined);
  }
}

function total(files: readonly File[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}
