// Where a portal is: what users paste may be the address of its API, or of a page.
import { callableUrl } from '../../http/address';
import { PORTALS, type PortalRow } from '../kind/kind';

/** Where the APIs begin, and the pages for people. */
const API_PATH =
  /\/(?:api\/(?:explore|v2|v1|records|datasets)(?:\/.*)?|data-fair(?:\/.*)?|explore(?:\/.*)?|datasets(?:\/.*)?|pages?(?:\/.*)?)$/;

/** What all paths are joined to: without that of the API, a query or a slash at the end. What is no address stays as it is. */
export function rootOf(address: string): string {
  const url = callableUrl(address.trim());
  if (url === undefined) return address.trim();
  return `${url.origin}${url.pathname.replace(/\/+$/, '').replace(API_PATH, '')}`;
}

/** The portal that has a name here, if it is one. */
export function portalAt(root: string): PortalRow | undefined {
  return PORTALS.find(({ baseUrl }) => baseUrl === root);
}
