// The labels of Linky and the blue meters that some signal is made of.
import type { Dialect } from '../families/family';
import type { LabelEntry } from '../families/label';
import { isCounted } from '../power/business-power';

/** They tell of the power of their own frame, and none of the next. */
export const CURRENTS_AND_VOLTAGES = ['IRMS1', 'IRMS2', 'IRMS3', 'URMS1', 'URMS2', 'URMS3'] as const;

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

/** A group of such a label that says again what is believed tells nothing. Each of these labels has a place of its own. */
const SETTLING: ReadonlySet<WatchedAs> = new Set(['figure', 'status', 'text']);
const PLACES: ReadonlyMap<string, number> = new Map(
  [...LABELS].filter(([, as]) => SETTLING.has(as)).map(([label], place) => [label, place]),
);

/** Labels that are looked for in frames, too: that one is there is to be seen anew where a frame may have been without it. */
export const CALENDAR_PLACE = PLACES.get('NGTF') ?? 0;
export const TARIFF_NAME_PLACE = PLACES.get('LTARF') ?? 0;
export const SETTLED_PLACES = PLACES.size;

/** One for all meters that speak so. */
const PLACES_OF = new Map<Dialect, Uint8Array>();

/** By the rank of a label: its place among those that settle; beyond all of them: it does not. */
export function settledPlaces(dialect: Dialect): Uint8Array {
  const known = PLACES_OF.get(dialect);
  if (known !== undefined) return known;
  const places = Uint8Array.from(dialect.rows, ({ label }) => PLACES.get(label) ?? PLACES.size);
  PLACES_OF.set(dialect, places);
  return places;
}

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
  const as = LABELS.get(label);
  if (as !== undefined) return isBusiness !== true && SETTLING.has(as) ? NEWS : ALL;
  if (isBusiness !== true) return UNHEARD;
  const isFigure = row.unit !== null && !isCounted(label) && subscribed?.tell !== label;
  return isFigure && subscribed?.binding.test(label) !== true ? NEWS : ALL;
}
