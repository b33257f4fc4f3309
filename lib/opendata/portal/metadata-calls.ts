// What a portal tells of its datasets: the catalogue, one of them, the values of a column.
import * as v from 'valibot';
import { LinkyRedError } from '../../errors';
import { compileFor } from '../compile/compile';
import type { Dataset, FoundDataset } from '../dataset/dataset';
import type { PortalKind } from '../kind/kind';
import type { PortalCalls } from './calls';
import { checked, Rows } from './host-rows';
import { readDataFairCatalogue, readDataFairDataset, readOdsCatalogue, readOdsDataset } from './metadata';
import { DATAFAIR_ROOT, datasetPath, ODS_ROOT } from './paths';

export async function datasetOf(calls: PortalCalls, kind: PortalKind, id: string): Promise<Dataset> {
  const json = await calls.json(kind, { path: datasetPath(kind, id), dataset: id });
  return kind === 'ods'
    ? readOdsDataset(json, calls.host, calls.root)
    : readDataFairDataset(json, calls.host, calls.root);
}

export async function foundIn(
  calls: PortalCalls,
  kind: PortalKind,
  text: string,
  most: number,
): Promise<readonly FoundDataset[]> {
  // Words alone are searched for; whatever else means something to one of the hosts.
  const words = text.replace(/["'\\\p{Cc}]+/gu, ' ').trim();
  if (kind === 'ods') {
    const where: Record<string, string> = words === '' ? {} : { where: `search(*, "${words}")` };
    const query = { ...where, limit: String(Math.min(most, 100)) };
    return readOdsCatalogue(await calls.json(kind, { path: `${ODS_ROOT}/catalog/datasets`, query }), calls.host);
  }
  const query = { ...(words !== '' && { q: words }), size: String(most) };
  const path = `${DATAFAIR_ROOT}/catalog/datasets`;
  // A dataset as a whole may be a megabyte; whether a list of its parts can be asked for nobody could verify.
  const json = await calls.json(kind, { path, query: { ...query, select: FOUND } }).catch((error: unknown) => {
    if (error instanceof LinkyRedError && error.code === 'ERR_PORTAL_REFUSED') return calls.json(kind, { path, query });
    throw error;
  });
  return readDataFairCatalogue(json, calls.host);
}
const FOUND = 'id,slug,title,summary,count,dataUpdatedAt,finalizedAt';

interface ValuesAsked {
  readonly dataset: Dataset;
  readonly field: string;
  readonly most: number;
}

export async function distinctValues(
  calls: PortalCalls,
  kind: PortalKind,
  { dataset, field, most }: ValuesAsked,
): Promise<readonly string[]> {
  const path = datasetPath(kind, dataset.id);
  if (kind === 'datafair') {
    const query = { size: String(Math.min(most, 10_000)) };
    const json = await calls.json(kind, {
      path: `${path}/values/${encodeURIComponent(field)}`,
      query,
      dataset: dataset.id,
    });
    return textsOf(checked(v.array(v.unknown()), json, calls.host));
  }
  const { params, columns } = compileFor('ods', { group: [{ field }], aggregate: [{ count: true, as: 'n' }] }, dataset);
  const query = { ...params, limit: String(most) };
  const json = await calls.json(kind, { path: `${path}/records`, query, dataset: dataset.id });
  const { results } = checked(v.object({ results: Rows }), json, calls.host);
  const name = columns?.find((column) => column.name === field)?.from ?? field;
  return textsOf(results.map((row) => row[name]));
}

function textsOf(values: readonly unknown[]): string[] {
  return values.flatMap((value) =>
    typeof value === 'string' ? [value] : typeof value === 'number' ? [String(value)] : [],
  );
}
