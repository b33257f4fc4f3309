import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/**
 * Files below a folder of the repository, as paths relative to the repository with forward slashes.
 * @param {string} root @param {string} folder may not exist @param {RegExp} pattern of the relative path
 * @returns {string[]}
 */
export function findFiles(root, folder, pattern) {
  if (!existsSync(path.join(root, folder))) return [];
  return readdirSync(path.join(root, folder), { recursive: true })
    .map((name) => path.posix.join(folder, name.split(path.sep).join('/')))
    .filter((name) => pattern.test(name))
    .sort();
}
