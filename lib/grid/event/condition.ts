// What a source of grid signals says: which event holds in which channel. The life of events makes edges of it.
import type { SignalChange, SignalKind, SignalLevel } from '../signal';

/** What holds now in one channel, as far as the source can tell. */
export interface Condition {
  readonly state: 'announced' | 'active' | 'cleared' | 'unknown';
  readonly level: SignalLevel | null;
  /** While announced: the highest level that it will reach. */
  readonly expected?: SignalLevel | null;
  /** Tells one event from the next in the same channel: a tariff period, a day. Empty where only the state does. */
  readonly key: string;
  /** Epoch milliseconds; absent or null: at any moment, or not known. */
  readonly start?: number | null;
  readonly end?: number | null;
  readonly detail: Readonly<Record<string, unknown>>;
  /** Ends the id instead of the start: colours use the Paris day. */
  readonly idPart?: string;
  /** False: the source has doubts. When they are gone, the event is told again under the change that it began with. */
  readonly certain?: boolean;
  /** Name of the channel whose announced event begins now in this one. */
  readonly continues?: string;
  /**
   * How bad it is, compared from the first number on with what the same event was in the same state (kW of a request, hours of
   * an alert). Absent: as bad as its level.
   */
  readonly rank?: readonly number[];
  /** When only this changes, the event is told again under the change that it began with. */
  readonly edition?: string;
}

/** Holds one event at a time: `day-colour` and `day-colour-next` are two channels of one signal. */
export interface Channel {
  readonly name: string;
  readonly signal: SignalKind;
  /** What an announced event becomes that never starts: a warning has ended, an announcement was withdrawn. */
  readonly unfulfilled: 'ended' | 'withdrawn';
  /** A change of event is told as the end of the old one before the start of the new one. */
  readonly successive?: true;
  /** Whoever speaks, the event goes on: a silence is of the line and not of the meter. */
  readonly ofAnyone?: true;
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
export function edgeTo(state: 'announced' | 'active' | 'unknown'): SignalChange {
  return state === 'active' ? 'started' : state === 'unknown' ? 'lost' : 'announced';
}

/** What a change of one event is called; null: nothing that a consumer must hear of. */
export function changeBetween(before: Condition, after: Condition): SignalChange | null {
  const isOther = before.state !== after.state;
  if (isOther && (after.state === 'active' || after.state === 'unknown')) return edgeTo(after.state);
  // What is ranked is ranked within a state: the other state is an edge of its own.
  if (isOther && after.state === 'announced' && after.rank !== undefined) return 'announced';
  const worse = compare(after, before);
  if (worse !== 0) return worse > 0 ? 'worsened' : 'eased';
  const hasBecomeCertain = before.certain === false && after.certain === true;
  const isSentAgain = hasBecomeCertain || before.edition !== after.edition;
  return isSentAgain && after.state !== 'cleared' ? edgeTo(after.state) : null;
}

/** The end of an event whose successor is already known. */
export function closed(before: Condition): Condition {
  return { ...before, state: 'cleared', level: null };
}

/** From null upwards counts too: a peak announced for tomorrow has no level until its last hour. */
function compare(one: Condition, other: Condition): number {
  const { rank } = one;
  if (rank === undefined || other.rank === undefined) return (one.level ?? -1) - (other.level ?? -1);
  const place = rank.findIndex((number, i) => number !== other.rank?.[i]);
  return place < 0 ? 0 : (rank[place] ?? 0) - (other.rank[place] ?? 0);
}
