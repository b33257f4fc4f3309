// The powers of a PME-PMI, a SAPHIR, an ICE or a CJE: what it sends, what follows from its counters, and what is left of the
// subscribed power.
import type { Headroom } from './headroom';
import { MeanPower, type MeanPowerValue } from './mean-power';
import { type BudgetRule, LONGEST_GAP_MS, PowerBudget, type PowerBudgetView } from './power-budget';
import { LONGEST_TD } from './td-tops';
import type { MeterTime } from '../frame/stream-clock';
import type { SubscribedPower } from '../families/family';

/** A power that the meter does not send, derived from a counter. */
export interface DerivedPower {
  value: number;
  unit: 'kW' | 'kVA';
  /** Of the meter's clock, of which it is the mean. */
  seconds: number;
  /** Label of the counter. */
  from: string;
}

export interface DerivedPowers {
  /** Where no PA1MN is sent: SAPHIR with consumer profile. */
  activePower?: DerivedPower;
  /** PME-PMI sends none. */
  apparentPower?: DerivedPower;
}

const MINUTE = 60_000;
const COUNTERS = ['EAS', 'EA_s', 'EAPP_s'] as const;
type Counter = (typeof COUNTERS)[number];
const COUNTED: ReadonlySet<string> = new Set(['TD', ...COUNTERS]);

/** What a budget is counted by: each frame that brings it says something, the same value too. */
export function isCounted(label: string): boolean {
  return COUNTED.has(label);
}

export class BusinessPower {
  private readonly powerBudget: PowerBudget;
  private readonly means: Readonly<Record<Counter, MeanPower>> = {
    EAS: new MeanPower(),
    EA_s: new MeanPower(),
    EAPP_s: new MeanPower(),
  };
  /** Counters that this frame brought undamaged. */
  private readonly counted = new Map<string, number>();
  private counts = false;
  private clock: MeterTime | null = null;
  /** The mean power passes the subscribed one; kept while that is not known. */
  private over = false;
  /** Subscribed power that `over` was evaluated by, and whether it fell while the mean passes it: what was drawn before is in it. */
  private evaluatedBy = 0;
  private fell = false;
  /** When that was evaluated last, by the meter's clock. */
  private evaluatedAt: number | null = null;
  /** Minutes; the last that was known. */
  private td = LONGEST_TD;
  /** While the mean is not known: from when on the meter has not warned. */
  private calmSince: number | null = null;

  constructor(rule: BudgetRule | null) {
    this.powerBudget = new PowerBudget(rule);
  }

  group(label: string, value: number, trusted: boolean): void {
    if (trusted && COUNTED.has(label)) this.counted.set(label, value);
  }

  /**
   * @param clock what the meter's clock said in this frame; null where it did not come
   * @param subscribed what this frame says of it; null where it does not
   */
  frameEnded(clock: MeterTime | null, subscribed: SubscribedPower | null): void {
    if (clock !== null) this.noteClock(clock);
    for (const counter of COUNTERS) {
      const energy = this.counted.get(counter);
      if (clock === null || energy === undefined) this.means[counter].missed();
      else this.means[counter].frame(clock.at, energy, LONGEST_GAP_MS);
    }
    const activeWh = this.counted.get('EA_s') ?? this.counted.get('EAS') ?? null;
    const apparentVah = this.counted.get('EAPP_s') ?? null;
    this.counts ||= activeWh !== null || apparentVah !== null;
    const tdMinutes = this.counted.get('TD') ?? null;
    this.powerBudget.frame({ at: clock?.at ?? null, apparentVah, activeWh, subscribed, tdMinutes });
    this.counted.clear();
  }

  /**
   * Whether the mean power passes the subscribed one now. While nobody knows the mean what was known holds, until it cannot
   * be so any more: a meter that does not warn is below the subscribed power, so after a whole Td period its mean is too.
   * Where the subscribed power has fallen (another tariff period), the mean is of what the old one allowed: only a meter that
   * warns as well is over the new one.
   * @param warned the meter warns of an overrun; undefined while not known
   * @param at by the meter's clock
   */
  evaluate(warned: boolean | undefined, at: number | null): void {
    const { view } = this.powerBudget;
    this.evaluatedAt = at ?? this.evaluatedAt;
    this.td = view?.td ?? this.td;
    this.calmSince = warned === false ? (this.calmSince ?? at) : null;
    if (view !== null && view.mean !== null) {
      const passes = view.mean > view.subscribed;
      this.fell = passes && (this.fell || view.subscribed < this.evaluatedBy);
      this.evaluatedBy = view.subscribed;
      this.over = passes && (this.over || !this.fell || warned !== false);
      this.calmSince = null;
    } else if (warned === false && view?.rule === 'block' && view.left !== null) {
      // In the first minute of a period: the one that was exceeded is over.
      this.over = false;
    } else if (this.calmSince !== null && at !== null) {
      if (at - this.calmSince >= this.td * MINUTE) this.over = false;
    }
  }

  /** The line was silent for less than a Td period: what was over the subscribed power before may be so still. */
  resume({ over, evaluatedAt, td }: BusinessPower, at: number | null): void {
    if (!over || evaluatedAt === null || at === null || at - evaluatedAt >= td * MINUTE) return;
    this.over = true;
    this.td = td;
  }

  get exceeded(): boolean {
    return this.over;
  }

  /** Null on meters without one (ICE, CJE), and while the subscribed power is not known. */
  get budget(): PowerBudgetView | null {
    return this.counts ? this.powerBudget.view : null;
  }

  /** @param sendsPower the meter sends PA1MN itself */
  derived(sendsPower: boolean): DerivedPowers | null {
    const active = sendsPower ? null : (this.mean('EAS', 'kW') ?? this.mean('EA_s', 'kW'));
    const apparent = this.mean('EAPP_s', 'kVA');
    if (active === null) return apparent === null ? null : { apparentPower: apparent };
    return apparent === null ? { activePower: active } : { activePower: active, apparentPower: apparent };
  }

  private mean(from: Counter, unit: 'kW' | 'kVA'): DerivedPower | null {
    const found: MeanPowerValue | null = this.means[from].value;
    return found === null ? null : { value: found.value, seconds: found.seconds, unit, from };
  }

  private noteClock(clock: MeterTime): void {
    if (this.clock !== null && wasSet(this.clock, clock)) {
      this.powerBudget.clockSet();
      this.calmSince = null;
      for (const counter of COUNTERS) this.means[counter].forget();
    }
    this.clock = clock;
  }
}

/**
 * Power over the last minute, kW or kVA as the subscribed one is; null while it cannot be known. `sent`: PA1MN, kW; JAUNE,
 * VA.
 */
export function presentPower(
  unit: 'kW' | 'kVA',
  sent: { readonly activeKw: number | null; readonly apparentVa: number | null },
  derived: DerivedPowers | null,
): number | null {
  if (unit === 'kW') return sent.activeKw ?? derived?.activePower?.value ?? null;
  return sent.apparentVa === null ? (derived?.apparentPower?.value ?? null) : sent.apparentVa / 1000;
}

/**
 * What may still be drawn, of powers in kW or kVA: in VA where apparent power is subscribed, in W where active power is
 * (HTA).
 */
export function businessHeadroom(subscribed: SubscribedPower | null, present: number | null): Headroom | null {
  if (subscribed === null) return null;
  const left = present === null ? null : Math.round((subscribed.value - present) * 1000);
  const { unit } = subscribed;
  return {
    va: unit === 'kVA' ? left : null,
    a: null,
    phase: null,
    cutoffVa: null,
    ...(unit === 'kW' ? { w: left } : {}),
  };
}

/** By so much the clocks of meter and host may drift apart between two frames. */
const DRIFT_MS = 5000;

/** The meter's clock did not go on as the host's did. */
function wasSet(before: MeterTime, now: MeterTime): boolean {
  if (now.at < before.at) return true;
  if (before.arrival === null || now.arrival === null) return false;
  return Math.abs(now.at - before.at - (now.arrival - before.arrival)) > DRIFT_MS;
}
