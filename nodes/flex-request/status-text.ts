// What the status under flex-request says: what is in force, what waits for a decision, what is to come.
import type { FlexRequest } from '../../lib/flex/request/request';
import { needsDecision } from '../../lib/flex/request/states';
import { boundsOf, currentOf } from '../../lib/flex/view/views';
import { directionOf } from '../../lib/flex/site/direction';
import { PARIS } from '../../lib/grid/paris-time';
import { decimal } from '../runtime/status/figures';
import type { StatusLook } from '../runtime/status/status';
import type { Translate } from '../runtime/types';
import type { SiteSide } from './site-side';

const SIGN = { reduce: '−', increase: '+', limit: '≤ ' } as const;

/** @param now epoch milliseconds: another day is named */
export function flexStatus(
  requests: readonly FlexRequest[],
  { rules, server }: Pick<SiteSide, 'rules' | 'server'>,
  now: number,
  translate: Translate,
): { look: StatusLook; text: string } {
  const waiting = requests.filter(needsDecision).length;
  const current = currentOf(requests);
  const say = (key: string, request: FlexRequest, at: number): string => {
    const { powerW } = boundsOf(request);
    const power = `${SIGN[directionOf(powerW, rules.sign)]}${decimal(translate, Math.abs(powerW) / 1000, 1)} kW`;
    return translate(`flex-request.status.${key}`, { power, at: clockTime(at, now, translate), waiting });
  };
  if (current?.state === 'active') {
    const look = directionOf(boundsOf(current).powerW, rules.sign) === 'increase' ? 'working' : 'alert';
    return { look, text: say('active', current, boundsOf(current).end) };
  }
  if (current !== undefined && needsDecision(current))
    return { look: 'waiting', text: say(waiting > 1 ? 'several' : 'waiting', current, boundsOf(current).start) };
  if (current?.state === 'confirmed')
    return { look: 'working', text: say('confirmed', current, boundsOf(current).start) };
  const accepted = requests.find(({ state }) => state === 'accepted');
  if (accepted !== undefined) return { look: 'working', text: say('accepted', accepted, boundsOf(accepted).start) };
  return server.listening
    ? { look: 'ok', text: translate('status.ready') }
    : { look: 'waiting', text: translate('status.starting') };
}

/** "10h00" in French, "10:00" elsewhere: a colon has no place in a status. */
function clockTime(at: number, now: number, translate: Translate): string {
  const { month, day, hour, minute } = PARIS.fields(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const key = PARIS.dayKey(at) === PARIS.dayKey(now) ? 'time' : 'time-later';
  return translate(`flex-request.status.${key}`, {
    hour: two(hour),
    minute: two(minute),
    date: `${two(day)}/${two(month)}`,
  });
}
