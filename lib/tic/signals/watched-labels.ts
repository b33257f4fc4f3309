// The labels of Linky and the blue meters that some signal is made of.
import type { Dialect } from '../families/family';
import type { LabelEntry } from '../families/label';
import { isCounted } from '../power/business-power';
import { CURRENTS_AND_VOLTAGES } from './knowledge';

export const TARIFF_LABELS: ReadonlySet<string> = new Set(['PTEC', 'LTARF', 'NTARF']);
export const COLOUR_LABELS: ReadonlySet<string> = new Set([...TARIFF_LABELS, 'DEMAIN', 'PPOINTE']);

/** What is done with a group. `figure`: a detail shows its last value, `flow`: that of its own frame; `text`: it is believed as it stands. */
type WatchedAs = 'figure' | 'flow' | 'drawn' | 'overrun' | 'notice' | 'status' | 'text' | 'mobile-peak';

const LABELS: ReadonlyMap<string, WatchedAs> = new Map(
  (
    [
      ['figure', ['ISOUSC', 'PREF', 'PCOUP']],
      ['flow', CURRENTS_AND_VOLTAGES],
      ['drawn', ['SINSTS']],
      // Their figures are shown, too.
      ['overrun', ['ADPS', 'ADIR1', 'ADIR2', 'ADIR3']],
      ['notice', ['PEJP']],
      ['status', ['STGE']],
      ['text', [...TARIFF_LABELS, 'OPTARIF', 'NGTF', 'DEMAIN', 'PPOINTE']],
      ['mobile-peak', ['DPM1', 'FPM1', 'DPM2', 'FPM2', 'DPM3', 'FPM3']],
    ] as const
  ).flatMap(([as, labels]) => labels.map((label): [string, WatchedAs] => [label, as])),
);

/** Undefined: a label of a business meter, or one of which no signal is made. */
export function watchedAs(label: string): WatchedAs | undefined {
  return LABELS.get(label);
}

/** How much of a label signals must hear: nothing, what is new, every group. */
export const UNHEARD = 0;
export const NEWS = 1;
export const ALL = 2;

/** What of a label `TicSignals` must be shown: on business meters all labels, for their figures bound the power. */
export function hearingOf({ isBusiness, subscribed }: Dialect, { label, row }: LabelEntry): number {
  if (LABELS.has(label)) return ALL;
  if (isBusiness !== true) return UNHEARD;
  const isFigure = row.unit !== null && !isCounted(label) && subscribed?.tell !== label;
  return isFigure && subscribed?.binding.test(label) !== true ? NEWS : ALL;
}
