// A serial bridge on the network (ser2net, esp-link …): raw bytes, no framing, the bridge's own speed.
import net from 'node:net';
import { LinkyRedError } from '../../lib/errors';
import { messageOf } from '../runtime/status/error-report';
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
      const fail = (detail: string, cause?: unknown) => {
        signal.removeEventListener('abort', unwanted);
        socket.destroy();
        reject(new LinkyRedError('ERR_TCP_UNREACHABLE', { address, detail }, cause));
      };
      // Not the `signal` of net.connect: that one listens, and holds its socket, until the signal aborts, which may be never.
      const unwanted = () => {
        fail('not wanted any more', signal.reason);
      };
      const tooLate = () => {
        fail(`no answer within ${times.connectMs / 1000} s`);
      };
      const refused = (error: Error) => {
        fail(messageOf(error), error);
      };
      socket.setTimeout(times.connectMs, tooLate);
      socket.once('error', refused);
      socket.once('connect', () => {
        signal.removeEventListener('abort', unwanted);
        socket.off('timeout', tooLate).off('error', refused);
        socket.setKeepAlive(true, times.idleMs).setTimeout(times.idleMs);
        resolve(new TcpConnection(socket, address, request));
      });
      if (signal.aborted) unwanted();
      else signal.addEventListener('abort', unwanted);
    });
}

class TcpConnection implements Connection {
  private wanted = true;

  constructor(
    private readonly socket: net.Socket,
    address: string,
    request: Request,
  ) {
    let cause: unknown;
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
      request.onLost(idle ? undefined : new LinkyRedError('ERR_TCP_LOST', { address }, cause));
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
