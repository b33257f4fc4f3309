// The command `journal`: every request that the building has ever had, of a time or all.
import { journalAsCsv, journalAsJson } from '../../lib/flex/desk/journal-export';
import type { FlexRequest } from '../../lib/flex/request/request';
import { LinkyRedError } from '../../lib/errors';
import type { CivilZone } from '../../lib/grid/paris-time';
import { instantOf } from '../runtime/command';

/**
 * `{ format?: 'json' | 'csv', from?, to? }`: those that were made from `from` on, and before `to`.
 * @throws LinkyRedError ERR_COMMAND
 */
export async function journalIn(
  journal: AsyncIterable<FlexRequest>,
  zone: CivilZone,
  fields: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const format = fields['format'] ?? 'json';
  if (format !== 'json' && format !== 'csv')
    throw new LinkyRedError('ERR_COMMAND', { detail: 'journal, format: json | csv' });
  const [from, to] = [bound(fields, 'from', -Infinity), bound(fields, 'to', Infinity)];
  const wanted = within(journal, from, to);
  return format === 'csv' ? await journalAsCsv(wanted, zone) : await journalAsJson(wanted, zone);
}

async function* within(journal: AsyncIterable<FlexRequest>, from: number, to: number): AsyncIterable<FlexRequest> {
  for await (const request of journal) {
    const at = request.history[0]?.at ?? 0;
    if (at >= from && at < to) yield request;
  }
}

function bound(fields: Readonly<Record<string, unknown>>, name: string, missing: number): number {
  const value = fields[name];
  if (value === undefined) return missing;
  const at = instantOf(value);
  if (at === undefined) throw new LinkyRedError('ERR_COMMAND', { detail: `journal, ${name}: ISO 8601` });
  return at;
}
