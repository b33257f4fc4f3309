// Events as they were known last, before a restart, a lost link or another meter; and which of them goes on now.
import type { Channel, Condition } from './condition';
import type { KeptEvents } from './kept-events';
import { type Provenance, UNKNOWN_PROVENANCE, areFromElsewhere, areOfOtherMeters } from './provenance';
import type { GridSignal } from '../signal';

export interface KnownEvent {
  readonly signal: GridSignal;
  readonly under: Provenance;
}

/** Who speaks now. */
export interface Speaker {
  /** Meter id, stream or account. */
  readonly origin: string;
  /** Events may have begun under the name of the stream, before the meter said who it is. */
  readonly firstOrigin: string;
  readonly provenance: Provenance;
}

const NONE: readonly never[] = [];

/** By channel. */
export class LastKnown {
  /** Nothing most of the time: null. */
  private events: Map<string, KnownEvent> | null = null;

  constructor(private readonly speaker: Speaker) {}

  get(name: string): KnownEvent | undefined {
    return this.events?.get(name);
  }

  set(name: string, event: KnownEvent): void {
    this.events ??= new Map();
    this.events.set(name, event);
  }

  delete(name: string): void {
    this.events?.delete(name);
    if (this.events?.size === 0) this.events = null;
  }

  keys(): Iterable<string> {
    return this.events?.keys() ?? NONE;
  }

  values(): Iterable<KnownEvent> {
    return this.events?.values() ?? NONE;
  }

  [Symbol.iterator](): Iterator<[string, KnownEvent]> {
    return (this.events ?? NONE)[Symbol.iterator]();
  }

  restore(open: KeptEvents): void {
    for (const [name, { under, ...signal }] of Object.entries(open))
      this.set(name, { signal, under: { ...UNKNOWN_PROVENANCE, ...under } });
  }

  /** It was in force, as far as anybody knew. */
  wasInForce(channel: Channel): boolean {
    const state = this.get(channel.name)?.signal.state;
    return state === 'active' || state === 'unknown';
  }

  /** It is of another meter, mode or contract. */
  isForeign(channel: Channel): boolean {
    const before = this.get(channel.name);
    return before !== undefined && this.isFromElsewhere(before, channel);
  }

  /** By channel. */
  get open(): readonly (readonly [name: string, signal: GridSignal])[] {
    if (this.events === null) return NONE;
    return [...this.events].flatMap(([name, { signal }]) =>
      signal.state === 'cleared' ? [] : [[name, signal] as const],
    );
  }

  isSameEvent({ signal, under }: KnownEvent, channel: Channel, condition: Condition): boolean {
    if (this.isOfOtherMeter({ signal, under }, channel)) return false;
    // What was open and is over now ended unseen: its id tells a consumer which event that was.
    if (condition.state === 'cleared') return true;
    if (signal.state === 'cleared') return false;
    if (condition.idPart !== undefined) return signal.id.endsWith(`/${condition.idPart}`);
    const period = condition.detail['period'];
    return period === undefined || signal.detail['period'] === period;
  }

  /** An open event of another meter, mode or contract: nobody will tell its end. */
  isFromElsewhere({ signal, under }: KnownEvent, channel: Channel): boolean {
    if (channel.ofAnyone === true || signal.state === 'cleared') return false;
    return this.hasOtherOrigin(signal) || areFromElsewhere(under, this.speaker.provenance);
  }

  isOfOtherMeter({ signal, under }: KnownEvent, channel: Channel): boolean {
    if (channel.ofAnyone === true) return false;
    return this.hasOtherOrigin(signal) || areOfOtherMeters(under, this.speaker.provenance);
  }

  /** Takes out the same event from another channel than the one in which it is found now: it was announced, and has begun. */
  takeMoved(channel: Channel, condition: Condition): KnownEvent | undefined {
    if (condition.idPart === undefined || condition.state === 'cleared') return undefined;
    for (const [name, before] of this) {
      if (name === channel.name || before.signal.signal !== channel.signal) continue;
      if (before.signal.state === 'cleared' || !this.isSameEvent(before, channel, condition)) continue;
      this.delete(name);
      return before;
    }
    return undefined;
  }

  private hasOtherOrigin({ origin }: GridSignal): boolean {
    return origin !== this.speaker.origin && origin !== this.speaker.firstOrigin;
  }
}
