// The few file operations that survive a power cut: write beside, force to the disk, rename. Only the owner may read.
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';

const OWNER_ONLY = 0o600;

/** The text of a file, undefined when there is none. */
export async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

export async function replaceFile(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  // Always the same name: what a power cut leaves of it is overwritten by the next one.
  const beside = `${file}.tmp`;
  try {
    await writeThrough(beside, 'w', text);
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  await syncFolder(path.dirname(file));
}

export async function appendFile(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await writeThrough(file, 'a', text);
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
  const aside = `${file}.set-aside-${new Date().toISOString().replace(/[:.]/g, '-')}`;
  try {
    await rename(file, aside);
    return aside;
  } catch {
    return null;
  }
}

async function writeThrough(file: string, flag: 'w' | 'a', text: string): Promise<void> {
  const handle = await open(file, flag, OWNER_ONLY);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the rename itself durable; where folders cannot be opened (Windows), the file system does so by itself. */
async function syncFolder(folder: string): Promise<void> {
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
