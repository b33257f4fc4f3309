// The files of recordings in the folder of the user directory: `stream.node.date-time.part.jsonl`.
import { readdir } from 'node:fs/promises';
import { isoParis } from '../../../lib/grid/paris-time';

/** Longer names of streams help nobody. */
const LONGEST_STREAM = 40;

/** Names of all files of a node, whatever its stream was called then, the oldest first. None where there is no folder. */
export async function recordingsOf(folder: string, id: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => begunBy(name, id) !== undefined).sort((a, b) => order(a).localeCompare(order(b)));
}

/** Names of the files of its last recording, the oldest first. */
export function lastOf(names: readonly string[], id: string): string[] {
  const last = names.at(-1);
  return last === undefined ? [] : names.filter((name) => begunBy(name, id) === begunBy(last, id));
}

/** Names for a recording that begins; none of them is there already. */
export function namesFor(recording: {
  readonly stream: string;
  readonly id: string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly before: readonly string[];
}): (part: number) => string {
  const { stream, id, now, before } = recording;
  const begun = isoParis(now).slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  const taken = new Set(before.map((name) => begunBy(name, id)));
  // The clock was put back, or a second began within the second.
  let again = begun;
  for (let count = 2; taken.has(again); count++) again = `${begun}-${String(count)}`;
  const front = [plain(stream).slice(-LONGEST_STREAM) || 'tic', plain(id), again].join('.');
  return (part) => `${front}.${String(part).padStart(4, '0')}.jsonl`;
}

/** When the recording of this file began, as its name says it; undefined: no file of the node. */
function begunBy(name: string, id: string): string | undefined {
  const [, of, begun] = /^[A-Za-z0-9-]+\.([A-Za-z0-9-]+)\.(\d{8}-\d{6}(?:-\d+)?)\.\d{4,}\.jsonl$/.exec(name) ?? [];
  return of === plain(id) ? begun : undefined;
}

/** Without what its stream was called. */
function order(name: string): string {
  return name.slice(name.indexOf('.'));
}

/** What every file system takes; an id that somebody wrote by hand may be anything. */
function plain(text: string): string {
  return text.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
}
