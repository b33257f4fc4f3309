// Whether a dataset is still what it was when its rows began to come.
import { LinkyRedError } from '../../errors';
import type { Dataset } from '../dataset/dataset';
import type { OpenPortal } from '../portal/open-portal';

/** What portals change with the data; where one tells no version, what else it tells. */
export type VersionFacts = Pick<Dataset, 'version' | 'updatedAt' | 'count'>;

export function isSameVersion(a: VersionFacts, b: VersionFacts): boolean {
  return a.version === b.version && a.updatedAt === b.updatedAt && a.count === b.count;
}

/**
 * What comes, and at its end, whatever that is, a look at the dataset: rows of two versions are no answer, and why some were missing.
 * @throws LinkyRedError ERR_DATASET_CHANGED; and what `pieces` throw
 */
export async function* ofOneVersion<T>(
  pieces: AsyncIterable<T>,
  portal: OpenPortal,
  before: Dataset,
): AsyncGenerator<T> {
  try {
    yield* pieces;
  } catch (error) {
    if (isIncomplete(error)) await check(portal, before);
    throw error;
  }
  await check(portal, before);
}

function isIncomplete(error: unknown): boolean {
  return error instanceof LinkyRedError && error.code === 'ERR_ROWS_MISSING';
}

async function check(portal: OpenPortal, before: Dataset): Promise<void> {
  const after = await portal.dataset(before.id, 'anew');
  if (!isSameVersion(before, after)) throw new LinkyRedError('ERR_DATASET_CHANGED', { dataset: before.id });
}
