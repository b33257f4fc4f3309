// One question, of which the answer is a file as the portal makes it.
import { LinkyRedError } from '../../errors';
import type { FileFormat, OpenPortal } from '../portal/open-portal';
import type { Answer, Question } from './answer';

export interface FileAnswer extends Pick<Answer, 'dataset' | 'backEnd' | 'attribution' | 'notices' | 'expected'> {
  /**
   * The file, in pieces. Only a loop that ends without an error has had all of it, of one version of the dataset: it throws what the
   * rows of an Answer throw.
   */
  readonly bytes: AsyncIterable<Buffer>;
}

/** As ask. What is left for us to do with rows cannot be done with a file: that is refused, with ERR_OPENDATA_CANNOT. */
export function askFile(
  _portal: OpenPortal,
  _question: Pick<Question, 'dataset' | 'query'>,
  _format: FileFormat,
  _signal?: AbortSignal,
): Promise<FileAnswer> {
  return Promise.reject(new LinkyRedError('ERR_INTERNAL', { detail: 'being built' }));
}
