// What is published of a household, and when: each morning the day before, and what goes wrong with it, on the same days of each year.
import { dayInstant } from '../paris-clock';
import { hash, noiseAt } from '../random';
import type { Direction, Household } from './household';

/** One interval as it is published. */
export interface PublishedSlot {
  readonly start: number;
  readonly end: number;
  /** Mean power in W; null: there is a line for it, but no value. */
  readonly watts: number | null;
  readonly isEstimated: boolean;
}

export interface PublishedDay {
  readonly day: number;
  /** Wh; absent: not there (yet). */
  readonly wh?: number;
  /** Absent: not there (yet); in order, maybe with holes. */
  readonly curve?: readonly PublishedSlot[];
  readonly peak?: { readonly at: number; readonly va: number };
  readonly isCorrected: boolean;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface Incident {
  /** Month from 1, 0 for every month; day of the month. */
  readonly on: readonly (readonly [month: number, day: number])[];
  readonly describe: string;
}

/** By name, the days of each year on which something is not as usual. */
export const INCIDENTS = {
  late: {
    on: [
      [3, 5],
      [6, 5],
      [9, 5],
      [12, 5],
    ],
    describe: 'comes two days late',
  },
  corrected: { on: [[0, 12]], describe: 'three hours were too low at first; corrected after three more days' },
  hole: {
    on: [
      [2, 20],
      [5, 20],
      [8, 20],
      [11, 20],
    ],
    describe: 'the curve lacks 13:00 to 16:00 for good',
  },
  'no-curve': {
    on: [
      [4, 26],
      [10, 26],
    ],
    describe: 'there is no curve at all, but the energy of the day',
  },
  'empty-values': { on: [[0, 27]], describe: 'two lines of the curve have no value' },
  estimated: {
    on: [
      [1, 15],
      [7, 15],
    ],
    describe: 'four lines of the curve are estimated',
  },
  silent: {
    on: [
      [1, 8],
      [7, 8],
    ],
    describe: 'nothing of this day ever comes',
  },
} as const satisfies Record<string, Incident>;

export type IncidentName = keyof typeof INCIDENTS;

/** What has happened to a civil day. */
export function incidentOf(household: Household, day: number): IncidentName | undefined {
  if (household.meter.isSmooth === true) return undefined;
  const date = new Date(day * DAY);
  const [month, dayOfMonth] = [date.getUTCMonth() + 1, date.getUTCDate()];
  for (const [name, { on }] of Object.entries(INCIDENTS) as [IncidentName, Incident][])
    if (on.some(([m, d]) => (m === 0 || m === month) && d === dayOfMonth)) return name;
  return undefined;
}

/** When energy and maximum of a day are there: in the morning after it, between 05:30 and 08:30; the curve up to half an hour later. */
export function publishedAt(household: Household, day: number): { energy: number; curve: number; corrected: number } {
  const lot = noiseAt(hash(household.meter.seed), day);
  const morning = dayInstant(day + (incidentOf(household, day) === 'late' ? 3 : 1), 7) + Math.round(lot * 90) * MINUTE;
  return { energy: morning, curve: morning + Math.round((lot + 1) * 15) * MINUTE, corrected: morning + 3 * DAY };
}

/** A civil day as it is known at `now`. */
export function publishedDay(household: Household, direction: Direction, day: number, now: number): PublishedDay {
  const incident = incidentOf(household, day);
  const when = publishedAt(household, day);
  const slots = household.slots(day, direction);
  if (slots.length === 0 || incident === 'silent') return { day, isCorrected: false };
  const isCorrected = incident === 'corrected' && now >= when.corrected;
  const isLow = incident === 'corrected' && !isCorrected;
  const midnight = dayInstant(day);
  const within = (start: number, from: number, to: number): boolean =>
    start >= midnight + from * HOUR && start < midnight + to * HOUR;
  const curve = slots
    .filter(({ start }) => incident !== 'hole' || !within(start, 13, 16))
    .map(({ start, end, wh }) => {
      const known = isLow && within(start, 17, 20) ? Math.floor(wh * 0.8) : wh;
      return {
        start,
        end,
        watts: incident === 'empty-values' && within(start, 10, 11) ? null : (known * HOUR) / (end - start),
        isEstimated: incident === 'estimated' && within(start, 2, 4),
      };
    });
  // The energy comes from the register: holes of the curve are none of its own.
  const wh = isLow
    ? curve.reduce((sum, { start, end, watts }) => sum + ((watts ?? 0) * (end - start)) / HOUR, 0)
    : household.energy(day, direction);
  return {
    day,
    isCorrected,
    ...(now >= when.energy && { wh, peak: household.peak(day) }),
    ...(now >= when.curve && household.meter.collectsCurve && incident !== 'no-curve' && { curve }),
  };
}
