// Rows through what is done here, in two pieces, without a host.
import type { Compiled, LocalWork } from '../../../lib/opendata/compile/compiled';
import { applyLocal } from '../../../lib/opendata/compile/local';
import type { RawRow } from '../../../lib/opendata/compile/local/values';
import { datasetOf, field } from './dataset';

export const LOCAL_DATASET = datasetOf([
  field('horodate', 'datetime'),
  field('jour', 'date'),
  field('region', 'text'),
  field('w', 'number'),
  field('geometry', 'geo-shape'),
]);

export function compiledOf(local: LocalWork): Compiled {
  return { params: {}, grouped: false, one: false, local };
}

export function locally(rows: readonly RawRow[], local: LocalWork): Promise<readonly RawRow[]> {
  return run(rows, compiledOf(local));
}

export async function run(rows: readonly RawRow[], compiled: Compiled): Promise<readonly RawRow[]> {
  async function* pieces(): AsyncGenerator<readonly RawRow[]> {
    const half = Math.ceil(rows.length / 2);
    yield await Promise.resolve(rows.slice(0, half));
    yield rows.slice(half);
  }
  const out: RawRow[] = [];
  for await (const piece of applyLocal(pieces(), compiled, LOCAL_DATASET)) for (const row of piece) out.push(row);
  return out;
}
