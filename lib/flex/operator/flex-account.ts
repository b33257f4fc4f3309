// What the nodes of one account have in common: the two addresses, the token, the session, the headers for the system under test.
import * as v from 'valibot';
import { LinkyRedError } from '../../errors';
import type { Clock } from '../../grid/clock';
import { callableUrl, withoutSecrets } from '../../http/address';
import type { RetryRow } from '../../http/retry';
import { pastedToken, type TokenSource } from '../../provider/oauth';
import type { StoredDocument } from '../../store/document';
import { checkedBy, unchanged, type Format, type Store } from '../../store/store';
import { FLEX_CALLS, SIDE_PATHS, type CallRow, type FlexCallName, type Side } from './calls';
import { FlexClient, type FlexPlace, type FlexQuestion, type FlexReply } from './flex-client';
import { sessionIn } from './flex-answer';
import { tokenLife } from './token-life';

export interface FlexAccountOptions {
  /** Of annex 1: of a building, or of the emulator without `/api/v1`. */
  readonly annex1: string;
  /** Of annex 2: what stands before `/sessions`. */
  readonly annex2: string;
  /** As it is typed; empty: none. */
  readonly session: string;
  readonly tokens: TokenSource;
  /** When a token that was pasted says that it ends, epoch ms. */
  readonly tokenUntil: number | null;
  /** Headers for the system under test, by their whole names. */
  readonly emulatorHeaders: Readonly<Record<string, string>>;
  /** Names the account in files and quota keys without showing whose it is. */
  readonly fingerprint: string;
  readonly store: Store;
  readonly clock: Clock;
}

/** Another address than that of the account, another token, or both. */
export interface Elsewhere {
  /** Empty: that of the account. */
  readonly baseUrl: string;
  /** Empty: that of the account, which goes to its own host alone. */
  readonly token: string;
}

export interface AccountQuestion extends FlexQuestion {
  readonly side: Side;
  readonly elsewhere?: Elsewhere;
  /** Beside those of the account. */
  readonly emulatorHeaders?: Readonly<Record<string, string>>;
}

/** How whoever asks wants it asked. */
export interface Asking {
  readonly retry: RetryRow;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
}

const Made = v.object({ session: v.string(), typed: v.string() });
type Made = v.InferOutput<typeof Made>;
const FORMAT: Format<Made> = { version: 1, check: checkedBy(Made), migrations: { 0: unchanged } };

export class FlexAccount {
  readonly fingerprint: string;
  private readonly made: StoredDocument<Made>;

  /** @throws LinkyRedError ERR_URL */
  constructor(readonly options: FlexAccountOptions) {
    const { annex1, annex2, fingerprint, store } = options;
    for (const address of [annex1, annex2]) originOf(address);
    this.fingerprint = fingerprint;
    this.made = store.document(`flex-session-${fingerprint}`, FORMAT);
  }

  /** The session that was made last, unless another one was typed since; empty: none. */
  async session(): Promise<string> {
    const { value } = await this.made.read();
    const { session } = this.options;
    return value?.typed === session ? value.session : session;
  }

  /**
   * One call. A session that it makes is that of the account from then on.
   * @throws LinkyRedError ERR_FLEX_SESSION without a session where the path wants one; ERR_COMMAND for another address without a
   * token of its own; what FlexClient throws
   */
  async ask(name: FlexCallName, question: AccountQuestion, { retry, signal, timeoutMs }: Asking): Promise<FlexReply> {
    const { clock } = this.options;
    const place = this.placeOf(FLEX_CALLS[name], name, question);
    const session = question.parts['session'] ?? (await this.session());
    const client = new FlexClient({ clock, signal, retry, ...(timeoutMs !== undefined && { timeoutMs }) });
    const reply = await client.ask(name, { ...question, parts: { ...question.parts, session } }, place);
    const made = name === 'session' && reply.problem === undefined ? sessionIn(reply.json) : undefined;
    if (made !== undefined && question.elsewhere === undefined)
      await this.made.write({ session: made, typed: this.options.session });
    return reply;
  }

  private placeOf(row: CallRow, name: FlexCallName, question: AccountQuestion): FlexPlace {
    const { annex1, annex2, tokens, tokenUntil, emulatorHeaders } = this.options;
    const { side, elsewhere } = question;
    const own = row.annex === 1 ? annex1 : annex2;
    const baseUrl = elsewhere === undefined || elsewhere.baseUrl === '' ? own : elsewhere.baseUrl;
    const isOwn = originOf(baseUrl) === originOf(own);
    const token = elsewhere?.token ?? '';
    if (!isOwn && token === '' && row.open !== true)
      throw new LinkyRedError('ERR_COMMAND', { detail: `${name}, baseUrl: only with a token of its own` });
    const forwards = row.forwards === true || (row.annex === 1 && side === 'operator');
    return {
      baseUrl,
      prefix: row.annex === 1 ? SIDE_PATHS[side] : '',
      tokens: token === '' ? tokens : pastedToken(token),
      tokenUntil: token === '' ? tokenUntil : (tokenLife(token)?.until ?? null),
      emulatorHeaders: forwards ? { ...(isOwn && emulatorHeaders), ...question.emulatorHeaders } : {},
    };
  }
}

/** @throws LinkyRedError ERR_URL */
function originOf(address: string): string {
  const url = callableUrl(address);
  if (url === undefined) throw new LinkyRedError('ERR_URL', { detail: withoutSecrets(address) });
  return url.origin;
}
