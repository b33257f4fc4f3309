// What is answered when nothing was done. No sentence repeats what was sent.
import type { ProblemAnswer } from './wire/words';

export interface BacsAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One row each. */
const PROBLEMS = {
  malformed: { status: 400, text: 'This makes no sense' },
  unauthorised: { status: 401, text: 'No credential, or one that is not known here' },
  expired: { status: 401, text: 'This token has expired' },
  'unknown-path': { status: 404, text: 'There is no such operation' },
  'unknown-bacs': { status: 404, text: 'There is no such BACS' },
  'unknown-asset': { status: 404, text: 'There is no such asset' },
  'unknown-request': { status: 404, text: 'There is no such request' },
  'other-method': { status: 405, text: 'This operation has another method' },
  conflict: { status: 409, text: 'Known under this id with another content, or in a state that does not allow it' },
  'too-long': { status: 413, text: 'The body is too long' },
  packed: { status: 415, text: 'The body is packed (Content-Encoding): send it as it is' },
  'too-often': { status: 429, text: 'Too many calls' },
  internal: { status: 500, text: 'Unexpected failure' },
  unavailable: { status: 503, text: 'The building takes no requests at the moment' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly text: string }>>;
export type Problem = keyof typeof PROBLEMS;

/** How soon a building that is restarted, or whose disk was full, is worth another call. */
const RETRY_AFTER_S = 30;

const CHALLENGE = 'Bearer realm="Flex Ready"';
const HEADERS: Readonly<Partial<Record<Problem, Readonly<Record<string, string>>>>> = {
  unauthorised: { 'WWW-Authenticate': CHALLENGE },
  expired: { 'WWW-Authenticate': `${CHALLENGE}, error="invalid_token"` },
  unavailable: { 'Retry-After': String(RETRY_AFTER_S) },
  'too-long': { Connection: 'close' },
};

export function problem(
  error: Problem,
  more: { readonly field?: string; readonly detail?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): BacsAnswer {
  const { status, text } = PROBLEMS[error];
  const { field, detail, headers } = more;
  const body: ProblemAnswer = {
    error,
    message: detail === undefined ? text : `${text}: ${detail}`,
    ...(field !== undefined && { field }),
  };
  return json(status, body, { ...HEADERS[error], ...headers });
}

export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): BacsAnswer {
  return {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store', ...headers },
    body: JSON.stringify(body),
  };
}
