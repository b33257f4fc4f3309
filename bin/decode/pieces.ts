// The input in pieces. A file is read in place, into memory that is used again; what comes when it comes is a stream.
import { closeSync, createReadStream, fstatSync, openSync, readSync } from 'node:fs';

const PIECE = 1 << 16;
const STANDARD_INPUT = 0;

/** @param file `-`: standard input. A piece is valid until the next one is asked for. */
export async function* piecesOf(file: string): AsyncGenerator<Buffer, void> {
  const isInput = file === '-';
  const descriptor = isInput ? STANDARD_INPUT : openSync(file, 'r');
  try {
    if (isFile(descriptor)) yield* piecesOfFile(descriptor);
    else yield* isInput ? process.stdin : createReadStream(file, { fd: descriptor, autoClose: false });
  } finally {
    if (!isInput) closeSync(descriptor);
  }
}

function isFile(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile();
  } catch {
    return false;
  }
}

function* piecesOfFile(descriptor: number): Generator<Buffer, void> {
  const bytes = Buffer.allocUnsafe(PIECE);
  for (let read; (read = readSync(descriptor, bytes)) > 0;) yield bytes.subarray(0, read);
}
