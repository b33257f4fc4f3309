// The energy of one meter: both totals with their offsets, and the power that they make.
import { meterHash, type StoredDevice } from './device-keys';
import {
  EnergyTotal,
  type EnergySum,
  injectedSum,
  type KnownTotal,
  MOST_W_OF_A_HOME,
  withdrawnSum,
} from './energy-total';
import { CANONICAL_ROWS as ROWS } from './entities/canonical';
import { PowerEstimate } from './power-estimate';
import type { Reading } from './reading';
import type { Fact } from './state';

/** The last value is put on the disk so often; a change of an offset at once. */
const SAVE_EVERY_MS = 15 * 60_000;

/** No more is connected to HTA. */
const MOST_W_ON_HTA = 40_000_000;
/** Meters behind which more than a home may lie, and what that can draw. The CJE is for 36 to 250 kVA. */
const LARGE: ReadonlyMap<string, number> = new Map([
  ['cje', 1_000_000],
  ['ice-2q', MOST_W_ON_HTA],
  ['ice-4q', MOST_W_ON_HTA],
  ['saphir', MOST_W_ON_HTA],
  ['unknown', MOST_W_ON_HTA],
]);

export type TotalDirection = 'withdrawn' | 'injected';
const ROW_OF = { withdrawn: ROWS.energyTotal, injected: ROWS.energyReturned } as const;
type TotalRow = (typeof ROW_OF)[TotalDirection];

export class MeterEnergy {
  private readonly withdrawn: EnergyTotal;
  private readonly injected: EnergyTotal;
  /** Those that were told since the start. */
  private readonly told = new Set<EnergyTotal>();
  private readonly power = new PowerEstimate();
  private savedAt = -Infinity;

  constructor(
    private readonly memory: StoredDevice,
    private readonly changed: () => void,
  ) {
    this.withdrawn = new EnergyTotal(memory.withdrawn);
    this.injected = new EnergyTotal(memory.injected);
  }

  /** True while a value is held back because it would have been a step. */
  get isHeld(): boolean {
    return this.withdrawn.isHeld || this.injected.isHeld;
  }

  facts(reading: Reading, now: number): Fact[] {
    const withdrawn = usable(withdrawnSum(reading.values, reading.decoded), reading);
    const injected = injectedSum(reading.values);
    const facts = [
      ...this.total(this.withdrawn, ROW_OF.withdrawn, withdrawn, reading, now),
      ...this.total(this.injected, ROW_OF.injected, injected, reading, now),
      ...this.estimate(withdrawn, injected, reading, now),
    ];
    this.keep(now);
    return facts;
  }

  /**
   * What a broker has, read back.
   * @returns what to tell instead of what was told before it came
   */
  raiseFloor(direction: TotalDirection, known: KnownTotal, now: number): Fact[] {
    const total = this[direction];
    const raised = total.raiseFloor(known, now);
    this.keep(now);
    return raised && this.told.has(total) ? factsOf(total, ROW_OF[direction]) : [];
  }

  /** Puts the last values where they outlive a restart. */
  keep(now: number, always = false): void {
    const { memory } = this;
    const before = JSON.stringify([memory.withdrawn?.offsetWh, memory.withdrawn?.basis, memory.injected?.offsetWh]);
    if (this.withdrawn.memory !== undefined) memory.withdrawn = { ...this.withdrawn.memory };
    if (this.injected.memory !== undefined) memory.injected = { ...this.injected.memory };
    const after = JSON.stringify([memory.withdrawn?.offsetWh, memory.withdrawn?.basis, memory.injected?.offsetWh]);
    if (!always && before === after && now - this.savedAt < SAVE_EVERY_MS) return;
    this.savedAt = now;
    this.changed();
  }

  private total(total: EnergyTotal, row: TotalRow, sum: EnergySum | null, reading: Reading, now: number): Fact[] {
    if (sum === null) return [];
    const basis = basisOf(sum, reading);
    const mostW = LARGE.get(reading.family) ?? MOST_W_OF_A_HOME;
    const verdict = total.update(sum.wh, basis, now, mostW, sum.period);
    if ('held' in verdict) return [];
    this.told.add(total);
    return factsOf(total, row);
  }

  private estimate(withdrawn: EnergySum | null, injected: EnergySum | null, reading: Reading, now: number): Fact[] {
    if (withdrawn === null || (injected === null && reading.producer === true) || this.isHeld) return [];
    const at = reading.completedAt ?? now;
    const watts = this.power.update(withdrawn.wh, injected?.wh ?? 0, basisOf(withdrawn, reading), at);
    return watts === null ? [] : [{ row: ROWS.powerEstimated, value: watts }];
  }
}

function factsOf({ memory }: EnergyTotal, row: TotalRow): Fact[] {
  if (memory === undefined) return [];
  const { lastWh, offsetWh, basis } = memory;
  return [{ row, value: lastWh, attributes: { offset_wh: offsetWh, origin_key: basis } }];
}

/** Null where the frame lost something that may have been a member of the sum. */
function usable(sum: EnergySum | null, { quality, carries }: Reading): EnergySum | null {
  if (sum?.needsWholeFrame !== true) return sum;
  return quality.complete && quality.rejected === 0 && quality.held === 0 && !carries ? sum : null;
}

function basisOf({ counting }: EnergySum, { meterId, stream }: Reading): string {
  return `${meterHash(meterId ?? stream)}:${counting}`;
}
