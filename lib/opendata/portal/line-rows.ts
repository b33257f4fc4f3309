// Rows of Data Fair's own API: pages, each of which names the next one.
import * as v from 'valibot';
import { LinkyRedError } from '../../errors';
import type { Compiled } from '../compile/compiled';
import type { PortalCall, PortalCalls } from './calls';
import { checked, needed, Rows, type HostRows, type Pieces } from './host-rows';
import { MOST_LINES, PATIENCE_BETWEEN_PAGES_MS } from './limits';
import { DATAFAIR_ROOT, datasetPath } from './paths';

/** `total` is absent on all pages but the first. */
const Lines = v.object({ total: v.optional(v.number()), next: v.optional(v.nullable(v.string())), results: Rows });
type Lines = v.InferOutput<typeof Lines>;

export interface LinesAsked {
  readonly dataset: string;
  readonly compiled: Pick<Compiled, 'params'>;
  /** How many rows are wanted at most; undefined: all. */
  readonly limit: number | undefined;
}

export async function lineRows(calls: PortalCalls, asked: LinesAsked): Promise<HostRows> {
  const { limit = Infinity } = asked;
  const first = await page(calls, firstCall(asked, Math.min(limit, MOST_LINES)));
  return { total: Math.min(needed(first.total, calls.host), limit), pieces: pages(calls, asked, first) };
}

export async function lineCount(calls: PortalCalls, asked: LinesAsked): Promise<number> {
  return needed((await page(calls, firstCall(asked, 0))).total, calls.host);
}

async function* pages(calls: PortalCalls, { dataset, limit = Infinity }: LinesAsked, first: Lines): Pieces {
  const seen = new Set<string>();
  let left = limit;
  for (let lines = first; ;) {
    const rows = lines.results.length > left ? lines.results.slice(0, left) : lines.results;
    if (rows.length > 0) yield rows;
    left -= rows.length;
    const { next } = lines;
    if (left <= 0 || next === undefined || next === null) return;
    const call = nextCall(next, calls, dataset);
    const name = JSON.stringify(call.query);
    if (seen.has(name)) throw new LinkyRedError('ERR_ANSWER', { host: calls.host, detail: 'the same page again' });
    seen.add(name);
    lines = await page(calls, call);
  }
}

async function page(calls: PortalCalls, call: PortalCall): Promise<Lines> {
  return checked(Lines, await calls.json('datafair', call), calls.host);
}

function firstCall({ dataset, compiled }: LinesAsked, size: number): PortalCall {
  return {
    path: `${datasetPath('datafair', dataset)}/lines`,
    query: { ...compiled.params, size: String(size), count: 'exact' },
    dataset,
  };
}

/**
 * The portal says where the next page is, and nobody goes anywhere else for it (with a key in his hands).
 * @throws LinkyRedError ERR_ANSWER
 */
function nextCall(next: string, { root, host }: Pick<PortalCalls, 'root' | 'host'>, dataset: string): PortalCall {
  const base = new URL(root);
  const url = URL.canParse(next, root) ? new URL(next, root) : undefined;
  const under = `${base.pathname.replace(/\/$/, '')}${DATAFAIR_ROOT}/datasets/`;
  if (url?.origin !== base.origin || !url.pathname.startsWith(under))
    throw new LinkyRedError('ERR_ANSWER', { host, detail: 'the next page is elsewhere' });
  return {
    path: url.pathname.slice(base.pathname.replace(/\/$/, '').length),
    query: Object.fromEntries(url.searchParams),
    dataset,
    patienceMs: PATIENCE_BETWEEN_PAGES_MS,
  };
}
