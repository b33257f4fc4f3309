// What a source of grid signals says: which event holds in which slot. The book of signals makes edges of it.
import type { SignalChange, SignalKind, SignalLevel } from '../signal';

/** What holds now for one slot, as far as the source can tell. */
export interface Condition {
  readonly state: 'announced' | 'active' | 'cleared';
  readonly level: SignalLevel | null;
  /** While announced: the highest level that it will reach. */
  readonly expected?: SignalLevel | null;
  /** Tells one event from the next in the same slot: a tariff period, a day. Empty where only the state does. */
  readonly key: string;
  /** Epoch milliseconds; absent or null: at any moment, or not known. */
  readonly start?: number | null;
  readonly end?: number | null;
  readonly detail: Readonly<Record<string, unknown>>;
  /** Ends the id instead of the start: colours use the Paris day. */
  readonly idPart?: string;
  /** False: the source has doubts. When they are gone, the event is told again under the change that it began with. */
  readonly certain?: boolean;
  /** Name of the slot whose announced event begins now in this one. */
  readonly continues?: string;
}

/** One place for one event at a time: `day-colour` and `day-colour-next` are two slots of one signal. */
export interface Slot {
  readonly name: string;
  readonly signal: SignalKind;
  /** What an announced event becomes that never starts: a warning has ended, an announcement was withdrawn. */
  readonly unfulfilled: 'ended' | 'withdrawn';
  /** A change of event is told as the end of the old one before the start of the new one. */
  readonly successive?: true;
  /** Of the line itself: whichever meter speaks on it, the event goes on. */
  readonly ofLine?: true;
}

export interface Moment {
  /** Arrival at the host, else the clock of the source; null where neither is known. Epoch milliseconds. */
  readonly issuedAt: number | null;
  /** The same instant by the clock that dates events: the source's where it has one. */
  readonly at: number | null;
  /** That clock is the source's own, and it does not call it wrong. */
  readonly bySource?: boolean;
}

/** How an event begins. */
export function edgeTo(state: 'announced' | 'active'): SignalChange {
  return state === 'active' ? 'started' : 'announced';
}

/** What a change of one event is called; null: nothing that a consumer must hear of. */
export function changeBetween(before: Condition, after: Condition): SignalChange | null {
  if (before.state === 'announced' && after.state === 'active') return 'started';
  // From null upwards counts too: a peak announced for tomorrow has no level until its last hour.
  const [was, is] = [before.level ?? -1, after.level ?? -1];
  if (is > was) return 'worsened';
  if (is < was) return 'eased';
  const hasBecomeCertain = before.certain === false && after.certain === true;
  return hasBecomeCertain && after.state !== 'cleared' ? edgeTo(after.state) : null;
}

/** The end of an event whose successor is already known. */
export function closed(before: Condition): Condition {
  return { ...before, state: 'cleared', level: null };
}
