// A disk that is full, for one folder: no new file, and half of what is appended, through handles that are open already too. What
// lies there can be read. The name of a file that is written first belongs to its writer, so nothing can be put in its place.
import { readlinkSync } from 'node:fs';
import fsPromises, { type FileHandle } from 'node:fs/promises';
import path from 'node:path';

/** What all handles have in common: the class itself is not to be had. */
let handles: FileHandle | undefined;
const found = fsPromises.open(__filename, 'r').then(async (handle) => {
  handles = Object.getPrototypeOf(handle) as FileHandle;
  await handle.close();
});
before(() => found);

/** @returns what makes room again */
export function fillDisk(folder: string): () => void {
  const { open } = fsPromises;
  if (handles === undefined) throw new Error('the disk is filled in a test');
  const shared = handles;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with its handle below
  const { writeFile } = shared;
  fsPromises.open = async (file, flags, mode) => {
    const name = String(file);
    if (path.dirname(name) === folder && flags === 'w') throw full(`open '${name}'`);
    return await open(file, flags, mode);
  };
  shared.writeFile = async function (this: FileHandle, data) {
    if (path.dirname(fileOf(this)) !== folder) {
      await writeFile.call(this, data);
      return;
    }
    const bytes = Buffer.from(data as string);
    await writeFile.call(this, bytes.subarray(0, bytes.length / 2));
    throw full('write');
  };
  return () => {
    fsPromises.open = open;
    shared.writeFile = writeFile;
  };
}

/** Linux knows; elsewhere the tests with a full disk are told nothing. */
function fileOf({ fd }: FileHandle): string {
  return readlinkSync(`/proc/self/fd/${String(fd)}`);
}

function full(call: string): Error {
  return Object.assign(new Error(`ENOSPC: no space left on device, ${call}`), { code: 'ENOSPC' });
}
