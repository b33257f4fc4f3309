// What is known of each label of a business meter now, over short frames too.
import type { AcceptedGroup, Value } from '../belief/accepted-group';
import { Agreements } from '../belief/agreement';
import type { Frame } from '../frame/frame';
import { decodeJaune, type JauneState } from '../value/jaune';
import { type SubscribedPower, subscribedPower } from '../power/subscribed-power';

/** A frame with one of these says which subscribed power is in force (of PME-PMI, of SAPHIR, of ICE). */
const TELLING = ['PS', 'PTCOURD', 'PTCOUR'];

/** Labels that make the subscribed power: a wrong one would make every number wrong that is measured against it. */
const BINDING = /^(PS|PTCOUR|LIB_p|KDC)/;
/** On a bad line they are believed when the next group agrees. */
const AGREEING_GROUPS = 2;

export class BusinessFacts {
  readonly values = new Map<string, Value>();
  private readonly proposed = new Agreements<Value>(AGREEING_GROUPS);
  private tellsSubscribed = false;
  private unitOfPs: string | null = null;
  private jauneState: JauneState | null = null;

  note({ label, value, unit }: AcceptedGroup, trusted: boolean): void {
    if (value === null) return;
    const isDoubtful = !trusted && BINDING.test(label) && this.values.get(label) !== value;
    if (isDoubtful && !this.proposed.says(label, value)) return;
    this.proposed.forget(label);
    this.values.set(label, value);
    if (label === 'PS') this.unitOfPs = unit;
    if (TELLING.includes(label)) this.tellsSubscribed = true;
  }

  /** CJE: JAUNE, once it is believed. */
  noteJaune(state: JauneState): void {
    this.jauneState = state;
  }

  frameEnded(frame: Frame): void {
    if (frame.kind !== 'long' || !frame.valid) return;
    for (const label of this.values.keys()) if (!frame.seen(label)) this.values.delete(label);
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
    return subscribedPower(this.values, this.unitOfPs);
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
