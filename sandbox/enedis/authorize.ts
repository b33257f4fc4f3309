// Consent, v1 and v2: what the address of the page must hold, and where the decision sends the browser.
import { randomBytes } from 'node:crypto';
import { linkyMeters, type Households } from '../household/households';
import type { Reply, Request } from '../web-server';
import { consentPage, page } from './consent-page';
import type { ConsentRegister } from './consents';
import type { Portal } from './portal';

export interface ConsentDesk {
  readonly portal: Portal;
  readonly register: ConsentRegister;
  readonly households: Households;
  /** The address that the application has registered. */
  readonly redirect: () => string;
  readonly isTicked: boolean;
}

const HTML = { 'Content-Type': 'text/html; charset=utf-8' };
const PARAMETERS = ['client_id', 'response_type', 'state', 'duration'];
const LONGEST_DAYS = 3 * 366;
const DAYS = { Y: 365, M: 30, W: 7, D: 1 } as const;

/** GET …/dataconnect/{version}/oauth2/authorize */
export function askHolder(desk: ConsentDesk, version: 'v1' | 'v2', { url }: Request): Reply {
  const asked = Object.fromEntries(url.searchParams);
  const application = desk.portal.application(asked['client_id'] ?? null);
  const strange = Object.keys(asked).filter((name) => !PARAMETERS.includes(name));
  const { state = '', duration = '' } = asked;
  if (strange.length > 0 || asked['response_type'] !== 'code' || state.length > 100)
    return refused(400, 'invalid_request');
  if (durationDays(duration) === undefined) return refused(400, 'invalid_request');
  if (application === undefined) return refused(403, 'access_denied');
  return {
    headers: HTML,
    body: consentPage({
      action: '/dataconnect/decision',
      application: application.name,
      hidden: { version, client_id: application.id, state, duration },
      meters: linkyMeters(desk.households),
      several: version === 'v1',
      isTicked: desk.isTicked,
    }),
  };
}

/** The form of the page. */
export function decide(desk: ConsentDesk, { body, now }: Request): Reply {
  const form = new URLSearchParams(body);
  const application = desk.portal.application(form.get('client_id'));
  const chosen = form.getAll('prm').flatMap((prm) => desk.households.get(prm) ?? []);
  const state = form.get('state') ?? '';
  if (application === undefined) return refused(403, 'access_denied');
  if (form.get('decision') !== 'accept')
    return goTo(desk, { error: 'demande_non_aboutie', error_description: "La demande n'a pas abouti", state });
  const [first] = chosen;
  if (form.get('agree') !== 'yes' || first === undefined) return refused(400, 'invalid_request');
  const ids = chosen.map((household) =>
    desk.register.give(application, household, now, durationDays(form.get('duration') ?? '')),
  );
  if (form.get('version') === 'v2') return goTo(desk, { autorisation_id: String(ids[0]), state });
  const usage_point_id = chosen.map(({ prm }) => prm).join(';');
  return goTo(desk, { code: randomBytes(16).toString('base64url'), state, usage_point_id });
}

/** ISO 8601 in years, months, weeks, days, up to three years. */
function durationDays(text: string): number | undefined {
  if (!/^P(\d+[YMWD])+$/.test(text)) return undefined;
  const parts = [...text.matchAll(/(\d+)([YMWD])/g)];
  const days = parts.reduce((sum, [, count, unit]) => sum + Number(count) * DAYS[unit as keyof typeof DAYS], 0);
  return days === 0 || days > LONGEST_DAYS ? undefined : days;
}

function goTo({ redirect }: ConsentDesk, answer: Record<string, string>): Reply {
  const address = new URL(redirect());
  for (const [name, value] of Object.entries(answer)) address.searchParams.set(name, value);
  return { status: 302, headers: { Location: address.toString() } };
}

function refused(status: number, error: string): Reply {
  return { status, headers: HTML, body: page('Une erreur est survenue', `<p id="error">${error}</p>`) };
}
