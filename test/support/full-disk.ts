// A disk that takes no new file in a folder, while those that lie there can be read: what a full one does to a replacement.
// The name of the file that is written first belongs to its writer, so nothing can be put in its place.
import fsPromises from 'node:fs/promises';
import path from 'node:path';

/** @returns what makes room again */
export function fillDisk(folder: string): () => void {
  const { open } = fsPromises;
  fsPromises.open = async (file, flags, mode) => {
    if (flags === 'w' && path.dirname(String(file)) === folder)
      throw Object.assign(new Error(`ENOSPC: no space left on device, open '${String(file)}'`), { code: 'ENOSPC' });
    return await open(file, flags, mode);
  };
  return () => {
    fsPromises.open = open;
  };
}
