// Rows of a host that understands ODSQL: `records` for what fits into one answer, an export of JSON lines for the rest.
import * as v from 'valibot';
import { LinkyRedError } from '../../errors';
import type { Compiled } from '../compile/compiled';
import type { PortalKind } from '../kind/kind';
import type { PortalCall, PortalCalls } from './calls';
import { checked, held, needed, Rows, type HostRows } from './host-rows';
import { LONGEST_LINE_BYTES, MOST_GROUPS, MOST_RECORDS, RETRY, RETRY_ONCE } from './limits';
import { jsonLines } from './lines';
import { odsqlPath } from './paths';

/** Opendatasoft leaves the count of groups out. */
const Records = v.object({ total_count: v.optional(v.number()), results: Rows });

export interface OdsqlAsked {
  readonly kind: PortalKind;
  readonly dataset: string;
  readonly compiled: Pick<Compiled, 'params' | 'grouped' | 'one'>;
  /** How many rows are wanted at most; undefined: all. */
  readonly limit: number | undefined;
}

/** @throws LinkyRedError ERR_GROUPS_CAPPED; and what calls throw */
export async function odsqlRows(calls: PortalCalls, asked: OdsqlAsked): Promise<HostRows> {
  if (asked.compiled.grouped) return groups(calls, asked);
  const { limit } = asked;
  const first = await records(calls, asked, Math.min(limit ?? MOST_RECORDS, MOST_RECORDS));
  const total = Math.min(needed(first.total_count, calls.host), limit ?? Infinity);
  if (total <= MOST_RECORDS) return { total, pieces: held(first.results) };
  const call = callOf(asked, 'exports/jsonl', limitParam(limit));
  return { total, pieces: jsonLines(calls.later(asked.kind, call), calls.host, LONGEST_LINE_BYTES) };
}

/** How many rows there are. */
export async function odsqlCount(calls: PortalCalls, asked: OdsqlAsked): Promise<number> {
  return needed((await records(calls, asked, 1)).total_count, calls.host);
}

/** All groups are one answer, which is whole or none: nothing of it can go missing on the way. */
async function groups(calls: PortalCalls, asked: OdsqlAsked): Promise<HostRows> {
  const most = asked.compiled.one ? 1 : Math.min(asked.limit ?? MOST_GROUPS, MOST_GROUPS);
  const { results, total_count: total = results.length } = await records(calls, asked, most);
  const isShort = results.length >= MOST_GROUPS || (asked.limit === undefined && total > results.length);
  if (isShort && !asked.compiled.one && asked.limit !== results.length)
    throw new LinkyRedError('ERR_GROUPS_CAPPED', { host: calls.host, most: MOST_GROUPS });
  return { total: results.length, pieces: held(results) };
}

async function records(calls: PortalCalls, asked: OdsqlAsked, limit: number): Promise<v.InferOutput<typeof Records>> {
  const json = await calls.json(asked.kind, callOf(asked, 'records', { limit: String(limit) }));
  return checked(Records, json, calls.host);
}

export function callOf(
  { kind, dataset, compiled }: Pick<OdsqlAsked, 'kind' | 'dataset' | 'compiled'>,
  what: string,
  more: Readonly<Record<string, string>>,
): PortalCall {
  return {
    path: `${odsqlPath(kind, dataset)}/${what}`,
    query: { ...compiled.params, ...more },
    dataset,
    // Of Data Fair its own API can be asked instead.
    retry: kind === 'datafair' ? RETRY_ONCE : RETRY,
  };
}

export function limitParam(limit: number | undefined): Readonly<Record<string, string>> {
  return limit === undefined ? {} : { limit: String(limit) };
}
