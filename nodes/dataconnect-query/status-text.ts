// What the status under dataconnect-query says: until when there are data, what is fetched, what is waited for.
import type { CollectorState } from '../../lib/enedis/collect/news';
import type { EnergySummary } from '../../lib/enedis/summary/energy-summary';
import type { LinkyRedError } from '../../lib/errors';
import { isoParis, PARIS, type DayKey } from '../../lib/grid/paris-time';
import { statusKeyOf } from '../runtime/status/error-report';
import { decimal } from '../runtime/status/figures';
import type { StatusLook } from '../runtime/status/status';
import type { Translate } from '../runtime/types';

const OWN = 'dataconnect-query.status';

export interface ShownEnergy {
  readonly look: StatusLook;
  readonly text: string;
  /** Changes at each call of a back-fill. */
  readonly isFigure: boolean;
}

/** @param problem one that passes by itself @param now epoch ms */
export function energyStatus(
  state: CollectorState,
  summary: EnergySummary,
  problem: LinkyRedError | undefined,
  now: number,
  translate: Translate,
): ShownEnergy {
  const { running, daysLeft } = state.backfill;
  if (running)
    return { look: 'working', text: translate(`${OWN}.fetching`, { days: Math.ceil(daysLeft) }), isFigure: true };
  const { dataUntil } = summary;
  const isUpToDate = dataUntil !== null && dataUntil >= PARIS.addDays(PARIS.dayKey(now), -1);
  const why =
    problem === undefined
      ? nextTry(isUpToDate ? undefined : state.nextCall, translate)
      : translate(statusKeyOf(problem));
  const known = dataUntil === null ? translate(`${OWN}.nothing-yet`) : until(dataUntil, summary, translate);
  return {
    look: isUpToDate ? 'ok' : 'waiting',
    text: [known, ...(why === '' ? [] : [why])].join(' · '),
    isFigure: false,
  };
}

/** The day, and what was used on it: of a meter that only produces, what it produced. */
function until(day: DayKey, { consumption, production }: EnergySummary, translate: Translate): string {
  const text = translate(`${OWN}.until`, { day: `${day.slice(8)}/${day.slice(5, 7)}` });
  const last = (consumption ?? production)?.lastDay;
  return last?.day === day ? `${text} · ${decimal(translate, last.kWh, 1)} kWh` : text;
}

/** "next try 13h23": a colon has no place in a status. */
function nextTry(at: number | undefined, translate: Translate): string {
  return at === undefined ? '' : translate(`${OWN}.next`, { time: isoParis(at).slice(11, 16).replace(':', 'h') });
}
