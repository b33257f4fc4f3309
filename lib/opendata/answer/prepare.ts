// What has to be known before a question can be asked: which dataset it is, what is in it, which of its rows are totals of others.
import type { Dataset } from '../dataset/dataset';
import { resolveDataset } from '../dataset/resolve';
import type { OpenDataQuery } from '../query/query';
import type { OpenPortal } from '../portal/open-portal';
import type { Attribution, Notice, Question } from './answer';
import { withoutTotals } from './totals';

export interface Prepared {
  readonly dataset: Dataset;
  readonly query: OpenDataQuery;
  readonly notices: readonly Notice[];
  readonly attribution: Attribution;
}

/** @throws LinkyRedError ERR_DATASET, ERR_DATASET_SEVERAL, ERR_DATASET_RETIRED; and what every call throws */
export async function prepare(portal: OpenPortal, asked: Pick<Question, 'dataset' | 'query'>): Promise<Prepared> {
  const { host } = portal;
  const id = await resolveDataset(asked.dataset, { host, search: (text) => portal.search(text) });
  const dataset = await portal.dataset(id);
  const { query, leftOut } = await withoutTotals(portal, dataset, asked.query);
  return { dataset, query, notices: leftOut ? ['totals-left-out'] : [], attribution: attributionOf(portal, dataset) };
}

/** Of what a portal has said of itself, little is left when the answer begins: told now. */
export function quotaNotice({ quota }: Pick<OpenPortal, 'quota'>): readonly Notice[] {
  if (quota === undefined) return [];
  return quota.remaining < Math.max(LEAST_CALLS, (quota.limit ?? 0) * LEAST_SHARE) ? ['quota-low'] : [];
}
const LEAST_CALLS = 20;
const LEAST_SHARE = 0.05;

function attributionOf(portal: Pick<OpenPortal, 'publisher' | 'isNamed'>, dataset: Dataset): Attribution {
  return {
    publisher: portal.publisher,
    dataset: dataset.id,
    title: dataset.title,
    updatedAt: dataset.updatedAt,
    // The portals that have a name here publish under it; of others nobody knows.
    licence: dataset.licence?.title ?? (portal.isNamed ? 'Licence Ouverte 2.0' : ''),
    url: dataset.page,
  };
}
