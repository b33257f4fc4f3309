// What the emulator's operator looks for in an answer of a building: one row for each call. The reference has no answers; these are the
// shapes of the project's spec, and extra fields are nobody's fault.
import type { BacsCall } from '../names';
import { instantOf, Malformed, objectAt, quantityIn } from '../wire';
import type { Called } from './call';

export interface Judged {
  readonly verdict: 'passed' | 'refused' | 'failed';
  readonly findings: readonly string[];
}

const STATES = [
  'REQUESTED',
  'ACCEPTED',
  'REJECTED',
  'CONFIRMED',
  'ACTIVE',
  'COMPLETED',
  'REPORTED',
  'EXPIRED',
  'CANCELLED',
  'FAILED',
];

/** @param requestId of a create and a confirm: what the answer has to name */
export function judge(call: BacsCall, { status, text }: Called, requestId: string | null): Judged {
  const refused = status >= 400 && status < 500;
  if (!refused && status >= 300) return { verdict: 'failed', findings: [`status ${String(status)}`] };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { verdict: 'failed', findings: [`status ${String(status)}, and the answer is no JSON`] };
  }
  if (refused) return { verdict: 'refused', findings: [wordOf(json, status)] };
  try {
    SHAPES[call](json, requestId);
    return { verdict: 'passed', findings: [] };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { verdict: 'failed', findings: [error.message] };
  }
}

const SHAPES: Readonly<Record<BacsCall, (json: unknown, requestId: string | null) => void>> = {
  'list-bacs': each((one, at) => {
    text(one, 'id', at);
    text(one, 'name', at);
  }),
  'list-assets': each((one, at) => {
    text(one, 'assetId', at);
  }),
  flexibilities: each((one, at) => {
    quantityIn('W', one['power'], `${at}.power`);
  }),
  create: requestShape,
  confirm: requestShape,
  realise: consumptionShape,
  consumptions: consumptionShape,
  aggregate: consumptionShape,
};

function each(check: (one: Readonly<Record<string, unknown>>, at: string) => void): (json: unknown) => void {
  return (json) => {
    if (!Array.isArray(json)) throw new Malformed('answer', 'has to be a list');
    for (const [n, one] of json.entries()) check(objectAt(one, String(n)), String(n));
  };
}

function requestShape(json: unknown, requestId: string | null): void {
  const answer = objectAt(json, 'answer');
  const { requestID, status } = answer;
  if (requestId !== null && requestID !== requestId) throw new Malformed('requestID', `has to be ${requestId}`);
  if (typeof status !== 'string' || !STATES.includes(status))
    throw new Malformed('status', `has to be one of ${STATES.join(', ')}`);
}

function consumptionShape(json: unknown): void {
  const { power } = objectAt(json, 'answer');
  if (!Array.isArray(power)) throw new Malformed('power', 'has to be a list');
  for (const [n, one] of power.entries()) {
    const at = `power.${String(n)}`;
    const period = objectAt(one, at);
    for (const name of ['start', 'end']) instantOf(period[name], `${at}.${name}`);
    const quantity = objectAt(period['power'], `${at}.power`);
    // Nobody has measured it: no figure is better than a wrong one.
    if (quantity['value'] !== null && quantity['value'] !== undefined) quantityIn('W', quantity, `${at}.power`);
  }
}

function text(one: Readonly<Record<string, unknown>>, name: string, at: string): void {
  if (typeof one[name] !== 'string' || one[name] === '') throw new Malformed(`${at}.${name}`, 'has to be a text');
}

function wordOf(json: unknown, status: number): string {
  const said = typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
  const word = ['message', 'reason', 'error', 'rule'].map((name) => said[name]).find((one) => typeof one === 'string');
  return `status ${String(status)}${typeof word === 'string' ? `: ${word}` : ''}`;
}
