// The energy of one meter: both totals with their offsets, the floor under every other index, and the power that they make.
import { isoParis } from '../../grid/paris-time';
import { EnergyFloor, type FloorState, type GrowthLimit } from './energy-floor';
import { type EnergySum, injectedSum, withdrawnSum } from './energy-sum';
import { EnergyTotal, type KnownTotal, type TotalState } from './energy-total';
import { CANONICAL_ROWS as ROWS } from '../entities/canonical';
import { isRunning, PERIODS, type PeriodStarts, shifted, startsAt } from './energy-periods';
import { PowerEstimate } from './power-estimate';
import { meterHash } from '../facts/meter-hash';
import { METER_FAMILIES, MOST_W_OF_A_HOME } from '../facts/meter-families';
import type { Reading } from '../facts/message/reading';
import { ReadingClock, type ReadingTime } from './reading-clock';
import { type EntityRow, isTotal, type TotalRow } from '../discovery/row';
import type { Fact } from '../discovery/state';
import { growthLimitOf } from './growth-limit';

/** The last value is put on the disk so often; a change of an offset at once. */
const SAVE_EVERY_MS = 15 * 60_000;

export type TotalDirection = 'withdrawn' | 'injected';
const DIRECTIONS = ['withdrawn', 'injected'] as const satisfies readonly TotalDirection[];
const ROW_OF = { withdrawn: ROWS.energyTotal, injected: ROWS.energyReturned } as const;
const PERIOD_ROWS = {
  withdrawn: { day: ROWS.energyToday, month: ROWS.energyMonth },
  injected: { day: ROWS.returnedToday, month: ROWS.returnedMonth },
} as const;

/** What a broker has of a total, and what to call if the meter shows that it cannot be. */
interface Retained {
  readonly total: KnownTotal;
  readonly refused: () => void;
}

/** What has to outlive a restart; changed in place. */
export interface EnergyMemory {
  /** meterHash of the meter that it was seen on last; null for a meter without identity. */
  meter: string | null;
  withdrawn?: TotalState;
  injected?: TotalState;
  /** Where today and this month have begun. */
  periods?: Partial<Record<TotalDirection, PeriodStarts>>;
  /** The last value of every other energy that only grows, by entity. */
  floors?: Record<string, FloorState>;
}

export class MeterEnergy {
  private readonly totals: Readonly<Record<TotalDirection, EnergyTotal>>;
  /** By entity. */
  private readonly floors: Map<string, EnergyFloor>;
  /** What a broker has, until the first sum can be held against it. */
  private readonly known = new Map<TotalDirection, Retained>();
  /** Those that were published since the start. */
  private readonly published = new Set<TotalDirection>();
  private readonly clock = new ReadingClock();
  private readonly power = new PowerEstimate();
  /** The tariff of each calendar, as the meter named it last. */
  private readonly tariffs = new Map<string, string>();
  private time: ReadingTime | null = null;
  private pace: GrowthLimit = { mostW: MOST_W_OF_A_HOME, stepWh: 1 };
  private savedAt = -Infinity;
  /** Something else than a value that goes on has to outlive a restart. */
  private urgent = false;

  constructor(
    private readonly memory: EnergyMemory,
    private readonly changed: () => void,
  ) {
    this.totals = { withdrawn: new EnergyTotal(memory.withdrawn), injected: new EnergyTotal(memory.injected) };
    this.floors = new Map(Object.entries(memory.floors ?? {}).map(([id, state]) => [id, new EnergyFloor(state)]));
  }

  /** True while a value is held back because it would have been a step. */
  isHeld(now: number): boolean {
    return this.isTotalHeld(now) || [...this.floors.values()].some((floor) => floor.isHeld(now));
  }

  /** The totals and the power; the first of what is made of a reading. */
  facts(reading: Reading, now: number): Fact[] {
    const time = (this.time = this.clock.hear(reading, now));
    const withdrawn = usable(withdrawnSum(reading), reading);
    const injected = injectedSum(reading);
    const facts = [
      ...this.total('withdrawn', withdrawn, reading, time),
      ...this.total('injected', injected, reading, time),
      ...this.estimate(withdrawn, injected, reading, time),
    ];
    this.keep(now);
    return facts;
  }

  /** What is of another day or month than now: unknown until the first reading of the new one. */
  overFacts(now: number): Fact[] {
    return DIRECTIONS.flatMap((direction) => {
      const starts = this.memory.periods?.[direction];
      const over = starts === undefined ? [] : PERIODS.filter((period) => !isRunning(period, starts, now));
      return over.map((period) => ({ row: PERIOD_ROWS[direction][period], value: null, onlyIfAnnounced: true }));
    });
  }

  /** Of the facts of the same reading those that may be published: no energy that falls or leaps. */
  floored(facts: readonly Fact[], reading: Reading): Fact[] {
    const { time } = this;
    if (time === null) return [];
    for (const label of TARIFFS.values()) {
      const tariff = reading.values[label];
      if (typeof tariff === 'string') this.tariffs.set(label, tariff);
    }
    return facts.filter(({ row, value }) => {
      if (!isTotal(row) || typeof value !== 'number') return true;
      return this.mayPublish(row, value, reading, time);
    });
  }

  /**
   * What a broker has, read back. Before the meter has spoken nothing can be held against it: it waits.
   * @param refused called if it cannot be, now or once the meter speaks
   * @returns what to publish instead of what was published before it came
   */
  raiseFloor(direction: TotalDirection, total: KnownTotal, now: number, refused: () => void): Fact[] {
    const kept = this.totals[direction];
    if (this.time === null || kept.memory === undefined) {
      this.known.set(direction, { total, refused });
      return [];
    }
    const isPublished = this.published.has(direction);
    if (!this.held(direction, { total, refused }, now, isPublished)) return [];
    this.keep(now);
    return isPublished ? [...factsOf(kept, ROW_OF[direction]), ...this.periodFacts(direction)] : [];
  }

  /** Puts the last values where they outlive a restart. */
  keep(now: number, always = false): void {
    const { memory } = this;
    const before = basesOf(memory);
    const { withdrawn, injected } = this.totals;
    if (withdrawn.memory !== undefined) memory.withdrawn = withdrawn.memory;
    if (injected.memory !== undefined) memory.injected = injected.memory;
    const isUrgent = always || this.urgent || before !== basesOf(memory);
    if (!isUrgent && now - this.savedAt < SAVE_EVERY_MS) return;
    this.savedAt = now;
    this.urgent = false;
    this.changed();
  }

  private isTotalHeld(now: number): boolean {
    return this.totals.withdrawn.isHeld(now) || this.totals.injected.isHeld(now);
  }

  private mayPublish(row: TotalRow, value: number, reading: Reading, time: ReadingTime): boolean {
    let floor = this.floors.get(row.id);
    if (floor === undefined) this.floors.set(row.id, (floor = new EnergyFloor(undefined)));
    const scale = WH[row.unit ?? ''] ?? 1;
    const wh = value * scale;
    const basis = this.countOf(row, reading);
    const verdict = floor.verdictOn(wh, basis, time, growthLimitOf(row, reading, scale));
    if (verdict === 'held') return false;
    const state = { basis: basis ?? floor.memory?.basis ?? '', lastWh: wh, at: time.at };
    floor.take(state, time);
    (this.memory.floors ??= {})[row.id] = state;
    this.urgent ||= verdict !== 'follows';
    return true;
  }

  /** Which count an entity shows: of the meter, and of a calendar that has several tariffs; null: it was not said. */
  private countOf(row: EntityRow, reading: Reading): string | null {
    const { onlyWhen } = row as { onlyWhen?: { readonly label: string } };
    const calendar = onlyWhen === undefined ? undefined : TARIFFS.get(onlyWhen.label);
    if (calendar === undefined) return this.meterOf(reading);
    const tariff = this.tariffs.get(calendar);
    return tariff === undefined ? null : `${this.meterOf(reading)}:${tariff}`;
  }

  /** A damaged frame may not name its meter: it is the one that was there. */
  private meterOf({ stream }: Reading): string {
    return this.memory.meter ?? meterHash(stream);
  }

  private total(direction: TotalDirection, sum: EnergySum | null, reading: Reading, time: ReadingTime): Fact[] {
    if (sum === null) return [];
    const total = this.totals[direction];
    const counted = { wh: sum.wh, basis: this.basisOf(sum, reading), period: sum.period };
    this.pace = { mostW: METER_FAMILIES[reading.family].mostW, stepWh: 1 };
    const isRemembered = total.memory !== undefined;
    if (isRemembered) this.believe(direction, time.at);
    const before = total.memory;
    let wh = total.update(counted, time, this.pace);
    // Where nothing is remembered, what the meter counts is what the broker's word is held against.
    if (!isRemembered && this.believe(direction, time.at)) wh = total.update(counted, time, this.pace);
    if (wh === null) return [];
    this.published.add(direction);
    this.begin(direction, startsAt({ lastWh: wh, at: time.at }, before, this.memory.periods?.[direction]));
    return [...factsOf(total, ROW_OF[direction]), ...this.periodFacts(direction)];
  }

  /** What has waited for the meter to speak. @returns whether the total is another one now */
  private believe(direction: TotalDirection, now: number): boolean {
    const known = this.known.get(direction);
    if (known === undefined) return false;
    this.known.delete(direction);
    return this.held(direction, known, now, false);
  }

  /** Holds what a broker has against the meter. @returns whether the total is another one now */
  private held(direction: TotalDirection, { total, refused }: Retained, now: number, isPublished: boolean): boolean {
    const kept = this.totals[direction];
    const offsetWh = kept.memory?.offsetWh ?? 0;
    const belief = kept.believe(total, now, this.pace, isPublished);
    if (belief === 'refused') refused();
    const starts = this.memory.periods?.[direction];
    if (belief === 'raised' && starts !== undefined)
      this.begin(direction, shifted(starts, (kept.memory?.offsetWh ?? 0) - offsetWh));
    return belief === 'raised';
  }

  private begin(direction: TotalDirection, starts: PeriodStarts): void {
    const periods = (this.memory.periods ??= {});
    const before = periods[direction];
    periods[direction] = starts;
    this.urgent ||= PERIODS.some((period) => before?.[period] !== starts[period]);
  }

  private periodFacts(direction: TotalDirection): Fact[] {
    const [starts, total] = [this.memory.periods?.[direction], this.totals[direction].memory];
    if (starts === undefined || total === undefined) return [];
    return PERIODS.map((period) => ({
      row: PERIOD_ROWS[direction][period],
      value: total.lastWh - starts[period].baseWh,
      attributes: { since: isoParis(starts[period].since) },
    }));
  }

  private estimate(
    withdrawn: EnergySum | null,
    injected: EnergySum | null,
    reading: Reading,
    time: ReadingTime,
  ): Fact[] {
    if (withdrawn === null || (injected === null && reading.producer === true) || this.isTotalHeld(time.at)) return [];
    // A change from one clock to the other is a gap: it begins anew.
    const at = (time.isShown ? time.meter : null) ?? reading.completedAt ?? time.at;
    const watts = this.power.update(withdrawn.wh, injected?.wh ?? 0, this.basisOf(withdrawn, reading), at);
    return watts === null ? [] : [{ row: ROWS.powerEstimated, value: watts }];
  }

  private basisOf({ counting }: EnergySum, reading: Reading): string {
    return `${this.meterOf(reading)}:${counting}`;
  }
}

/** Wh (varh) of a unit; what is none is measured in its own. */
const WH: Readonly<Record<string, number>> = { Wh: 1, kWh: 1000, varh: 1, kvarh: 1000 };

/** The tariff of a PME-PMI by the label of the period in force: both name the counter that an index shows. */
const TARIFFS: ReadonlyMap<string, string> = new Map([
  ['PTCOUR1', 'MESURES1'],
  ['PTCOUR2', 'MESURES2'],
]);

/** What is put on the disk at once when it changes. */
function basesOf({ withdrawn, injected }: EnergyMemory): string {
  return JSON.stringify([withdrawn?.offsetWh, withdrawn?.basis, injected?.offsetWh]);
}

function factsOf({ memory }: EnergyTotal, row: (typeof ROW_OF)[TotalDirection]): Fact[] {
  if (memory === undefined) return [];
  const { lastWh, offsetWh, basis } = memory;
  return [{ row, value: lastWh, attributes: { offset_wh: offsetWh, origin_key: basis } }];
}

/** Null where the frame lost something that may have been a member of the sum. */
function usable(sum: EnergySum | null, { quality, carries }: Reading): EnergySum | null {
  if (sum?.needsWholeFrame !== true) return sum;
  return quality.complete && quality.rejected === 0 && quality.held === 0 && !carries ? sum : null;
}
