// The file of a table: which lines count, and how it is written anew without the others.
import type { FileHandle } from 'node:fs/promises';
import { setImmediate as breathe } from 'node:timers/promises';
import { readingFile, replaceFile } from './files';

/** Where the line of a key lies in the file, in bytes, its line feed included. */
export interface Row {
  /** When it was written, epoch milliseconds. */
  readonly at: number;
  readonly offset: number;
  readonly length: number;
}

export interface TableLine {
  readonly key: string;
  readonly at: number;
  /** Of the form of the value; before there were any, there was none. */
  readonly version?: number;
  /** Undefined: the key is gone. */
  readonly value?: unknown;
}

export interface TableFile {
  /** The oldest write first. */
  readonly rows: Map<string, Row>;
  readonly size: number;
  /** Whole lines that are none of a table. */
  readonly unreadable: number;
  /** Lines that a newer version of this package wrote. */
  readonly newer: number;
  readonly lines: number;
}

const LINE_FEED = 0x0a;
/** So much is read, understood or copied at once: a few milliseconds, then the event loop has its turn. */
const PIECE_BYTES = 131_072;

/** A row as it stands in the file. */
export function textOf({ key, at, version, value }: TableLine): string {
  return `${JSON.stringify({ key, at, version, value })}\n`;
}

/** @param version the newest that is known */
export async function readRows(file: string, version: number): Promise<TableFile> {
  const rows = new Map<string, Row>();
  let [offset, lines, unreadable, newer] = [0, 0, 0, 0];
  const keep = (bytes: Buffer, isWhole: boolean): void => {
    const line = understand(bytes.toString('utf8'));
    if (line !== undefined && (line.version ?? 0) > version) newer += 1;
    else if (line !== undefined) {
      rows.delete(line.key);
      if (line.value !== undefined) rows.set(line.key, { at: line.at, offset, length: bytes.length });
    } else if (isWhole && bytes.length > 1) unreadable += 1;
    lines += 1;
    offset += bytes.length;
  };
  await readingFile(file, async (handle) => {
    let rest: Buffer = Buffer.alloc(0);
    for (;;) {
      const piece = await bytesAt(handle, offset + rest.length, PIECE_BYTES);
      if (piece.length === 0) break;
      rest = Buffer.concat([rest, piece]);
      let start = 0;
      for (let end = rest.indexOf(LINE_FEED); end !== -1; end = rest.indexOf(LINE_FEED, start)) {
        keep(rest.subarray(start, end + 1), true);
        start = end + 1;
      }
      rest = rest.subarray(start);
      await breathe();
    }
    // The last one may lack its line feed, and be whole.
    if (rest.length > 0) keep(rest, false);
  });
  return { rows, size: offset, lines, unreadable, newer };
}

/** The line that lies there; undefined when it is not the one of this key (another program has the file). */
export async function lineAt(file: string, key: string, row: Row): Promise<TableLine | undefined> {
  return (await linesAt(file, [[key, row]]))[0];
}

/** The same of several, in their order. */
export async function linesAt(
  file: string,
  rows: readonly (readonly [key: string, row: Row])[],
): Promise<(TableLine | undefined)[]> {
  const lines = await readingFile(file, (handle) =>
    Promise.all(
      rows.map(async ([key, { offset, length }]) => {
        const line = understand((await bytesAt(handle, offset, length)).toString('utf8'));
        return line?.key === key ? line : undefined;
      }),
    ),
  );
  return lines ?? [];
}

/** Writes the file anew with these rows of it. @returns where they lie now, and how long it is */
export async function rewrite(
  file: string,
  beside: string,
  rows: ReadonlyMap<string, Row>,
): Promise<{ rows: Map<string, Row>; size: number }> {
  const moved = new Map<string, Row>();
  let size = 0;
  const old = [...rows].sort(([, a], [, b]) => a.offset - b.offset);
  await replaceFile(file, beside, async (target) => {
    await readingFile(file, async (source) => {
      while (moved.size < old.length) {
        const [first, ...rest] = old.slice(moved.size, moved.size + 64);
        const begin = first?.[1].offset ?? 0;
        const near = rest.filter(([, { offset, length }]) => offset + length - begin <= PIECE_BYTES);
        const piece = [...(first === undefined ? [] : [first]), ...near];
        const end = Math.max(...piece.map(([, { offset, length }]) => offset + length));
        const bytes = await bytesAt(source, begin, end - begin);
        const lines = piece.map(([key, { at, offset, length }]) => {
          const line = withLineFeed(bytes.subarray(offset - begin, offset - begin + length));
          moved.set(key, { at, offset: size, length: line.length });
          size += line.length;
          return line;
        });
        await target.writeFile(Buffer.concat(lines));
      }
    });
  });
  // In the order of the writes, as they were.
  const inOrder = [...rows.keys()].flatMap((key) => {
    const row = moved.get(key);
    return row === undefined ? [] : [[key, row] as const];
  });
  return { rows: new Map(inOrder), size };
}

function withLineFeed(line: Buffer): Buffer {
  return line.at(-1) === LINE_FEED ? line : Buffer.concat([line, Buffer.from('\n')]);
}

async function bytesAt(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await handle.read(bytes, 0, length, offset);
  return bytes.subarray(0, bytesRead);
}

function understand(text: string): TableLine | undefined {
  try {
    const line = JSON.parse(text) as Partial<TableLine> | null;
    const { key, at, version = 0 } = line ?? {};
    return typeof key === 'string' && typeof at === 'number' && Number.isInteger(version)
      ? (line as TableLine)
      : undefined;
  } catch {
    return undefined;
  }
}
