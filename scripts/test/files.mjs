// Which files a run of the tests takes, and in which order: a folder means everything below it. The fast lane leaves out whole
// processes of Node-RED, the browser and Home Assistant, and the files that say so of themselves (property days, long stories).
import { readdirSync, readFileSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Rooms of test/ that the fast lane knows. */
const FAST = ['lib', 'nodes', 'sandbox', 'scripts', 'package.test.ts'];
/** Stands in the first lines of a file that takes seconds. */
const SLOW = /^\/\/ Not in the fast lane:/m;
const FIRST_LINES = 800;
/** Files at a time: two a core, since most wait for a line, a broker or a clock; six at most (each may start a Node-RED and a browser). */
const AT_A_TIME = Math.min(2 * os.availableParallelism(), 6);

/**
 * @param {string[]} words what follows `npm test --`
 * @param {string} root of the repository
 * @returns {string[]} the words for mocha, folders in the place of which their files stand
 */
export function wordsForMocha(words, root) {
  const isQuick = words.includes('--quick');
  const others = words.filter((word) => word !== '--quick');
  const isPlace = (word) => word.startsWith('test/');
  const places = others.filter(isPlace);
  const files = (places.length > 0 ? places : ['test']).flatMap((place) => {
    if (!isFolder(place, root)) return [place];
    return longestFirst(filesBelow(place, root), root).filter((file) => !isQuick || isFast(file, root));
  });
  // A run with options of its own decides for itself; one file may have a test that is `only`, which parallel runs refuse.
  const options = others.filter((word) => !isPlace(word));
  const isParallel = options.length === 0 && files.length > 1;
  return [...(isParallel ? ['--parallel', '--jobs', String(AT_A_TIME)] : options), ...files];
}

/**
 * Whether `words` name nothing: the whole suite, or the whole fast lane.
 * @param {string[]} words
 */
export function isWhole(words) {
  return words.every((word) => word === '--quick');
}

/** Not a file, nor a pattern. */
function isFolder(place, root) {
  return statSync(path.join(root, place), { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function filesBelow(folder, root) {
  return readdirSync(path.join(root, folder), { recursive: true })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => path.posix.join(folder, name.replaceAll(path.sep, '/')))
    .sort();
}

/** So that none is left alone at the end, with the other cores idle. */
function longestFirst(files, root) {
  return [...files.filter((file) => !isFast(file, root)), ...files.filter((file) => isFast(file, root))];
}

function isFast(file, root) {
  const room = file.split('/')[1] ?? '';
  return FAST.includes(room) && !SLOW.test(readFileSync(path.join(root, file), 'utf8').slice(0, FIRST_LINES));
}
