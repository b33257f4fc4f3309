// A disk that is full, for one folder: no new file, and half of what is appended. What lies there can be read. The name of a
// file that is written first belongs to its writer, so nothing can be put in its place.
import fsPromises from 'node:fs/promises';
import path from 'node:path';

/** @returns what makes room again */
export function fillDisk(folder: string): () => void {
  const { open } = fsPromises;
  fsPromises.open = async (file, flags, mode) => {
    const name = String(file);
    if (path.dirname(name) !== folder || flags === 'r') return await open(file, flags, mode);
    if (flags === 'w') throw full(`open '${name}'`);
    const handle = await open(file, flags, mode);
    const writeFile = handle.writeFile.bind(handle);
    handle.writeFile = async (data) => {
      const bytes = Buffer.from(data as string);
      await writeFile(bytes.subarray(0, bytes.length / 2));
      throw full('write');
    };
    return handle;
  };
  return () => {
    fsPromises.open = open;
  };
}

function full(call: string): Error {
  return Object.assign(new Error(`ENOSPC: no space left on device, ${call}`), { code: 'ENOSPC' });
}
