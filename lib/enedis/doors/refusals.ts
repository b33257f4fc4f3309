// A refusal becomes an error with a code: by what the answer says, then by its status.
import { LinkyRedError, type ErrorCode } from '../../errors';
import { isoParis } from '../../grid/paris-time';
import { BLOCKED_MS } from '../../provider/blocked-host';
import type { Refused, RefusedCall } from '../../provider/provider';
import type { RefusalEffect } from '../door';
import { maskedPrm } from '../prm';
import { MEASURES } from '../series';
import { EFFECTS, REFUSALS, SAYS_QUOTA } from './refusal-table';
import type { DoorDetails } from './row';
import { rayIdIn, saidIn } from './said';

/** What an error of a door means for whoever collects; also for one that was kept over a restart. */
export function effectOf(error: unknown): RefusalEffect {
  return (error instanceof LinkyRedError ? EFFECTS[error.code] : undefined) ?? 'passes';
}

export function isQuota(row: DoorDetails, { status, text }: Refused): boolean {
  return row.quotaStatuses.includes(status) || SAYS_QUOTA.test(saidIn(text).everything);
}

/** @returns an error whose facts carry the code and the words of Enedis as `detail`, the PRM masked */
export function refusalAt(row: DoorDetails, answer: Refused, about: RefusedCall): LinkyRedError {
  const { host, api, now, question } = about;
  const { status, text } = answer;
  const said = saidIn(text);
  // A proxy speaks: nothing in it is about a consent.
  if (said.isHtml && status === 403 && row.isGateway) {
    const ray = rayIdIn(text, answer.headers) ?? '?';
    return new LinkyRedError('ERR_GATEWAY_BLOCKED', { host, ray, until: isoParis(now + BLOCKED_MS) });
  }
  // What says that a token is wrong may name it.
  const shown = status === 401 ? '' : said.shown;
  const detail = shown === '' ? `HTTP ${String(status)}` : shown;
  const facts = { host, api, status, prm: maskedPrm(question?.fields[row.fields.prm] ?? ''), detail };
  const measure = MEASURES.find((one) => question?.api.endsWith(one) === true);
  const found = REFUSALS.find(({ says }) => says.test(said.everything))?.code;
  if (found !== undefined)
    return new LinkyRedError(typeof found === 'string' ? found : found({ door: row.id, measure }), facts);
  if (status === 429)
    return new LinkyRedError('ERR_QUOTA', { until: isoParis(now + (answer.retryAfterMs ?? row.closedMs)) });
  return new LinkyRedError(byStatus(row, status, about), { ...facts, detail: shown });
}

function byStatus(row: DoorDetails, status: number, { question, renews }: RefusedCall): ErrorCode {
  if (status === 503) return 'ERR_MAINTENANCE';
  // Of a token that has run out the next call asks for another.
  if (status === 401 && renews !== true)
    return row.token === undefined && question !== undefined ? 'ERR_CONSENT_TOKEN' : 'ERR_ENEDIS_SECRET';
  return (status === 400 || status === 422) && question !== undefined ? 'ERR_ENEDIS_REQUEST' : 'ERR_STATUS';
}
