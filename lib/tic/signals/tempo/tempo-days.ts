// Which Tempo day is in force, and what was said of the days. Off-peak hours last from 22:00 to 06:00 and end the day, peak
// hours begin the next one: so the meter says by its period which day it means, however early or late its clock is.
import type { CivilZone, DayKey } from '../../../grid/paris-time';
import { TARIFF_DAY_HOUR } from '../../../grid/paris-time';
import type { Moment } from '../../../grid/event/condition';
import { Memo } from '../../value/memo';
import type { TempoColour } from '../../value/status-register';

const HOUR_MS = 3_600_000;
/** Between two off-peak periods lie the peak hours. */
const PEAK_MS = 16 * HOUR_MS;
/** Between two peak periods lie the off-peak hours, in the night of spring seven. */
const OFF_PEAK_MS = 7 * HOUR_MS;
/** A clock that is put right by less turns no period into another one; and a change seen within it was seen as it came. */
const NEAR_MS = HOUR_MS;

/** Off-peak at such an hour is the end of the day before until 14:00, and the beginning of today's from then on. */
const OFF_PEAK_TURNS = 14;
/** Peak at such an hour is that of the day before until 02:00, and that of today from then on. */
const PEAK_TURNS = 2;
/** The same where the beginning of the peak hours was seen: no clock is late by so much. */
const PEAK_BEGINS = 0;

export interface TempoDay {
  readonly day: DayKey;
  readonly colour: TempoColour;
}

export class TempoDays {
  private seen: { readonly day: DayKey; readonly offPeak: boolean; readonly at: number } | null = null;
  private current: DayKey | null = null;
  /** The colour of the day in force, as it was told. */
  private inForce: TempoDay | null = null;
  /** The colour of a day to come, as it was said last, and the mobile peak that it was concluded from. */
  private toCome: (TempoDay & { readonly concludedFrom: number | null }) | null = null;

  /**
   * The day in force; null without any clock.
   * @param offPeak as the meter names the period; null where it does not say, and the day is that of the clock
   */
  dayAt({ at, bySource }: Moment, offPeak: boolean | null, zone: CivilZone): DayKey | null {
    if (at === null || offPeak === null) {
      this.seen = null;
      return at === null ? null : zone.tariffDay(at);
    }
    const day = bySource === true ? dayOfOwnClock(at, offPeak, zone) : this.dayOf(at, offPeak, zone);
    this.seen = { day, offPeak, at };
    return day;
  }

  /** True once for each new day: null is none. */
  turnsTo(day: DayKey | null): boolean {
    const before = this.current;
    this.current = day;
    return before !== null && day !== null && before !== day;
  }

  noteInForce(told: TempoDay): void {
    this.inForce = told;
  }

  noteToCome({ day, colour, concludedFrom }: TempoDay & { readonly concludedFrom: number | null }): void {
    this.toCome = { day, colour, concludedFrom };
  }

  forgetToCome(): void {
    this.toCome = null;
  }

  /** Number of the mobile peak that alone tells of the day to come. */
  get concludedFrom(): number | null {
    return this.toCome?.concludedFrom ?? null;
  }

  /** What was told of this day since it began. */
  colourSent(day: DayKey): TempoColour | undefined {
    return this.inForce?.day === day ? this.inForce.colour : undefined;
  }

  /** What was said of this day before it began. */
  colourForetold(day: DayKey): TempoColour | undefined {
    return this.toCome?.day === day ? this.toCome.colour : undefined;
  }

  private dayOf(at: number, offPeak: boolean, zone: CivilZone): DayKey {
    const { seen } = this;
    const since = seen === null ? -Infinity : at - seen.at;
    if (seen?.offPeak === offPeak && since > -NEAR_MS && since < (offPeak ? PEAK_MS : OFF_PEAK_MS)) return seen.day;
    if (offPeak) return dayTurningAt(OFF_PEAK_TURNS, at, zone);
    const begins = seen?.offPeak === true && Math.abs(since) < NEAR_MS;
    return dayTurningAt(begins ? PEAK_BEGINS : PEAK_TURNS, at, zone);
  }
}

/** When a Tempo day begins and ends, epoch milliseconds. */
export function boundsOfDay(day: DayKey, zone: CivilZone): Bounds {
  let ofZone = BOUNDS.get(zone);
  if (ofZone === undefined) {
    const begin = (key: DayKey): number => zone.nextAt(zone.startOfDay(key), TARIFF_DAY_HOUR);
    ofZone = new Memo((key) => ({ start: begin(key), end: begin(zone.addDays(key, 1)) }));
    BOUNDS.set(zone, ofZone);
  }
  return ofZone.of(day);
}

interface Bounds {
  readonly start: number;
  readonly end: number;
}

/** All meters live through the same days. */
const BOUNDS = new WeakMap<CivilZone, Memo<Bounds>>();

/** The clock that the meter goes by itself: only about 06:00 its time and its period may be read in two frames. */
function dayOfOwnClock(at: number, offPeak: boolean, zone: CivilZone): DayKey {
  const { hour } = zone.fields(at);
  if (!offPeak && hour < TARIFF_DAY_HOUR) return zone.dayKey(at);
  if (offPeak && hour === TARIFF_DAY_HOUR) return zone.addDays(zone.dayKey(at), -1);
  return zone.tariffDay(at);
}

/** The civil day of an instant where days begin at this hour. */
function dayTurningAt(hour: number, at: number, zone: CivilZone): DayKey {
  const day = zone.dayKey(at);
  return zone.fields(at).hour < hour ? zone.addDays(day, -1) : day;
}
