// An export of JSON lines, as rows. Split on bytes: a piece ends anywhere, in a character too.
import { isUtf8 } from 'node:buffer';
import { LinkyRedError } from '../../errors';
import type { RawRow } from '../read/reader';
import { LONGEST_LINE_BYTES } from './limits';

const NEWLINE = 10;

/**
 * Rows as they come, those of a piece together; the last line needs no end.
 * @throws LinkyRedError ERR_ANSWER: a line that is no object, too long, or no UTF-8; ERR_PORTAL_CUT: the last one is torn
 */
export async function* jsonLines(
  pieces: AsyncIterable<Buffer>,
  host: string,
  longest = LONGEST_LINE_BYTES,
): AsyncGenerator<RawRow[]> {
  let rest: Buffer[] = [];
  let length = 0;
  let got = 0;
  for await (const piece of pieces) {
    const end = piece.lastIndexOf(NEWLINE);
    const head = piece.subarray(0, Math.max(end, 0));
    const whole = end < 0 ? undefined : rest.length === 0 ? head : Buffer.concat([...rest, head]);
    if (whole === undefined) {
      rest.push(piece);
      length += piece.length;
    } else {
      const rows = rowsOf(whole, host, got);
      got += rows.length;
      if (rows.length > 0) yield rows;
      rest = end + 1 < piece.length ? [piece.subarray(end + 1)] : [];
      length = piece.length - end - 1;
    }
    if (length > longest) throw noRows(host, got, `longer than ${String(longest)} bytes`);
  }
  if (length === 0) return;
  const last = lastRow(Buffer.concat(rest), host, got);
  if (last.length > 0) yield last;
}

function rowsOf(bytes: Buffer, host: string, before: number): RawRow[] {
  if (!isUtf8(bytes)) throw noRows(host, before, 'not UTF-8');
  const rows: RawRow[] = [];
  for (const line of bytes.toString().split('\n')) {
    if (line === '' || line === '\r') continue;
    let row: unknown;
    try {
      row = JSON.parse(line);
    } catch {
      throw noRows(host, before + rows.length, 'no JSON');
    }
    if (typeof row !== 'object' || row === null || Array.isArray(row))
      throw noRows(host, before + rows.length, 'no JSON object');
    rows.push(row as RawRow);
  }
  return rows;
}

/** What has no end, and makes no sense without it, was cut. */
function lastRow(bytes: Buffer, host: string, got: number): RawRow[] {
  try {
    return rowsOf(bytes, host, got);
  } catch {
    throw new LinkyRedError('ERR_PORTAL_CUT', { host, got });
  }
}

function noRows(host: string, before: number, what: string): LinkyRedError {
  return new LinkyRedError('ERR_ANSWER', { host, detail: `line ${String(before + 1)}: ${what}` });
}
