// Who writes into a folder: with temporary files of a name of its own, and only while no other process has the folder.
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { deleteFile, filesIn } from './files';
import { lockOf } from './folder-lock';

const TEMPORARY = '.tmp';

/** Of all writers of this process: the others have gone, and what they left may go. */
const ours = new Set<string>();

export class FolderWriter {
  /** In the names of the temporary files: no two writers have one in common. */
  private readonly name = `${String(process.pid)}-${randomBytes(4).toString('hex')}`;
  private swept: Promise<void> | undefined;

  /** @param dir undefined: everything lies in memory */
  constructor(private readonly dir: string | undefined) {}

  /** Where a file is written before it takes the place of the one that is there. */
  beside(file: string): string {
    return `${file}.${this.name}.tmp`;
  }

  /** Whether this process may change what lies in the folder. While another one has it, it is left as it is. */
  async mayWrite(): Promise<boolean> {
    const { dir } = this;
    if (dir === undefined) return true;
    const hold = await lockOf(dir).hold();
    if (hold === 'taken') return false;
    if (hold === 'held') await (this.swept ??= this.sweep(dir));
    return true;
  }

  /** What writers left that were killed: nobody else writes here. */
  private async sweep(dir: string): Promise<void> {
    ours.add(this.name);
    const left = (await filesIn(dir)).filter((file) => file.endsWith(TEMPORARY) && !isOurs(file));
    await Promise.all(left.map((file) => deleteFile(path.join(dir, file)).catch(() => undefined)));
  }
}

function isOurs(file: string): boolean {
  return [...ours].some((name) => file.includes(`.${name}.`));
}
