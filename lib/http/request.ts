// What the client is asked, and what it hands back.
import type { QuotaRow } from '../provider/quota/ledger';
import type { Priority } from '../provider/quota/limits';
import type { RetryRow } from './retry';

export interface HttpRequest {
  readonly method?: 'GET' | 'POST';
  /** Joined to the base URL. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Aborts the request and its waits, with ERR_CLOSED. */
  readonly signal?: AbortSignal;
  readonly quota?: QuotaUse;
  readonly retry?: RetryRow;
  /** None: the answer that wants to lead elsewhere is the answer. Else three, but never with `Authorization` or a body. */
  readonly redirects?: 'none';
}

export interface QuotaUse {
  readonly row: QuotaRow;
  readonly priority?: Priority;
  /** The same call once more with a new token after a 401: takes the place of the booking before. */
  readonly again?: boolean;
  /** How long the key stays closed after a 429 that does not say it. */
  readonly closedMs: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** What the header Retry-After asks for, in ms. */
  readonly retryAfterMs: number | undefined;
  /** Where redirects have led, without the query; undefined where there was none. */
  readonly redirectedTo: string | undefined;
}

/** An answer whose body is read as it comes. */
export interface HttpStream extends HttpAnswer {
  /**
   * The body of a success (2xx) in pieces; of any other status undefined, and `text` has it. It throws LinkyRedError ERR_ANSWER where the
   * body is longer than was allowed; ERR_NETWORK, ERR_TIMEOUT, ERR_CLOSED as request does.
   */
  readonly body?: AsyncIterable<Buffer>;
}
