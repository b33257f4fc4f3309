// One question, of which the answer is a file: as the portal makes it, or of its rows where it makes none.
import { LinkyRedError } from '../../errors';
import type { FileFormat, OpenPortal } from '../portal/open-portal';
import type { Answer, Question } from './answer';
import { fileCheck } from './file-check';
import { prepare, quotaNotice } from './prepare';
import { ofOneVersion } from './same-version';

export interface FileAnswer extends Pick<Answer, 'dataset' | 'backEnd' | 'expected' | 'attribution' | 'notices'> {
  /**
   * The file, in pieces. Only a loop that ends without an error has had all of it, of one version of the dataset: it throws what the
   * rows of an Answer throw.
   */
  readonly bytes: AsyncIterable<Buffer>;
}

/**
 * As ask. What is left for us to do with rows cannot be done with a file: that is refused.
 * @throws LinkyRedError ERR_OPENDATA_CANNOT, also for parquet where the portal makes no files; and what ask throws
 */
export async function askFile(
  portal: OpenPortal,
  question: Pick<Question, 'dataset' | 'query'>,
  format: FileFormat,
  signal?: AbortSignal,
): Promise<FileAnswer> {
  const job = signal === undefined ? portal : portal.until(signal);
  const { dataset, query, attribution, notices } = await prepare(job, question);
  const total = await job.count(dataset, query);
  const expected = Math.min(total, query.limit ?? Infinity);
  const { backEnd, bytes } = await job.file(dataset, query, format);
  return {
    dataset,
    backEnd,
    expected,
    attribution,
    notices: [...notices, ...quotaNotice(job)],
    bytes: ofOneVersion(whole(bytes, { format, host: job.host, expected }), job, dataset),
  };
}

interface Expected {
  readonly format: FileFormat;
  readonly host: string;
  readonly expected: number;
}

async function* whole(bytes: AsyncIterable<Buffer>, { format, host, expected }: Expected): AsyncGenerator<Buffer> {
  const check = fileCheck(format);
  try {
    for await (const piece of bytes) {
      check.push(piece);
      yield piece;
    }
  } catch (error) {
    if (!(error instanceof LinkyRedError) || error.code !== 'ERR_NETWORK') throw error;
    throw cut(host, check.end().rows, error);
  }
  const { rows, isWhole } = check.end();
  if (!isWhole) throw cut(host, rows);
  if (rows !== null && rows !== expected)
    throw new LinkyRedError('ERR_ROWS_MISSING', { host, got: rows, expected, missing: expected - rows });
}

function cut(host: string, rows: number | null, cause?: unknown): LinkyRedError {
  return new LinkyRedError('ERR_PORTAL_CUT', { host, got: rows ?? '?' }, cause);
}
