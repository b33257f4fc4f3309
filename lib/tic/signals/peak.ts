// `peak`: EJP of historique (PEJP and PTEC), mobile peaks of standard (STGE 28–31, DPMn, FPMn). Never on Tempo, where the
// same groups tell colours.
import type { Condition, Channel } from '../../grid/event/condition';
import type { SignalLevel } from '../../grid/signal';
import type { LabelPresence } from '../frame/label-presence';
import type { Situation } from './knowledge';
import { mobilePeaks } from './mobile-peaks';

export const PEAK: Channel = { name: 'peak', signal: 'peak', unfulfilled: 'withdrawn' };

/** What a peak from the meter tells. */
export interface PeakDetail extends Record<string, unknown> {
  /** Number of the mobile peak, 1..3; null on EJP of historique. */
  pm: number | null;
}

/** From so long before its start on a notice asks loads to reduce. */
export const NOTICE_MS = 3_600_000;
/** A peak that was to start now is still to come for so long: the group that says so may have been damaged. */
const GRACE_MS = 60_000;

/** Historique on EJP. Undefined: not known, or no such contract. */
export function ejpPeak({ knowledge }: Situation, notice: LabelPresence, seenInFrame: boolean): Condition | undefined {
  if (knowledge.text('OPTARIF') !== 'EJP.') return undefined;
  const period = knowledge.text('PTEC');
  // A notice that went with the period before the peak is not withdrawn because that period is not believed yet.
  if (period === undefined || knowledge.isDoubtful('PTEC')) return undefined;
  if (period === 'PM..') return active(null);
  // PEJP goes on during the peak on some meters: once PTEC says that it is over, only a PEJP of this frame is a new notice.
  if (seenInFrame) return announced({ pm: null, start: null, end: null, level: 2 });
  return notice.present === false ? NO_PEAK : undefined;
}

/** Standard, any contract but Tempo. `settled`: the places of DPMn in this frame have passed. */
export function mobilePeak(situation: Situation, settled: boolean): Condition | undefined {
  const { knowledge, moment } = situation;
  const { status } = knowledge;
  if (status === null || knowledge.tempo !== false || knowledge.isDoubtful('STGE')) return undefined;
  const peaks = mobilePeaks(situation);
  const now = moment.at;
  const current = status.peakInProgress;
  if (current !== null) {
    const peak = peaks.find(({ number }) => number === current);
    return active(current, peak?.start ?? null, peak?.end ?? null);
  }
  const coming = peaks.find((peak) => now === null || peak.start > now - GRACE_MS);
  if (coming !== undefined) {
    const near = now !== null && coming.start - now <= NOTICE_MS;
    return announced({ pm: coming.number, start: coming.start, end: coming.end, level: near ? 2 : null });
  }
  // A notice comes before the group that dates it: only when that has not come is it a notice for any moment.
  if (status.peakNotice !== null)
    return settled ? announced({ pm: status.peakNotice, start: null, end: null, level: 2 }) : undefined;
  const known = knowledge.peakStarts.every((presence) => presence.present !== undefined);
  return settled && known ? NO_PEAK : undefined;
}

/** The meter says in so many words that no peak is in progress; whether one is announced is another question. */
export function peakIsOver({ knowledge }: Situation): boolean {
  const period = knowledge.text('PTEC');
  return period !== undefined ? period !== 'PM..' : knowledge.status?.peakInProgress === null;
}

export const NO_PEAK: Condition = { state: 'cleared', level: null, key: '', detail: {} };

function active(pm: number | null, start: number | null = null, end: number | null = null): Condition {
  return { state: 'active', level: 3, key: '', start, end, detail: { pm } satisfies PeakDetail };
}

function announced(peak: {
  pm: number | null;
  start: number | null;
  end: number | null;
  level: SignalLevel | null;
}): Condition {
  const { pm, start, end, level } = peak;
  return { state: 'announced', level, expected: 3, key: '', start, end, detail: { pm } satisfies PeakDetail };
}
