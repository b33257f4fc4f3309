// A serial bridge on the network (ser2net, esp-link …): raw bytes, no framing, the bridge's own speed.
import net from 'node:net';
import { LinkyRedError, type ErrorCode } from '../../errors';
import { reasonOf } from '../../store/trouble';
import type { Connect, Connection, Request } from './connection';

export interface TcpTimes {
  readonly connectMs: number;
  /** A meter sends all the time. A bridge that restarted says nothing: after this long the link is made anew. */
  readonly idleMs: number;
}
const TIMES: TcpTimes = { connectMs: 10_000, idleMs: 30_000 };

export function tcpConnect(host: string, port: number, times: TcpTimes = TIMES): Connect {
  const address = `${host}:${port}`;
  return (request) =>
    new Promise((resolve, reject) => {
      const { signal } = request;
      const socket = net.connect({ host, port });
      const fail = (error: LinkyRedError) => {
        signal.removeEventListener('abort', unwanted);
        socket.destroy();
        reject(error);
      };
      // Not the `signal` of net.connect: that one listens, and holds its socket, until the signal aborts, which may be never.
      const unwanted = () => {
        fail(new LinkyRedError('ERR_CLOSED', {}, signal.reason));
      };
      const tooLate = () => {
        fail(new LinkyRedError('ERR_TCP_NO_ANSWER', { address }));
      };
      const refused = (error: Error) => {
        fail(tcpFailure(error, host, port));
      };
      socket.setTimeout(times.connectMs, tooLate);
      socket.once('error', refused);
      socket.once('connect', () => {
        signal.removeEventListener('abort', unwanted);
        socket.off('timeout', tooLate).off('error', refused);
        socket.setKeepAlive(true, times.idleMs).setTimeout(times.idleMs);
        resolve(new TcpConnection(socket, host, port, request));
      });
      if (signal.aborted) unwanted();
      else signal.addEventListener('abort', unwanted);
    });
}

class TcpConnection implements Connection {
  private wanted = true;

  constructor(
    private readonly socket: net.Socket,
    host: string,
    port: number,
    request: Request,
  ) {
    let cause: Error | undefined;
    let idle = false;
    socket.on('data', (bytes) => {
      if (this.wanted) request.onBytes(bytes);
    });
    socket.on('error', (error) => (cause = error));
    socket.on('timeout', () => {
      idle = true;
      socket.destroy();
    });
    socket.on('close', () => {
      if (!this.wanted) return;
      this.wanted = false;
      request.onLost(idle ? undefined : loss(cause, host, port));
    });
  }

  setBaud(): void {
    // The speed is set on the bridge.
  }

  close(): Promise<void> {
    this.wanted = false;
    return new Promise((resolve) => {
      if (this.socket.closed) resolve();
      else {
        this.socket.once('close', () => {
          resolve();
        });
        this.socket.destroy();
      }
    });
  }
}

/** What the system says of a connection, the most telling first: a name may lead to several addresses, and each failed alone. */
const REASONS: readonly (readonly [ErrorCode, ReadonlySet<string>])[] = [
  ['ERR_TCP_REFUSED', new Set(['ECONNREFUSED'])],
  ['ERR_TCP_DENIED', new Set(['EACCES', 'EPERM'])],
  ['ERR_TCP_LOST', new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE'])],
  ['ERR_TCP_NO_ANSWER', new Set(['ETIMEDOUT', 'EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN'])],
  ['ERR_TCP_NAME', new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME'])],
];

/** Why there is no connection, from what the system says. */
export function tcpFailure(error: Error, host: string, port: number): LinkyRedError {
  // One for each address; the error around them has no sentence of its own.
  const each = error instanceof AggregateError ? (error.errors as NodeJS.ErrnoException[]) : [error];
  const said = new Set(each.map(({ code }: NodeJS.ErrnoException) => code ?? ''));
  const facts = { address: `${host}:${port}`, host, port };
  const code = REASONS.find(([, names]) => [...said].some((name) => names.has(name)))?.[0];
  if (code !== undefined) return new LinkyRedError(code, facts, error);
  return new LinkyRedError('ERR_TCP_UNREACHABLE', { ...facts, detail: each.map(reasonOf).join('; ') }, error);
}

/** A connection that stood: the other side closed it, in order or not, or the way to it is gone. */
function loss(cause: Error | undefined, host: string, port: number): LinkyRedError {
  const lost = cause === undefined ? undefined : tcpFailure(cause, host, port);
  if (lost?.code === 'ERR_TCP_NO_ANSWER') return lost;
  return new LinkyRedError('ERR_TCP_LOST', { address: `${host}:${port}`, host, port }, cause);
}
