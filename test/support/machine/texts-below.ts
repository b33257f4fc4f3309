// All that lies on the disk below a folder, of programs that go on writing: what they write beside a file and put in its place is
// gone by the time that it would be read.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The names of all files below a folder, and their texts. */
export function textsBelow(folder: string): { readonly names: readonly string[]; readonly texts: readonly string[] } {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  const texts = files.flatMap(({ parentPath, name }) => {
    try {
      return [readFileSync(path.join(parentPath, name), 'utf8')];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      return [];
    }
  });
  return { names: files.map(({ name }) => name), texts };
}
