// One question, three hosts.
import type { Dataset } from '../dataset/dataset';
import type { BackEnd } from '../kind/kind';
import type { OpenDataQuery } from '../query/query';
import { checkQuery } from './check';
import { COMPAT } from './compat';
import type { Compiled } from './compiled';
import { compileNative } from './native';
import { ODS } from './ods';
import { compileOdsql } from './odsql-query';
import { compileRaw } from './raw';

/**
 * What a host is sent for a question, and what is left for us to do with its rows.
 * @param now epoch ms, for the last days of a time range
 * @throws LinkyRedError ERR_OPENDATA_FIELD, ERR_OPENDATA_QUERY, ERR_OPENDATA_CANNOT; of raw ODSQL also ERR_ODSQL, ERR_ODSQL_MISREAD,
 * ERR_ODSQL_NONE
 */
export function compileFor(backEnd: BackEnd, query: OpenDataQuery, dataset: Dataset, now = Date.now()): Compiled {
  if (query.odsql !== undefined) return compileRaw(backEnd, query, query.odsql, dataset);
  const checked = checkQuery(query, dataset, now);
  switch (backEnd) {
    case 'ods':
      return compileOdsql(checked, dataset, ODS);
    case 'datafair-compat':
      return compileOdsql(checked, dataset, COMPAT);
    case 'datafair':
      return compileNative(checked, dataset);
  }
}
