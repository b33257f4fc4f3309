// A file of the user's: whole or not at all. What stood there before stays until all of the new one is on the disk.
import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { LinkyRedError } from '../../lib/errors';
import { syncFolder } from '../../lib/store/files';

/**
 * @param wrote told after each piece how many bytes there are
 * @returns how many bytes it has
 * @throws LinkyRedError ERR_FILE_WRITE; what `bytes` throws
 */
export async function writeFile(
  file: string,
  bytes: AsyncIterable<Uint8Array>,
  wrote: (bytes: number) => void,
): Promise<number> {
  // In the same folder, or there would be no renaming it; hidden from whoever takes all files of a folder.
  const beside = path.join(path.dirname(file), `.${path.basename(file)}.${randomBytes(4).toString('hex')}.tmp`);
  const disk = onDisk(file);
  const handle = await disk(open(beside, 'wx'));
  let size = 0;
  try {
    try {
      for await (const piece of bytes) {
        await disk(handle.writeFile(piece));
        size += piece.length;
        wrote(size);
      }
      await disk(handle.sync());
    } finally {
      await handle.close();
    }
    await disk(rename(beside, file));
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  await syncFolder(path.dirname(file));
  return size;
}

/** What the disk refuses is no fault of whom the bytes come from. */
function onDisk(file: string): <T>(work: Promise<T>) => Promise<T> {
  return async (work) => {
    try {
      return await work;
    } catch (error) {
      const detail = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      throw new LinkyRedError('ERR_FILE_WRITE', { file, detail }, error);
    }
  };
}
