// What a line needs from whatever carries its bytes; serial and TCP are written to it.
import type { LinkyRedError } from '../../errors';

export interface Connection {
  /** Changes the speed of the open port; where the speed is not ours it does nothing. */
  setBaud(baud: number): void;
  /** Resolves when the port is free again. Never rejects; `onLost` is not called any more. */
  close(): Promise<void>;
}

export interface Request {
  /** Speed to open at, Bd; null where it is not ours to set. */
  readonly baud: number | null;
  /** Aborts when nobody wants the connection any more; the promise then rejects, and nothing stays open. */
  readonly signal: AbortSignal;
  readonly onBytes: (bytes: Buffer) => void;
  /** Called once when an open connection ends by itself; without an error when that is no fault worth a word. */
  readonly onLost: (error: LinkyRedError | undefined) => void;
}

/** Opens once. Rejects with a LinkyRedError whose code says why not. */
export type Connect = (request: Request) => Promise<Connection>;
