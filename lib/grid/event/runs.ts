// A level in time as a source publishes it (hours of Ecowatt, steps of a price), and the runs of it that are events.
import type { SignalLevel } from '../signal';

/** Epoch ms; level null where nothing was published. In order, without overlap. */
export interface LevelSlot {
  readonly start: number;
  readonly end: number;
  readonly level: SignalLevel | null;
}

/** Slots in a row of level 2 or more: one alert. */
export interface AlertRun {
  readonly start: number;
  readonly end: number;
  /** The highest. */
  readonly level: SignalLevel;
  readonly slots: readonly LevelSlot[];
}

/** The level in force at an instant; null when it was not published. */
export function levelAt(slots: readonly LevelSlot[], at: number): SignalLevel | null {
  return slots.find((slot) => slot.start <= at && at < slot.end)?.level ?? null;
}

/** Neighbours of one level as one slot. */
export function mergedSlots(slots: readonly LevelSlot[]): LevelSlot[] {
  const merged: LevelSlot[] = [];
  for (const slot of slots) {
    const last = merged.at(-1);
    if (last?.end === slot.start && last.level === slot.level) merged.splice(-1, 1, { ...last, end: slot.end });
    else merged.push(slot);
  }
  return merged;
}

/** Alerts in order of time, past midnight in one piece; a slot that was not published ends one. */
export function alertRuns(slots: readonly LevelSlot[]): AlertRun[] {
  const runs: { start: number; end: number; level: SignalLevel; slots: LevelSlot[] }[] = [];
  for (const slot of mergedSlots(slots)) {
    const { level } = slot;
    if (level === null || level < 2) continue;
    const last = runs.at(-1);
    if (last?.end === slot.start) {
      last.end = slot.end;
      last.level = level > last.level ? level : last.level;
      last.slots.push(slot);
    } else runs.push({ start: slot.start, end: slot.end, level, slots: [slot] });
  }
  return runs;
}
