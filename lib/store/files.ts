// The few file operations that survive a power cut: write beside, force to the disk, rename. Only the owner may read.
import {
  constants,
  copyFile,
  type FileHandle,
  link,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
} from 'node:fs/promises';
import path from 'node:path';

export const OWNER_ONLY = 0o600;
const LINE_FEED = 0x0a;

/** The text of a file, undefined when there is none. */
export async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Puts a new text in the place of a file, or what `write` writes.
 * @param beside where it is written first: a name that no other writer uses
 */
export async function replaceFile(
  file: string,
  beside: string,
  content: string | ((handle: FileHandle) => Promise<void>),
): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  try {
    await withFile(beside, 'w', async (handle) => {
      await (typeof content === 'string' ? handle.writeFile(content) : content(handle));
      await handle.sync();
    });
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  await syncFolder(path.dirname(file));
}

/**
 * Appends whole lines. What a full disk, a kill or another process left of a line before them gets its line feed first: it
 * takes none of ours with it. Not forced to the disk, see `syncFile`.
 * @returns where the lines begin in the file, in bytes
 */
export async function appendLines(file: string, lines: string): Promise<number> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  return await withFile(file, 'a+', async (handle) => {
    const { size } = await handle.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await handle.read(last, 0, 1, size - 1);
    const isTorn = size > 0 && last[0] !== LINE_FEED;
    await handle.writeFile(isTorn ? `\n${lines}` : lines);
    return isTorn ? size + 1 : size;
  });
}

/** Forces to the disk what was written to a file, if it is there. */
export async function syncFile(file: string): Promise<void> {
  try {
    await withFile(file, 'r+', (handle) => handle.sync());
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

/** A file for reading, for as long as `use` takes; undefined when there is none. */
export async function readingFile<T>(file: string, use: (handle: FileHandle) => Promise<T>): Promise<T | undefined> {
  try {
    return await withFile(file, 'r', use);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** The files of a folder; none where it is not there. */
export async function filesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}

/** Deletes a file, if it is there. */
export async function deleteFile(file: string): Promise<void> {
  await rm(file, { force: true });
}

/** Moves a file out of the way. @returns its new path, null when it cannot be moved */
export async function setAside(file: string): Promise<string | null> {
  const aside = asideOf(file);
  try {
    await rename(file, aside);
    return aside;
  } catch {
    return null;
  }
}

/**
 * Writes a file anew and keeps what it was under another name. Until the new one is whole the old one stays in its place: on a full
 * disk, and after a kill, nothing is lost.
 * @returns the path of what it was
 */
export async function rewriteKeeping(file: string, rewrite: () => Promise<void>): Promise<string> {
  const aside = asideOf(file);
  try {
    // A second name needs no room; where there are none (FAT), it is a copy.
    await link(file, aside).catch(() => copyFile(file, aside, constants.COPYFILE_EXCL));
    await rewrite();
    return aside;
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
}

function asideOf(file: string): string {
  return `${file}.set-aside-${new Date().toISOString().replace(/[:.]/g, '-')}`;
}

async function withFile<T>(file: string, flag: string, use: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await open(file, flag, OWNER_ONLY);
  try {
    return await use(handle);
  } finally {
    await handle.close();
  }
}

/** Makes the rename itself durable; where folders cannot be opened (Windows), the file system does so by itself. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // Nothing to be done, and nothing lost but a few seconds' worth.
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
