// A connection to Home Assistant: commands, and their answers matched by id.
import type { WebSocket } from 'ws' with { 'resolution-mode': 'import' };
import { LinkyRedError } from '../../errors';
import { openSocket } from './open';
import { readFrame } from './frames';

export interface Access {
  /** As socketAddress reads it. */
  readonly address: string;
  /** Of an administrator, long-lived; or the supervisor's. */
  readonly token: string;
}

export interface ConnectionOptions {
  /** Closes the connection; whatever is under way rejects with ERR_CLOSED. */
  readonly signal?: AbortSignal;
  /** Of each answer, and of the whole greeting; 30 s unless told. */
  readonly timeoutMs?: number;
}

interface Asked {
  readonly command: string;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: LinkyRedError) => void;
  readonly late: NodeJS.Timeout;
}

const TIMEOUT_MS = 30_000;
/** Code of a link that ended without a word (RFC 6455 §7.4.1). */
const ABNORMAL = 1006;
const GOODBYE_MS = 1000;

export class Connection {
  private readonly asked = new Map<number, Asked>();
  private lastId = 0;
  private ended: LinkyRedError | undefined;

  private constructor(
    private readonly socket: WebSocket,
    /** Host and port, for errors. */
    readonly host: string,
    /** `2026.2.3`. */
    readonly version: string,
    private readonly timeoutMs: number,
  ) {
    socket.on('message', (data: Buffer) => {
      this.receive(readFrame(data.toString()));
    });
    socket.on('error', (error: Error & { code?: string }) => {
      this.end(new LinkyRedError('ERR_NETWORK', { host, detail: error.code ?? error.message }));
    });
    const closed = (code: number): void => {
      this.end(new LinkyRedError('ERR_NETWORK', { host, detail: `closed (${String(code)})` }));
    };
    socket.on('close', closed);
    // It may have gone between the greeting and here.
    if (socket.readyState !== socket.OPEN) closed(ABNORMAL);
  }

  /**
   * Connects and shows the token. A wrong one is never shown again by itself: Home Assistant bans addresses that do.
   * @throws LinkyRedError ERR_URL, ERR_NETWORK, ERR_TIMEOUT, ERR_CLOSED, ERR_HA_TOKEN
   */
  static async open(access: Access, options: ConnectionOptions = {}): Promise<Connection> {
    const { signal, timeoutMs = TIMEOUT_MS } = options;
    const { socket, host, version } = await openSocket(access, { timeoutMs, ...(signal && { signal }) });
    const connection = new Connection(socket, host, version, timeoutMs);
    connection.closeOn(signal);
    return connection;
  }

  /**
   * @param command `recorder/import_statistics`
   * @returns its `result`, as it came
   * @throws LinkyRedError ERR_HA_ADMIN, ERR_HA_REFUSED (`facts.reason`: Home Assistant's code), ERR_NETWORK, ERR_TIMEOUT, ERR_CLOSED
   */
  ask(command: string, fields: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.ended !== undefined) {
        reject(this.ended);
        return;
      }
      const id = ++this.lastId;
      const late = setTimeout(() => {
        this.asked.delete(id);
        reject(new LinkyRedError('ERR_TIMEOUT', { host: this.host, seconds: this.timeoutMs / 1000 }));
      }, this.timeoutMs);
      this.asked.set(id, { command, resolve, reject, late });
      this.socket.send(JSON.stringify({ ...fields, id, type: command }));
    });
  }

  /** Whatever is under way rejects with ERR_CLOSED. */
  close(): void {
    this.end(new LinkyRedError('ERR_CLOSED'));
  }

  private closeOn(signal: AbortSignal | undefined): void {
    const close = (): void => {
      this.close();
    };
    signal?.addEventListener('abort', close, { once: true });
    this.socket.once('close', () => signal?.removeEventListener('abort', close));
    if (signal?.aborted === true) close();
  }

  private receive(frame: ReturnType<typeof readFrame>): void {
    if (frame === 'no-json') this.end(new LinkyRedError('ERR_ANSWER', { host: this.host, detail: 'JSON' }));
    if (frame === 'no-json' || frame?.type !== 'result') return;
    const asked = this.asked.get(frame.id);
    if (asked === undefined) return;
    this.asked.delete(frame.id);
    clearTimeout(asked.late);
    if (frame.success) asked.resolve(frame.result);
    else asked.reject(this.refusal(asked.command, String(frame.error.code), frame.error.message));
  }

  private refusal(command: string, reason: string, detail: string): LinkyRedError {
    const { host } = this;
    if (reason === 'unauthorized') return new LinkyRedError('ERR_HA_ADMIN', { host });
    return new LinkyRedError('ERR_HA_REFUSED', { host, command, reason, detail });
  }

  private end(error: LinkyRedError): void {
    if (this.ended !== undefined) return;
    this.ended = error;
    for (const { reject, late } of this.asked.values()) {
      clearTimeout(late);
      reject(error);
    }
    this.asked.clear();
    this.socket.close();
    // Whoever does not answer a close is not waited for.
    setTimeout(() => {
      this.socket.terminate();
    }, GOODBYE_MS).unref();
  }
}
