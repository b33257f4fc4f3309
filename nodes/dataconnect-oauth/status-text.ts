// What the status under dataconnect-oauth says: "14…0001 · until 29/11/2029".
import { maskedPrm } from '../../lib/enedis/prm';
import { daysLeft } from '../../lib/enedis/consent/life';
import { PARIS } from '../../lib/grid/paris-time';
import type { NodeStatus } from '../runtime/status/status';
import type { Translate } from '../runtime/types';
import type { Consented } from './consent-message';

/** @param now epoch ms */
export function showConsent(
  status: NodeStatus,
  { state, kept, problem }: Consented,
  { translate, now }: { readonly translate: Translate; readonly now: number },
): void {
  const isHeld = state === 'linked' || state === 'expiring';
  if (problem !== undefined && (!isHeld || problem.row.reader === 'user-must-act')) status.showError(problem);
  else if (state === 'unlinked' || state === 'linking') status.show(state === 'linking' ? 'working' : 'waiting', state);
  else if (!isHeld || kept === undefined) status.show('failed', `consent-${state}`);
  else {
    const [prm = ''] = kept.prms;
    const meters =
      kept.prms.length === 1 ? maskedPrm(prm) : translate('dataconnect-oauth.status.meters', { n: kept.prms.length });
    const ends = endOf(state, kept, { translate, now });
    status.showText(state === 'linked' ? 'ok' : 'waiting', ends === '' ? meters : `${meters} · ${ends}`);
  }
}

function endOf(
  state: 'linked' | 'expiring',
  kept: NonNullable<Consented['kept']>,
  { translate, now }: { readonly translate: Translate; readonly now: number },
): string {
  if (kept.until === undefined) return '';
  if (state === 'expiring') return translate('dataconnect-oauth.status.days-left', { n: daysLeft(kept, now) ?? 0 });
  const [year, month, day] = PARIS.dayKey(kept.until).split('-');
  return translate('dataconnect-oauth.status.until', { date: [day, month, year].join('/') });
}
