// The two forms in which RTE's portal hands out an application's key: client id and secret, or both in one base64 text
// ("Copier en base 64"). People paste either, with blanks round it.
import { clientCredentials } from '../../provider/credentials';
import type { Credentials } from '../../provider/provider';

/** @returns undefined when something is missing or the base64 form holds no `id:secret` */
export function rteCredentials(
  clientId: string | undefined,
  clientSecret: string | undefined,
): Credentials | undefined {
  const [id, secret] = [clientId?.trim() ?? '', clientSecret?.trim() ?? ''];
  if (id !== '' && secret !== '') return clientCredentials(id, secret);
  // The base64 form may have gone into either field.
  const decoded = Buffer.from(id === '' ? secret : id, 'base64').toString('utf8');
  const at = decoded.indexOf(':');
  const pair = [decoded.slice(0, at).trim(), decoded.slice(at + 1).trim()] as const;
  return at > 0 && pair[1] !== '' && PRINTABLE.test(decoded) ? clientCredentials(...pair) : undefined;
}

/** What base64 decodes to when it was none is not. */
const PRINTABLE = /^[\x20-\x7e\s]+$/;
