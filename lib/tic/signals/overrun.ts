// `power-overrun` of Linky and the blue meters: ADPS, ADIRn, STGE bit 7.
import type { Condition, Channel } from '../../grid/event/condition';
import { impossiblePowers } from '../power/impossible-power';
import { type FrameWitness, LabelPresence, ShortFramePresence } from '../frame/label-presence';
import type { Knowledge, Situation } from './knowledge';

export const OVERRUN: Channel = { name: 'power-overrun', signal: 'power-overrun', unfulfilled: 'ended' };

/** What a power-overrun from the meter tells. */
export interface OverrunDetail extends Record<string, unknown> {
  /** Phases over their limit; null where the meter does not say which. */
  phases: number[] | null;
  /** Null where it did not come, or cannot be beside its currents. */
  value: number | null;
  unit: 'A' | 'VA';
  /** In the same unit. */
  threshold: number | null;
}

interface Over {
  readonly phases: number;
  readonly value: number | null;
  readonly threshold: number | null;
  readonly condition: Condition;
}

function isPresent(presence: ShortFramePresence | undefined, bit: number): number {
  return presence?.present === true ? bit : 0;
}

const OF_PHASES = ['ADIR1', 'ADIR2', 'ADIR3'];

/** Historique: groups that are only there while the current exceeds ISOUSC. */
export class CurrentOverrun {
  private readonly single = new LabelPresence('ADPS');
  private readonly phases = OF_PHASES.map((label) => new ShortFramePresence(label));
  /** What was over, and what that is told as. */
  private last: Over | null = null;

  saw(label: string): void {
    if (label === 'ADPS') this.single.saw();
    else this.phases[Number(label.slice(4)) - 1]?.saw();
  }

  frameEnded(frame: FrameWitness): void {
    this.single.frameEnded(frame);
    for (const phase of this.phases) phase.frameEnded(frame);
  }

  /** Undefined while not known. The very object of last time where it says the same. */
  condition({ knowledge }: Situation, meterPhases: 1 | 3 | null): Condition | undefined {
    const present = isPresent(this.phases[0], 1) + isPresent(this.phases[1], 2) + isPresent(this.phases[2], 4);
    if (present > 0) return this.over(present, this.strongest(knowledge), knowledge);
    if (this.single.present === true) return this.over(1, knowledge.figure('ADPS'), knowledge);
    const known =
      meterPhases === 3 ? this.phases.every((phase) => phase.present === false) : this.single.present === false;
    return known && meterPhases !== null ? cleared : undefined;
  }

  private strongest(knowledge: Knowledge): number {
    let most = -Infinity;
    for (const { label, present } of this.phases)
      if (present === true) most = Math.max(most, knowledge.figure(label) ?? 0);
    return most;
  }

  /** @param phases a bit for each that is over its limit */
  private over(phases: number, value: number | null, knowledge: Knowledge): Condition {
    const threshold = knowledge.figure('ISOUSC');
    const { last } = this;
    if (last?.phases === phases && last.value === value && last.threshold === threshold) return last.condition;
    const numbers = [1, 2, 3].filter((n) => (phases & (1 << (n - 1))) !== 0);
    const condition = active({ phases: numbers, value, unit: 'A', threshold });
    this.last = { phases, value, threshold, condition };
    return condition;
  }
}

/** Standard: STGE says it explicitly. */
export function powerOverrun({ knowledge }: Situation, meterPhases: 1 | 3 | null): Condition | undefined {
  const { status } = knowledge;
  if (status === null) return undefined;
  if (!status.powerOverrun) return cleared;
  const pref = knowledge.figure('PREF');
  return active({
    phases: meterPhases === 1 ? [1] : null,
    value: knowledge.figure('SINSTS'),
    unit: 'VA',
    threshold: pref === null ? null : pref * 1000,
  });
}

/** No breaker holds this many times its threshold for longer than a moment (54E §7). */
const BREAKER_HOLDS = 2;

/**
 * What is drawn, for the detail of an overrun: nothing that the currents before it forbid. They may be a second older than
 * it where an overrun begins, so what the breaker lets through is believed.
 */
export function noteDrawn(knowledge: Knowledge, va: number, meterPhases: 1 | 3 | null): void {
  knowledge.note('SINSTS', va);
  const limitKva = knowledge.figure('PCOUP') ?? knowledge.figure('PREF') ?? 0;
  if (va > BREAKER_HOLDS * limitKva * 1000) forgetImpossible(knowledge, meterPhases);
}

function forgetImpossible(knowledge: Knowledge, meterPhases: 1 | 3 | null): void {
  const figure = (label: string): number | null => knowledge.figure(label);
  const phases = meterPhases ?? (figure('IRMS2') === null && figure('IRMS3') === null ? 1 : 3);
  if (impossiblePowers(figure, phases).includes('SINSTS')) knowledge.note('SINSTS', null);
}

const cleared: Condition = { state: 'cleared', level: null, key: '', detail: {} };

function active(detail: OverrunDetail): Condition {
  return { state: 'active', level: 3, key: '', detail };
}
