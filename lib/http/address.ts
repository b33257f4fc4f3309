// Addresses that users type: what of them can be called, and what of them may be repeated.

/**
 * The address as a URL; undefined when it cannot be called: not http or https, or with a user or a password in it, which would
 * lie open in every flow that is exported (and axios sends to wherever it points).
 */
export function callableUrl(address: string): URL | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) return undefined;
  return url.username === '' && url.password === '' ? url : undefined;
}

/** What an error may say of an address: nothing that stands before an `@`, where secrets are, nor in a query. */
export function withoutSecrets(address: string): string {
  const host = address.slice(address.lastIndexOf('@') + 1).replace(/[?#].*$/s, '');
  return address.includes('@') ? `…@${host}` : host;
}
