// What runs at an address that nobody knows: each kind has a door that the other has not.
import * as v from 'valibot';
import { LinkyRedError } from '../../errors';
import type { PortalKind } from '../kind/kind';
import type { PortalCalls } from './calls';
import { ODS_ROOT, DATAFAIR_ROOT } from './paths';

const DOORS: readonly { kind: PortalKind; path: string; query: Record<string, string>; fits: v.GenericSchema }[] = [
  {
    kind: 'datafair',
    path: `${DATAFAIR_ROOT}/catalog/datasets`,
    query: { size: '0' },
    fits: v.object({ count: v.number(), results: v.array(v.unknown()) }),
  },
  {
    kind: 'ods',
    path: `${ODS_ROOT}/catalog/datasets`,
    query: { limit: '1' },
    fits: v.object({ total_count: v.number(), results: v.array(v.unknown()) }),
  },
];

/** What a door says that is not that of the portal; anything else (the network, a quota) is no answer to this question. */
const NOT_HERE = new Set<string>(['ERR_PORTAL_GONE', 'ERR_PORTAL_REFUSED', 'ERR_PORTAL_MOVED', 'ERR_ANSWER']);

/**
 * @throws LinkyRedError ERR_PORTAL where no door opens; ERR_PORTAL_MOVED where they lead away to a page; ERR_PORTAL_KEY; and what
 * every call throws
 */
export async function detectKind(calls: PortalCalls): Promise<PortalKind> {
  let moved: LinkyRedError | undefined;
  let locked: LinkyRedError | undefined;
  for (const { kind, path, query, fits } of DOORS) {
    try {
      if (v.is(fits, await calls.json(kind, { path, query }))) return kind;
    } catch (error) {
      if (!(error instanceof LinkyRedError)) throw error;
      // The other kind may ask for a key of its own here.
      if (error.code === 'ERR_PORTAL_KEY') locked ??= error;
      else if (!NOT_HERE.has(error.code)) throw error;
      // This is what Data Fair says at the other's door, its own being closed to the public.
      if (kind === 'ods' && error.code === 'ERR_PORTAL_GONE' && error.facts['status'] === 410) return 'datafair';
      if (error.code === 'ERR_PORTAL_MOVED') moved ??= error;
    }
  }
  throw locked ?? moved ?? new LinkyRedError('ERR_PORTAL', { host: calls.host });
}
