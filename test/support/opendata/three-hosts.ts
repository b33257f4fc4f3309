// A question at the three hosts as the compiler sends it, read in the simplest way: exports and pages by key, no portal between.
import { applyLocal } from '../../../lib/opendata/compile/local';
import { compileFor } from '../../../lib/opendata/compile/compile';
import type { Dataset } from '../../../lib/opendata/dataset/dataset';
import type { BackEnd } from '../../../lib/opendata/kind/kind';
import type { OpenDataQuery } from '../../../lib/opendata/query/query';
import type { Table } from '../../../sandbox/opendata/table';
import { datasetOf, field } from './dataset';

type RawRow = Readonly<Record<string, unknown>>;

/** As the portal of this kind describes it; Data Fair adds columns of its own. */
export function describedBy(backEnd: BackEnd, table: Table): Dataset {
  const own = table.columns.map(({ key, type }) => field(key, type));
  const place = table.columns.some(({ type }) => type.startsWith('geo-'));
  return datasetOf(backEnd !== 'ods' && place ? [...own, field('_geopoint', 'geo-point')] : own, table.slug);
}

/** @param url of the portal */
export async function rowsAt(
  backEnd: BackEnd,
  url: string,
  query: OpenDataQuery,
  dataset: Dataset,
  now: number,
): Promise<readonly RawRow[]> {
  const compiled = compileFor(backEnd, query, dataset, now);
  const params = new URLSearchParams(compiled.params);
  const rows: RawRow[] = [];
  for await (const piece of applyLocal(raw(), compiled, dataset)) rows.push(...piece);
  return compiled.columns === undefined && Object.keys(compiled.local).length === 0 ? rows.slice(0, query.limit) : rows;

  async function* raw(): AsyncGenerator<readonly RawRow[]> {
    const catalogue = `${url}/api/explore/v2.1/catalog/datasets/${dataset.id}`;
    if (backEnd === 'datafair') {
      params.set('size', '100');
      let next: string | undefined = `${url}/data-fair/api/v1/datasets/${dataset.id}/lines?${params.toString()}`;
      while (next !== undefined) {
        const page = JSON.parse(await textAt(next)) as { results: RawRow[]; next?: string; meta?: { hints: string[] } };
        if ((page.meta?.hints.length ?? 0) > 0) throw new Error(page.meta?.hints.join(' '));
        yield page.results;
        next = page.next;
      }
    } else if (compiled.one) {
      params.set('limit', '1');
      yield (JSON.parse(await textAt(`${catalogue}/records?${params.toString()}`)) as { results: RawRow[] }).results;
    } else {
      const lines = await textAt(`${catalogue}/exports/jsonl?${params.toString()}`);
      yield lines
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as RawRow);
    }
  }
}

async function textAt(url: string): Promise<string> {
  const response = await fetch(url);
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${decodeURIComponent(url)} ${text}`);
  return text;
}
