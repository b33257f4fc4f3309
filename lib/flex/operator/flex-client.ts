// One call of either API: the address, the token, tries again where that is safe, and what a refusal means. The answer is handed on
// as it came: of most of them the reference does not say what they look like.
import { LinkyRedError } from '../../errors';
import type { Clock } from '../../grid/clock';
import { HttpClient, type HttpAnswer, type HttpRequest } from '../../http/client';
import { parseJson } from '../../http/json';
import { NO_RETRY, type RetryRow } from '../../http/retry';
import type { TokenSource } from '../../provider/oauth';
import { FLEX_CALLS, type CallRow, type FlexCallName } from './calls';
import { flexRefusal } from './refusals';

/** Whom to call, and with which token. */
export interface FlexPlace {
  readonly baseUrl: string;
  /** Before the path of the call; may have `{session}` in it. */
  readonly prefix: string;
  readonly tokens: TokenSource;
  /** When the token says that it ends, epoch ms. */
  readonly tokenUntil: number | null;
  /** For the system under test, by their whole names. */
  readonly emulatorHeaders: Readonly<Record<string, string>>;
}

export interface FlexBody {
  readonly contentType: string;
  readonly text: string;
}

export interface FlexQuestion {
  /** What fills the path (`bacs`, `asset`, `request`, `session`) and the query, by the names of the row. */
  readonly parts: Readonly<Record<string, string>>;
  /** Goes into the query as it is: names that the reference does not tell. */
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: FlexBody;
}

export interface FlexReply {
  readonly status: number;
  /** undefined where there was no body, or a PDF. */
  readonly json: unknown;
  readonly pdf?: Buffer;
  /** Why it is no success. */
  readonly problem?: LinkyRedError;
}

export interface FlexClientOptions {
  readonly clock: Clock;
  /** Aborts when whoever asks closes. */
  readonly signal: AbortSignal;
  readonly retry: RetryRow;
  readonly timeoutMs?: number;
}

/** A report of a year of tests has no more. */
const LONGEST_PDF_BYTES = 32 * 1024 * 1024;

export class FlexClient {
  constructor(private readonly options: FlexClientOptions) {}

  /**
   * @returns a refusal, too, with what it means
   * @throws LinkyRedError ERR_URL; ERR_COMMAND for a part that is missing or no name; ERR_FLEX_SECRET and what else the source of
   * tokens throws; ERR_NETWORK, ERR_TIMEOUT, ERR_CLOSED; ERR_ANSWER for a success that cannot be read
   */
  async ask(name: FlexCallName, question: FlexQuestion, place: FlexPlace): Promise<FlexReply> {
    const { clock, timeoutMs } = this.options;
    const row: CallRow = FLEX_CALLS[name];
    const path = pathOf(name, `${place.prefix}${row.path}`, question.parts);
    const client = new HttpClient({
      baseUrl: place.baseUrl,
      clock,
      ...(timeoutMs !== undefined && { timeoutMs }),
    });
    const send = (token: string | undefined): Promise<Sent> =>
      this.send(client, name === 'report', this.requestOf(row, path, question, place, token));
    const token = row.open === true ? undefined : await place.tokens.token();
    let sent = await send(token);
    if (sent.answer.status === 401 && token !== undefined && place.tokens.refused(token))
      sent = await send(await place.tokens.token());
    return replyOf(sent, client.host, clock.now(), place.tokenUntil);
  }

  private requestOf(
    row: CallRow,
    path: string,
    { parts, query, body }: FlexQuestion,
    { emulatorHeaders }: FlexPlace,
    token: string | undefined,
  ): HttpRequest {
    const named = Object.entries(row.query ?? {}).flatMap(([part, field]) => {
      const value = parts[part];
      return value === undefined || value === '' ? [] : [[field, value] as const];
    });
    return {
      method: row.method,
      path,
      query: { ...Object.fromEntries(named), ...query },
      headers: {
        ...emulatorHeaders,
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'Content-Type': body.contentType }),
      },
      ...(body !== undefined && { body: body.text }),
      signal: this.options.signal,
      retry: row.repeats ? this.options.retry : NO_RETRY,
    };
  }

  private async send(client: HttpClient, wantsPdf: boolean, request: HttpRequest): Promise<Sent> {
    if (!wantsPdf) return { answer: await client.request(request) };
    const headers = { ...request.headers, Accept: 'application/pdf' };
    const answer = await client.stream({ ...request, headers }, LONGEST_PDF_BYTES);
    if (answer.body === undefined) return { answer };
    const pieces: Buffer[] = [];
    for await (const piece of answer.body) pieces.push(piece);
    return { answer, pdf: Buffer.concat(pieces) };
  }
}

interface Sent {
  readonly answer: HttpAnswer;
  readonly pdf?: Buffer;
}

function replyOf({ answer, pdf }: Sent, host: string, now: number, tokenUntil: number | null): FlexReply {
  const { status, text } = answer;
  const json = parseJson(text);
  if (status < 200 || status >= 300) return { status, json, problem: flexRefusal(answer, { host, now, tokenUntil }) };
  if (pdf === undefined) {
    if (json === undefined && text.trim() !== '') throw new LinkyRedError('ERR_ANSWER', { host, detail: 'no JSON' });
    return { status, json };
  }
  // Whatever the header says: some servers wrap it in JSON or HTML.
  if (pdf.subarray(0, 5).toString('latin1') !== '%PDF-')
    throw new LinkyRedError('ERR_ANSWER', { host, detail: 'no PDF' });
  return { status, json: undefined, pdf };
}

function pathOf(name: FlexCallName, path: string, parts: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, part: string) => {
    const value = parts[part] ?? '';
    if (value === '' && part === 'session') throw new LinkyRedError('ERR_FLEX_SESSION');
    // A URL drops these two: the call would go to another path.
    if (value === '' || value === '.' || value === '..')
      throw new LinkyRedError('ERR_COMMAND', { detail: `${name}, ${part}` });
    return encodeURIComponent(value);
  });
}
