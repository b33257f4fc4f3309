// One question, asked to a portal.
import { LinkyRedError } from '../../errors';
import type { OpenPortal } from '../portal/open-portal';
import type { Answer, Question } from './answer';

/**
 * @param signal ends it with ERR_CLOSED, at once
 * @throws LinkyRedError ERR_DATASET, ERR_DATASET_SEVERAL, ERR_DATASET_RETIRED, ERR_OPENDATA_*, ERR_ODSQL*, ERR_QUOTA, ERR_PORTAL*,
 * ERR_NETWORK, ERR_TIMEOUT, ERR_CLOSED
 */
export function ask(_portal: OpenPortal, _question: Question, _signal?: AbortSignal): Promise<Answer> {
  return Promise.reject(new LinkyRedError('ERR_INTERNAL', { detail: 'being built' }));
}
