// ODSQL of one who knows: sent as it is, once it is known that the host takes it and means the same.
import { LinkyRedError } from '../../errors';
import type { Dataset } from '../dataset/dataset';
import type { BackEnd } from '../kind/kind';
import { checkOdsql, isFigure } from '../odsql/check';
import type { Odsql, OpenDataQuery } from '../query/query';
import type { Compiled } from './compiled';

/** @throws LinkyRedError as checkOdsql does; ERR_OPENDATA_QUERY, ERR_OPENDATA_CANNOT */
export function compileRaw(backEnd: BackEnd, query: OpenDataQuery, odsql: Odsql, dataset: Dataset): Compiled {
  const beside = Object.keys(query).filter((key) => key !== 'odsql' && key !== 'limit' && key !== 'totals');
  if (beside.length > 0) {
    throw new LinkyRedError('ERR_OPENDATA_QUERY', { detail: `odsql stands instead of ${beside.join(', ')}` });
  }
  checkOdsql(backEnd, odsql, dataset);
  const params: Record<string, string> = { timezone: 'Europe/Paris' };
  for (const name of ['select', 'where', 'group_by', 'order_by'] as const) {
    const text = odsql[name]?.trim();
    if (text !== undefined && text !== '') params[name] = text;
  }
  const refine = odsql.refine ?? [];
  // Data Fair takes a list; Explore 2.1 only the parameter again, and a value may have a comma in it.
  if (backEnd === 'ods' && refine.length > 1) {
    throw new LinkyRedError('ERR_OPENDATA_CANNOT', {
      host: 'Opendatasoft',
      detail: 'two refines: the others go into where',
    });
  }
  if (refine.length > 0) params['refine'] = refine.join(',');
  const grouped = params['group_by'] !== undefined;
  const one = !grouped && isFigure(params['select'] ?? '');
  return { params, grouped: grouped || one, one, local: {} };
}
