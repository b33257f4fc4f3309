// The consent page of Enedis: its address, and what comes back from it in the address of the browser (spec/dataconnect.md §1.2,
// §1.3). Nothing that comes back is believed but with a state that was given out here.
import { isPrm } from './grant';

/** The longest that Enedis allows. */
const DURATION = 'P3Y';

/** @param page where the holder consents, without a query @throws TypeError when that is no address */
export function authorizeUrl(page: string, clientId: string, state: string): string {
  const url = new URL(page);
  const query = { client_id: clientId, response_type: 'code', state, duration: DURATION };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}

/** What Enedis sends the browser back with. */
export type Callback =
  /** Consent v2: which meters it covers has to be asked. */
  | { readonly kind: 'authorised'; readonly state: string; readonly autorisationId: number }
  /** Consent v1. The code is of no use any more. */
  | { readonly kind: 'meters'; readonly state: string; readonly prms: readonly string[] }
  | { readonly kind: 'refused'; readonly state: string; readonly detail: string }
  | { readonly kind: 'unreadable'; readonly state: string };

/** Longest part of what Enedis says that an error repeats. */
const QUOTED = 120;

/** Never throws. What is there twice was put together by somebody else: unreadable. */
export function readCallback(query: URLSearchParams): Callback {
  const [state = '', ...moreStates] = query.getAll('state');
  if (moreStates.length > 0) return { kind: 'unreadable', state: '' };
  const only = (name: string): string | undefined => {
    const values = query.getAll(name);
    return values.length === 1 ? values[0] : undefined;
  };
  const error = only('error');
  if (error !== undefined) return { kind: 'refused', state, detail: said(error, only('error_description')) };
  const autorisation = only('autorisation_id');
  if (autorisation !== undefined && /^\d{1,15}$/.test(autorisation))
    return { kind: 'authorised', state, autorisationId: Number(autorisation) };
  const prms = (only('usage_point_id') ?? '').split(/[,;]/).map((prm) => prm.trim());
  return prms.every(isPrm) ? { kind: 'meters', state, prms: [...new Set(prms)] } : { kind: 'unreadable', state };
}

/** What people paste: the whole address, or what stands behind its question mark. */
export function queryOfAddress(pasted: string): URLSearchParams {
  const text = pasted.trim().replace(/#.*$/s, '');
  return new URLSearchParams(text.slice(text.indexOf('?') + 1));
}

function said(error: string, description: string | undefined): string {
  const text = [error, description ?? ''].join(' ').replace(/[^\p{L}\p{N} .,:;'’_()-]/gu, '');
  return text.trim().slice(0, QUOTED);
}
