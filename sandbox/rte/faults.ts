// What goes wrong at RTE, one row each, as seen by its clients: bodies in JSON with a nested transaction id, HTML, or nothing.
import { randomBytes } from 'node:crypto';

export interface Fault {
  readonly describe: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: () => string;
  /** No end of the answer, or no answer at all. */
  readonly stalls?: true;
}

export const FAULTS = {
  400: row(400, 'TMPLIKSUPCON_TMPLIKCAL_F06', 'a functional error'),
  'not-yet': row(400, 'TMPLIKSUPCON_TMPLIKCAL_F04', 'Tempo: tomorrow is not there yet'),
  401: row(401, 'invalid_token', 'the token has ended'),
  403: row(403, 'FORBIDDEN', 'not subscribed to this API, or a key of another version'),
  404: row(404, 'NOT_FOUND', 'no such version'),
  408: row(408, 'COMMON_ERROR_T01', 'the service behind timed out'),
  429: row(429, 'TOO_MANY_REQUESTS', 'too many calls, with Retry-After', { 'Retry-After': '840' }),
  '429-silent': row(429, 'TOO_MANY_REQUESTS', 'too many calls, without Retry-After'),
  500: row(500, 'COMMON_ERROR_T03', 'any other technical error'),
  '503-html': {
    status: 503,
    describe: 'maintenance, in HTML',
    headers: { 'Content-Type': 'text/html' },
    body: () => '<html><body><h1>Service indisponible</h1></body></html>',
  },
  509: { status: 509, describe: 'all clients together are too many', body: () => '' },
  'no-token': {
    status: 200,
    describe: 'a token answer without access_token',
    body: () => JSON.stringify({ error: 'missing_token' }),
  },
  invalid_client: {
    status: 401,
    describe: 'id or secret wrong',
    body: () => JSON.stringify({ error: 'invalid_client' }),
  },
  'not-json': {
    status: 200,
    describe: 'a page where JSON should be',
    body: () => '<!doctype html><title>Maintenance</title>',
  },
  stall: { status: 200, describe: 'an answer that never comes', body: () => '', stalls: true },
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof FAULTS;

export function isFault(name: string): name is FaultName & string {
  return name in FAULTS;
}

export function errorBody(error: string, description: string): string {
  return JSON.stringify({
    error,
    error_description: description,
    error_uri: '',
    error_details: { transaction_id: `Id-${randomBytes(12).toString('hex')}` },
  });
}

function row(status: number, error: string, describe: string, headers?: Record<string, string>): Fault {
  return { status, describe, body: () => errorBody(error, describe), ...(headers && { headers }) };
}
