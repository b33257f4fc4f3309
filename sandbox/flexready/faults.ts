// What goes wrong at the emulator, one row each. None of it is in the reference, which has no status codes: this is what servers of
// its kind do.
import type { Reply } from '../web-server';

export const FLEX_FAULTS = {
  malformed: problem(400, 'malformed', 'the body cannot be read'),
  'invalid-token': problem(401, 'invalid-token', 'the token is wrong or has ended', { 'WWW-Authenticate': 'Bearer' }),
  forbidden: problem(403, 'forbidden', 'not with this token'),
  'not-found': problem(404, 'not-found', 'no such thing'),
  conflict: problem(409, 'conflict', 'something else stands under this id'),
  refused: problem(422, 'refused', 'this breaks what the asset can do'),
  'too-many-requests': problem(429, 'too-many-requests', 'too many calls, with Retry-After', { 'Retry-After': '30' }),
  internal: problem(500, 'internal', 'an error of the server'),
  'bad-gateway': problem(502, 'bad-gateway', 'what lies behind does not answer'),
  unavailable: problem(503, 'unavailable', 'for a while, with Retry-After', { 'Retry-After': '60' }),
  'unavailable-html': {
    status: 503,
    headers: { 'Content-Type': 'text/html' },
    body: '<html><body><h1>Service Unavailable</h1></body></html>',
  },
  'not-json': { status: 200, body: '<!doctype html><title>Maintenance</title>' },
  'no-token': { status: 200, body: { token_type: 'Bearer' } },
  invalid_client: { status: 401, body: { error: 'invalid_client' } },
  stall: { stalls: true },
  cut: { cuts: true },
} as const satisfies Record<string, Reply>;

/** What changes the answer instead of standing in its place, one sentence each. */
export const FLEX_DISTORTIONS = {
  lost: 'the call is carried out and the connection ends before the answer',
  'columns-differ': 'prices: one column is shorter than the others',
  'multiplier-unknown': 'prices: a multiplier that CIM does not have',
  'unit-unknown': 'prices: a unit that nobody knows',
  'out-of-order': 'prices: the steps do not follow one another',
  'offset-of-summer': 'prices: +02:00 in winter, as in the reference’s own example',
} as const;

export type FlexDistortion = keyof typeof FLEX_DISTORTIONS;
export type FlexFault = keyof typeof FLEX_FAULTS | FlexDistortion;

export const FLEX_FAULT_NAMES: readonly string[] = [...Object.keys(FLEX_FAULTS), ...Object.keys(FLEX_DISTORTIONS)];

export function isFlexFault(name: string): name is FlexFault {
  return FLEX_FAULT_NAMES.includes(name);
}

export function problem(
  status: number,
  error: string,
  message: string,
  headers?: Readonly<Record<string, string>>,
): Reply {
  return { status, body: { error, message }, ...(headers && { headers }) };
}
