// The greeting: Home Assistant asks for the token, and says its version when it knows it.
import type { WebSocket } from 'ws' with { 'resolution-mode': 'import' };
import { LinkyRedError } from '../../errors';
import { socketAddress } from './address';
import type { Access } from './connection';
import { readFrame } from './frames';

/** Home Assistant answers it to addresses that it has banned. */
const FORBIDDEN = 403;

export interface Opened {
  readonly socket: WebSocket;
  readonly host: string;
  readonly version: string;
}

/** @throws LinkyRedError ERR_URL, ERR_NETWORK, ERR_TIMEOUT, ERR_CLOSED, ERR_HA_TOKEN, ERR_HA_BANNED */
export async function openSocket(
  access: Access,
  { signal, timeoutMs }: { readonly signal?: AbortSignal; readonly timeoutMs: number },
): Promise<Opened> {
  const url = socketAddress(access.address);
  const ws = await import('ws');
  if (signal?.aborted === true) throw new LinkyRedError('ERR_CLOSED');
  const { host } = url;
  // What is compressed costs more memory than a home network has to save.
  const socket = new ws.WebSocket(url, { perMessageDeflate: false, handshakeTimeout: timeoutMs });
  try {
    return { socket, host, version: await greeted(socket, access.token, host, timeoutMs, signal) };
  } catch (error) {
    // What is still connecting tells of its end by an error, which nobody is waiting for any more.
    socket.on('error', () => undefined);
    socket.terminate();
    throw error;
  }
}

/** @returns the version of Home Assistant */
function greeted(
  socket: WebSocket,
  token: string,
  host: string,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const settle = (error: LinkyRedError | undefined, version = ''): void => {
      clearTimeout(late);
      signal?.removeEventListener('abort', onAbort);
      socket.removeAllListeners();
      if (error === undefined) resolve(version);
      else reject(error);
    };
    const late = setTimeout(() => {
      settle(new LinkyRedError('ERR_TIMEOUT', { host, seconds: timeoutMs / 1000 }));
    }, timeoutMs);
    const onAbort = (): void => {
      settle(new LinkyRedError('ERR_CLOSED'));
    };
    const failed = (detail: string): void => {
      settle(new LinkyRedError('ERR_NETWORK', { host, detail }));
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.on('error', (error: Error & { code?: string }) => {
      failed(error.code ?? error.message);
    });
    socket.on('unexpected-response', (_request, { statusCode }) => {
      if (statusCode === FORBIDDEN) settle(new LinkyRedError('ERR_HA_BANNED', { host }));
      else failed(`Unexpected server response: ${String(statusCode)}`);
    });
    socket.on('close', (code) => {
      failed(`closed (${String(code)})`);
    });
    socket.on('message', (data: Buffer) => {
      const frame = readFrame(data.toString());
      if (frame === 'no-json') settle(new LinkyRedError('ERR_ANSWER', { host, detail: 'JSON' }));
      else if (frame?.type === 'auth_required') socket.send(JSON.stringify({ type: 'auth', access_token: token }));
      else if (frame?.type === 'auth_ok') settle(undefined, frame.ha_version);
      else if (frame?.type === 'auth_invalid') settle(new LinkyRedError('ERR_HA_TOKEN', { host }));
    });
  });
}
