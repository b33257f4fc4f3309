// What one meter has used and produced, for people and for Home Assistant (schema energy-summary@1): kW, kWh, kVA.
import type { ErrorCode } from '../../errors';
import type { DayKey } from '../../grid/paris-time';
import type { Measure } from '../series';

/** `msg.payload`. What nobody has said is null or absent, never 0. */
export interface EnergySummary {
  readonly prm: string;
  /** ISO 8601 with the Paris offset. */
  readonly at: string;
  /** What is asked for: without `load-curve` there is no `lastCurve`, without `max-power` no `maxPower`. */
  readonly measures?: readonly Measure[];
  /** Null: not asked for. */
  readonly consumption: DirectionSummary | null;
  readonly production: DirectionSummary | null;
  /** The last civil day whose energy is known in all directions that are asked for. */
  readonly dataUntil: DayKey | null;
  /** ISO 8601; null: not known, or without end. */
  readonly consentUntil: string | null;
  /** Why there is nothing newer; null: nothing is wrong. */
  readonly problem: { readonly code: ErrorCode; readonly text: string } | null;
  /** True while the past is being fetched. */
  readonly backfill: { readonly running: boolean; readonly daysLeft: number };
}

export interface DirectionSummary {
  /** The last value of each measure. */
  readonly yesterday: { readonly day: DayKey; readonly kWh: number | null };
  readonly lastDay: { readonly day: DayKey; readonly kWh: number } | null;
  readonly lastCurve: { readonly start: string; readonly end: string; readonly kW: number } | null;
  /** The curve of the day of `lastCurve`, in order; absent without it. */
  readonly curve?: readonly { readonly start: string; readonly kW: number }[];
  /**
   * Of the last days, at most 31, newest first, yesterday at the head, until the oldest of which something is known: what is not
   * known of one is null.
   */
  readonly days?: readonly DayFigures[];
  /** `derived`: of production, the curve's maximum. */
  readonly maxPower: {
    readonly day: DayKey;
    readonly at: string | null;
    readonly kVA: number;
    readonly derived: boolean;
  } | null;
  readonly monthToDate: PeriodEnergy | null;
  readonly yearToDate: PeriodEnergy | null;
  /** The same days a year before. */
  readonly lastYear?: { readonly monthToDate: PeriodEnergy | null; readonly yearToDate: PeriodEnergy | null };
  /** Of the month before, and so on; newest first, the running one left out. */
  readonly months: readonly PeriodEnergy[];
  readonly years: readonly PeriodEnergy[];
  /** Days that lack energy or curve, between the first that is known and yesterday, newest first, at most 31. */
  readonly missingDays: readonly DayKey[];
  readonly missingCount: number;
  readonly quality: 'measured' | 'estimated' | 'derived' | 'daily-only' | null;
}

export interface PeriodEnergy {
  /** `2026-11` or `2026`. */
  readonly period: string;
  readonly from: DayKey;
  /** Exclusive: up to which day it is summed. */
  readonly to: DayKey;
  readonly kWh: number;
  /** Days of it of which nothing is known: not in `kWh`. */
  readonly missingDays: number;
}

export interface DayFigures {
  readonly day: DayKey;
  readonly kWh: number | null;
  /** Of production the curve's maximum, in kW. */
  readonly maxKVA: number | null;
  /** ISO 8601 with the Paris offset. */
  readonly maxAt: string | null;
}
