// What Enedis and the gateways refuse with, and what that means (spec/dataconnect.md §2.4, spec/sge.md §2). The first row that is
// found in what they say decides, whatever the HTTP status is: gateways change it.
import type { ErrorCode } from '../../errors';
import type { DoorId, RefusalEffect } from '../door';
import type { Measure } from '../series';

export interface RefusalRow {
  readonly says: RegExp;
  readonly code: ErrorCode | ((about: { readonly door: DoorId; readonly measure: Measure | undefined }) => ErrorCode);
}

export const REFUSALS: readonly RefusalRow[] = [
  // These alone mean that the holder has taken the consent back, or has moved.
  { says: /ADAM[-_]DC[-_]000[78]\b/, code: 'ERR_CONSENT_REVOKED' },
  { says: /n.est pas titulaire/i, code: 'ERR_CONSENT_REVOKED' },
  // A start before the consent.
  { says: /ADAM[-_]DC[-_]0009\b/, code: 'ERR_ENEDIS_TOO_OLD' },
  { says: /\b900908\b/, code: 'ERR_ENEDIS_SUBSCRIPTION' },
  { says: /invalid_client/, code: 'ERR_ENEDIS_SECRET' },
  { says: /ADAM-ERR0123\b/, code: 'ERR_ENEDIS_ACTIVATION' },
  { says: /ADAM-ERR0125\b|ADAM[-_]DC[-_]0016\b|DATE_TOO_OLD|date limite d.historique/i, code: 'ERR_ENEDIS_TOO_OLD' },
  { says: /ADAM-ERR0126\b|ADAM[-_]DC[-_]0015\b/, code: 'ERR_ENEDIS_TOO_LONG' },
  {
    says: /ADAM-ERR0069\b/,
    code: ({ door, measure }) =>
      door === 'enedis-company' && measure === 'load-curve' ? 'ERR_ENEDIS_COLLECTION' : 'ERR_ENEDIS_DIRECTION',
  },
  { says: /ADAM-ERR0075\b/, code: 'ERR_ENEDIS_COLLECTION' },
  { says: /ADAM-ERR0061\b|unauthorized_user/, code: 'ERR_CONSENT_HOLDER' },
  { says: /ADAM-ERR0191\b/, code: 'ERR_ENEDIS_SERVICE' },
  // "Point inexistant", in practice: the meter is off or does not communicate; the PRM is right.
  { says: /ADAM-ERR0155\b/, code: 'ERR_ENEDIS_NO_DATA' },
  { says: /STM-ERR-0000019\b|usage_point_id_bad_formatted/, code: 'ERR_ENEDIS_PRM' },
  { says: /client_not_found/, code: 'ERR_CONSENT_MISSING' },
  // MyElectricalData v2: a meter that is not in the account.
  { says: /ACCESS_DENIED|PDL introuvable/, code: 'ERR_CONSENT_TOKEN' },
  {
    says: /no_data_found|\bNO_DATA\b|STM-ERR-00000(?:20|14)\b|pas de mesure|no measure/i,
    code: ({ measure }) => (measure === 'load-curve' ? 'ERR_ENEDIS_NO_CURVE' : 'ERR_ENEDIS_NO_DATA'),
  },
  // No code is known for these: only words, and they are guesses from what users quote.
  { says: /36\s?kVA/i, code: 'ERR_ENEDIS_POWER' },
  {
    says: /non[- ]communicant|compteur incompatible|pas (?:un )?(?:compteur )?linky|not a linky/i,
    code: 'ERR_ENEDIS_METER',
  },
  {
    says: /(?:pas|sans|aucun)(?: de)? contrat|contrat (?:résilié|inexistant)|no (?:active )?contract/i,
    code: 'ERR_ENEDIS_CONTRACT',
  },
  { says: /point (?:inconnu|inexistant)|unknown usage.?point/i, code: 'ERR_ENEDIS_PRM' },
  { says: /sens de la mesure/i, code: 'ERR_ENEDIS_DIRECTION' },
  {
    says: /invalid_request|INVALID_DATE|ADAM-ERR0002\b|ADAM-ERR0025\b|paramètres invalides/i,
    code: 'ERR_ENEDIS_REQUEST',
  },
];

/** Too many calls, whatever the status says. */
export const SAYS_QUOTA =
  /\b90080\d\b|throttled out|quota Q\d reached|call threshold|SLA dépassé|limit_reached|rate_limit|quota (?:journalier|exceeded)/i;

/** What whoever collects does about an error; the next planned try does for those that are not here. */
export const EFFECTS: Partial<Readonly<Record<ErrorCode, RefusalEffect>>> = {
  ERR_CONSENT_REVOKED: 'consent-is-gone',
  ERR_CONSENT_EXPIRED: 'consent-is-gone',
  ERR_CONSENT_MISSING: 'settings-are-wrong',
  ERR_CONSENT_TOKEN: 'settings-are-wrong',
  ERR_ENEDIS_SECRET: 'settings-are-wrong',
  ERR_ENEDIS_SUBSCRIPTION: 'settings-are-wrong',
  ERR_ENEDIS_PRM: 'settings-are-wrong',
  ERR_ENEDIS_SEGMENT: 'settings-are-wrong',
  ERR_CONSENT_HOLDER: 'series-is-closed',
  ERR_ENEDIS_SERVICE: 'series-is-closed',
  ERR_ENEDIS_COLLECTION: 'series-is-closed',
  ERR_ENEDIS_DIRECTION: 'series-is-closed',
  ERR_ENEDIS_METER: 'series-is-closed',
  ERR_ENEDIS_POWER: 'series-is-closed',
  ERR_ENEDIS_CONTRACT: 'series-is-closed',
  ERR_ENEDIS_REQUEST: 'series-is-closed',
  ERR_ENEDIS_NO_CURVE: 'no-data',
  ERR_ENEDIS_NO_DATA: 'no-data',
  ERR_ENEDIS_ACTIVATION: 'before-activation',
  ERR_ENEDIS_TOO_OLD: 'too-old',
  ERR_ENEDIS_TOO_LONG: 'too-long',
};
