// What is known of each label of a business meter now, over short frames too.
import type { AcceptedGroup } from '../../belief/accepted-group';
import type { Value } from '../../value/plain';
import { Agreements } from '../../belief/agreement';
import type { Frame } from '../../frame/frame';
import { decodeJaune, type JauneState } from '../../value/jaune';
import type { SubscribedLabels, SubscribedPower } from '../../families/family';

/** On a bad line what makes the subscribed power is believed when the next group agrees. */
const AGREEING_GROUPS = 2;

export class BusinessFacts {
  readonly values = new Map<string, Value>();
  /** Another number each time a label becomes known, or is known no more. */
  labelsKnown = 0;
  /** What each label said last, by its rank. */
  private readonly noted: (AcceptedGroup | undefined)[] = [];
  private readonly proposed = new Agreements<Value>(AGREEING_GROUPS);
  private tellsSubscribed = false;
  /** That came with the label that tells the subscribed power. */
  private unitSent: string | null = null;
  private jauneState: JauneState | null = null;

  /** @param labels of the subscribed power, in the way of speaking of this meter; undefined: it has none */
  constructor(private readonly labels: SubscribedLabels | undefined) {}

  /** It is what the label said last, and is known. */
  knows(group: AcceptedGroup): boolean {
    return group.entry !== undefined && this.noted[group.entry.rank] === group;
  }

  note(group: AcceptedGroup, trusted: boolean): void {
    const { label, value, unit, entry } = group;
    if (value === null) return;
    const isDoubtful = !trusted && this.labels?.binding.test(label) === true && this.values.get(label) !== value;
    if (isDoubtful && !this.proposed.says(label, value)) return;
    this.proposed.forget(label);
    if (entry !== undefined) this.noted[entry.rank] = group;
    const { size } = this.values;
    this.values.set(label, value);
    if (this.values.size !== size) this.labelsKnown++;
    if (label !== this.labels?.tell) return;
    this.unitSent = unit;
    this.tellsSubscribed = true;
  }

  /** CJE: JAUNE, once it is believed. */
  noteJaune(state: JauneState): void {
    this.jauneState = state;
  }

  frameEnded(frame: Frame): void {
    if (frame.kind !== 'long' || !frame.valid || frame.steady) return;
    for (const label of this.values.keys()) {
      if (frame.seen(label)) continue;
      this.values.delete(label);
      this.noted.length = 0;
      this.labelsKnown++;
    }
  }

  get isEmpty(): boolean {
    return this.values.size === 0;
  }

  figure(label: string): number | null {
    const value = this.values.get(label);
    return typeof value === 'number' ? value : null;
  }

  get jaune(): JauneState | null {
    return this.jauneState;
  }

  get subscribed(): SubscribedPower | null {
    return this.labels?.inForce(this.values, this.unitSent) ?? null;
  }

  /** At the end of a frame. Null where what says it came damaged or not at all: the period may have changed. */
  subscribedInFrame(): SubscribedPower | null {
    const told = this.tellsSubscribed;
    this.tellsSubscribed = false;
    return told ? this.subscribed : null;
  }
}

/** What of JAUNE says something new: the period and the notice. Its power and clock change from frame to frame. */
export function readJaune(text: string): { readonly state: JauneState; readonly token: string } | null {
  const state = decodeJaune(text);
  return state === null ? null : { state, token: `${state.period} ${state.overrunNotice ? 'DP' : ''}` };
}
