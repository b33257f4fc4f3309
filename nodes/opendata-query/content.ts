// A file that somebody else has written, as rows: from the disk, or out of a message.
import { readFile as readDisk } from 'node:fs/promises';
import path from 'node:path';
import { LinkyRedError } from '../../lib/errors';
import type { Reading } from '../../lib/opendata/answer/answer';
import { formatOf, readFile, type FileRows } from '../../lib/opendata/read/file';
import type { Fields } from './incoming';
import type { PortalAccess } from './portal-access';
import { formatIn, textOf } from './question';

export interface Opened extends FileRows {
  /** Of the dataset that it is said to be, or its own. */
  readonly name: string;
}

interface Around {
  readonly portal: Pick<PortalAccess, 'dataset'>;
  readonly reading: Reading;
  readonly pathOf: (file: string) => string;
}

const UNNAMED = 'file';

/**
 * @param fields `content` or `file`; `format` where neither its first bytes nor its name tell; `dataset`, whose columns it has: the
 *   portal is asked for their types then, else they are what they look like
 * @throws LinkyRedError ERR_FILE_READ, ERR_COMMAND, and what the portal's errors are
 */
export async function openContent(fields: Fields, { portal, reading, pathOf }: Around): Promise<Opened> {
  const file = textOf(fields, 'file');
  const bytes = file === undefined ? contentIn(fields) : await bytesOf(pathOf(file));
  const format = formatIn(fields) ?? formatOf(bytes, file) ?? 'csv';
  const named = textOf(fields, 'dataset');
  const dataset = named === undefined ? undefined : await portal.dataset(named);
  const name = dataset?.id ?? (file === undefined ? UNNAMED : path.basename(file));
  return { name, ...(await readFile(bytes, format, { reading, ...(dataset && { dataset }) })) };
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
