// The labels of Linky and the blue meters that some signal is made of.
import type { Dialect } from '../families/family';
import { CURRENTS_AND_VOLTAGES } from './knowledge';

/** Labels whose last figure a detail shows. */
export const FIGURES: ReadonlySet<string> = new Set([
  'ISOUSC',
  'PREF',
  'PCOUP',
  'ADPS',
  'ADIR1',
  'ADIR2',
  'ADIR3',
  ...CURRENTS_AND_VOLTAGES,
]);
export const TARIFF_LABELS: ReadonlySet<string> = new Set(['PTEC', 'LTARF', 'NTARF']);
export const COLOUR_LABELS: ReadonlySet<string> = new Set([...TARIFF_LABELS, 'DEMAIN', 'PPOINTE']);
/** Labels that are believed as they stand. */
export const TEXTS: ReadonlySet<string> = new Set([...TARIFF_LABELS, 'OPTARIF', 'NGTF', 'DEMAIN', 'PPOINTE']);
export const MOBILE_PEAKS: ReadonlySet<string> = new Set(['DPM1', 'FPM1', 'DPM2', 'FPM2', 'DPM3', 'FPM3']);
export const OVERRUNS: ReadonlySet<string> = new Set(['ADPS', 'ADIR1', 'ADIR2', 'ADIR3']);

export const LABELS: ReadonlySet<string> = new Set([
  ...FIGURES,
  ...TEXTS,
  ...MOBILE_PEAKS,
  ...OVERRUNS,
  'SINSTS',
  'PEJP',
  'STGE',
]);

/** Labels of a dialect that `TicSignals` must be shown: on business meters all, for their figures bound the power. */
export function isWatched(dialect: Dialect, label: string): boolean {
  return dialect.isBusiness === true || LABELS.has(label);
}
