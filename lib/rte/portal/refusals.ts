// What RTE's statuses mean (spec/signals.md §1.6).
import * as v from 'valibot';
import { LinkyRedError } from '../../errors';
import { isoParis } from '../../grid/paris-time';
import type { Provider } from '../../provider/provider';
import { RTE_CLOSED_MS } from './apis';

/** The code that RTE puts into the body of an error; the transaction id is nested, contrary to one of the guides. */
const ErrorBody = v.object({
  error: v.string(),
  error_details: v.nullish(v.object({ transaction_id: v.nullish(v.string()) })),
});

/** `api`: its name on the portal. */
export const rteRefusal: Provider['refusal'] = (answer, { host, api, now }) => {
  switch (answer.status) {
    case 401:
      return new LinkyRedError('ERR_RTE_SECRET');
    // Not subscribed, or a key of another version: RTE gives no way to tell, so both are named.
    case 403:
    case 404:
      return new LinkyRedError('ERR_RTE_ENTITLED', { api });
    case 429:
      return new LinkyRedError('ERR_QUOTA', { until: isoParis(now + (answer.retryAfterMs ?? RTE_CLOSED_MS[429])) });
    case 503:
      return new LinkyRedError('ERR_MAINTENANCE', { host });
    default:
      return new LinkyRedError('ERR_STATUS', { host, status: answer.status, detail: errorCode(answer.text) });
  }
};

/** Empty when the body is HTML, XML or nothing. What comes from outside is cut to what a code looks like. */
export function errorCode(text: string): string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return '';
  }
  const body = v.safeParse(ErrorBody, json);
  if (!body.success) return '';
  const { error, error_details: details } = body.output;
  return [error, details?.transaction_id]
    .map((part) => part?.replace(/[^\w.-]/g, '').slice(0, 60))
    .join(' ')
    .trim();
}
