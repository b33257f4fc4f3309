// A CSV file as rows by the names of its header.
import { LinkyRedError } from '../../errors';
import { CsvParser } from './csv';
import type { RawFile } from './raw-file';
import type { RawRow } from './reader';

const PIECE = 256 * 1024;

/** @throws LinkyRedError ERR_FILE_READ (also while rows are taken): not UTF-8, no header, a record with more or fewer cells */
export function csvFile(bytes: Uint8Array): RawFile {
  const [header] = records(bytes).next().value ?? [];
  if (header === undefined) throw new LinkyRedError('ERR_FILE_READ', { detail: 'CSV: it is empty' });
  const names = distinct(header);
  return { columns: names.map((name) => ({ name })), rows: () => rows(bytes, names) };
}

/** An empty cell has no value: CSV has no other word for that. */
function* rows(bytes: Uint8Array, names: readonly string[]): Generator<readonly RawRow[]> {
  let count = 0;
  for (const piece of records(bytes)) {
    const batch: RawRow[] = [];
    for (const cells of piece) {
      count += 1;
      if (cells.length !== names.length) throw wrongWidth(count, cells.length, names.length);
      if (count > 1)
        batch.push(Object.fromEntries(names.map((name, index) => [name, cells[index] === '' ? null : cells[index]])));
    }
    if (batch.length > 0) yield batch;
  }
}

/** The first piece has the header at least. */
function* records(bytes: Uint8Array): Generator<string[][], undefined> {
  // The decoder takes a byte order mark off.
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parser = new CsvParser();
  for (let at = 0; at < bytes.length; at += PIECE) {
    const piece = parser.push(decode(decoder, bytes.subarray(at, at + PIECE)));
    if (piece.length > 0) yield piece;
  }
  decode(decoder);
  const rest = parser.end();
  if (rest.length > 0) yield rest;
  return undefined;
}

function decode(decoder: TextDecoder, bytes?: Uint8Array): string {
  try {
    return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
  } catch (cause) {
    throw new LinkyRedError('ERR_FILE_READ', { detail: 'CSV: it is not UTF-8' }, cause);
  }
}

/** Names of columns that are there twice, or that have none, get a number. */
function distinct(header: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return header.map((cell, index) => {
    const name = cell.trim() === '' ? `column_${index + 1}` : cell.trim();
    let free = name;
    for (let number = 2; taken.has(free); number += 1) free = `${name}_${number}`;
    taken.add(free);
    return free;
  });
}

function wrongWidth(record: number, got: number, expected: number): LinkyRedError {
  return new LinkyRedError('ERR_FILE_READ', {
    detail: `CSV, record ${record}: ${got} cells, its header has ${expected}`,
  });
}
