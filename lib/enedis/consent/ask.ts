// What a consent gives: read from the token, typed, or asked of the door.
import { LinkyRedError } from '../../errors';
import { isoParis } from '../../grid/paris-time';
import type { ConsentQuestion, Door } from '../door';
import { maskedPrm } from '../prm';
import { readAccess, readMeters, readServices } from './answers';
import type { Grant } from './grant';

/**
 * A token with the meters that were typed beside it: these count, if the token says nothing else.
 * @throws LinkyRedError ERR_CONSENT_PRM where the token is for others, ERR_CONSENT_NO_PRM where nobody says a meter
 */
export function grantOfToken(ofToken: Grant, typed: readonly string[]): Grant {
  const { prms } = ofToken;
  const strange = prms.length === 0 ? undefined : typed.find((prm) => !prms.includes(prm));
  if (strange !== undefined) {
    const facts = { prm: maskedPrm(strange), others: prms.map(maskedPrm).join(', ') };
    throw new LinkyRedError('ERR_CONSENT_PRM', facts);
  }
  if (typed.length === 0 && prms.length === 0) throw new LinkyRedError('ERR_CONSENT_NO_PRM');
  return { ...ofToken, prms: typed.length > 0 ? typed : prms };
}

/** MyElectricalData v1: one call for each meter. @throws LinkyRedError ERR_CONSENT_REFUSED, ERR_CONSENT_EXPIRED; what the door throws */
export async function askAccess(door: Door, prms: readonly string[], now: number): Promise<Grant> {
  let until: number | undefined;
  for (const prm of prms) {
    const access = await asked(door, { about: 'access', prm }, readAccess);
    if (access.until !== undefined && access.until <= now)
      throw new LinkyRedError('ERR_CONSENT_EXPIRED', { prm: maskedPrm(prm), until: isoParis(access.until) });
    if (access.state === 'refused') throw new LinkyRedError('ERR_CONSENT_REFUSED', { detail: access.information });
    until = Math.min(until ?? Infinity, access.until ?? Infinity);
  }
  return { prms, ...(until !== undefined && until < Infinity && { until }) };
}

/** MyElectricalData v2. No meter: none is there. @throws what the door throws */
export function askMeters(door: Door): Promise<Grant> {
  return asked(door, { about: 'meters' }, readMeters);
}

/** Enedis direct. No meter: none is there yet. @throws what the door throws */
export function askServices(door: Door, autorisationId: number): Promise<Grant> {
  return asked(door, { about: 'services', autorisationId }, (json) => readServices(json, autorisationId));
}

async function asked<Read>(
  door: Door,
  question: ConsentQuestion,
  read: (json: unknown) => Read | undefined,
): Promise<Read> {
  const host = door.row.name;
  const { json } = (await door.askConsent?.(question)) ?? {};
  const found = read(json);
  if (found === undefined) throw new LinkyRedError('ERR_ANSWER', { host, detail: question.about });
  return found;
}
