// A file that somebody else has written, as rows: from the disk, or out of a message.
import { readFile as readDisk } from 'node:fs/promises';
import path from 'node:path';
import { LinkyRedError } from '../../lib/errors';
import type { Dataset } from '../../lib/opendata/dataset/dataset';
import type { Reading } from '../../lib/opendata/answer/answer';
import type { Row } from '../../lib/opendata/read/row';
import type { Fields } from './incoming';
import type { Format } from './opendata-query.choices';
import type { PortalAccess } from './portal-access';
import { formatIn, formatNamed, textOf } from './question';

export interface Opened {
  /** Of the dataset that it is said to be, or its own. */
  readonly name: string;
  readonly dataset: Dataset | undefined;
  readonly rows: AsyncIterable<readonly Row[]>;
}

interface Around {
  readonly portal: Pick<PortalAccess, 'dataset'>;
  readonly reading: Reading;
  readonly pathOf: (file: string) => string;
}

function readFile(_bytes: Buffer, _format: Format, _how: { reading: Reading; dataset?: Dataset }): Opened['rows'] {
  throw new LinkyRedError('ERR_INTERNAL', { detail: 'being built' });
}

/** What a file begins with tells what it is, where neither its name nor the message does. */
const PARQUET = 'PAR1';
const UNNAMED = 'file';

/**
 * @param fields `content` or `file`; `format` where it is not as the name says; `dataset`, whose columns it has: the portal is asked
 *   for their types then, else they are what they look like
 * @throws LinkyRedError ERR_FILE_READ, ERR_COMMAND, and what the portal's errors are
 */
export async function openContent(fields: Fields, { portal, reading, pathOf }: Around): Promise<Opened> {
  const file = textOf(fields, 'file');
  const bytes = file === undefined ? contentIn(fields) : await bytesOf(pathOf(file));
  const format = formatIn(fields) ?? (file === undefined ? undefined : formatNamed(file)) ?? formatOf(bytes);
  const named = textOf(fields, 'dataset');
  const dataset = named === undefined ? undefined : await portal.dataset(named);
  const name = dataset?.id ?? (file === undefined ? UNNAMED : path.basename(file));
  return { name, dataset, rows: readFile(bytes, format, { reading, ...(dataset && { dataset }) }) };
}

function contentIn({ content }: Fields): Buffer {
  if (Buffer.isBuffer(content)) return content;
  if (typeof content === 'string') return Buffer.from(content);
  throw new LinkyRedError('ERR_COMMAND', { detail: 'read, file' });
}

async function bytesOf(file: string): Promise<Buffer> {
  try {
    return await readDisk(file);
  } catch (error) {
    const detail = error instanceof Error && 'code' in error ? `${String(error.code)}, ${file}` : file;
    throw new LinkyRedError('ERR_FILE_READ', { detail }, error);
  }
}

function formatOf(bytes: Buffer): Format {
  if (bytes.subarray(0, PARQUET.length).toString('latin1') === PARQUET) return 'parquet';
  return /^\uFEFF?\s*\{/.test(bytes.subarray(0, 1000).toString('utf8')) ? 'geojson' : 'csv';
}
