// Where the WebSocket of a Home Assistant lies, from what its user types: the address of its pages.
import { LinkyRedError } from '../../errors';
import { withoutSecrets } from '../../http/address';

/** Inside the app of Home Assistant; the token is SUPERVISOR_TOKEN. */
export const SUPERVISOR_SOCKET = 'ws://supervisor/core/websocket';

const OWN_PATH = '/api/websocket';
const SCHEMES: Readonly<Record<string, string>> = { 'http:': 'ws:', 'https:': 'wss:', 'ws:': 'ws:', 'wss:': 'wss:' };

/**
 * `http://homeassistant.local:8123` → `ws://homeassistant.local:8123/api/websocket`. A path in front stays (a proxy), one that
 * ends in `/websocket` is whole already; `http://supervisor/core` and `http://hassio/homeassistant` are the supervisor's.
 * @throws LinkyRedError ERR_URL: not http(s) or ws(s), or with a user or a password in it
 */
export function socketAddress(address: string): URL {
  const typed = address.trim();
  const url = URL.canParse(typed) ? new URL(typed) : undefined;
  const scheme = SCHEMES[url?.protocol ?? ''];
  if (url === undefined || scheme === undefined || url.username !== '' || url.password !== '')
    throw new LinkyRedError('ERR_URL', { detail: withoutSecrets(typed) });
  const path = url.pathname.replace(/\/+$/, '');
  if (isSupervisor(url, path)) return new URL(SUPERVISOR_SOCKET);
  // `http:` cannot be turned into `ws:` in place: one is special, and so is the other, but the port of the first stays hidden.
  return new URL(
    `${scheme}//${url.host}${path.endsWith('/websocket') ? path : `${path.replace(/\/api$/, '')}${OWN_PATH}`}`,
  );
}

function isSupervisor({ hostname }: URL, path: string): boolean {
  return (hostname === 'supervisor' && path !== '' && path.startsWith('/core')) || hostname === 'hassio';
}
