// The life of events whose source knows at each look all that holds and all that is ahead: days, runs of hours, requests. It
// gives the list; an event has a channel of its own as long as it lives.
import { isoParis } from '../paris-time';
import type { GridSignal, SignalDetail, SignalKind, SignalLevel, SignalSource, SignalState } from '../signal';
import type { ActTracker, SentSignal } from './act';
import type { Channel, Condition } from './condition';
import { EventLifecycle } from './lifecycle';
import type { KeptEvents } from './kept-events';

/** One event as it stands. */
export interface OutlookEvent<D extends object> extends Omit<Condition, 'key' | 'idPart' | 'detail'> {
  /** The same for its whole life, and of no other event of the source: its id ends with it. */
  readonly name: string;
  readonly detail: D;
  /** Epoch milliseconds; null: nobody knows. */
  readonly issuedAt: number | null;
  /** Where it is new, that is no news: the end of another event says it. */
  readonly isImplied?: boolean;
}

export interface Outlook<D extends object> {
  /** Epoch milliseconds. */
  readonly now: number;
  /** In the order in which they are to be sent. */
  readonly events: readonly OutlookEvent<D>[];
  /** What holds when an event is over that is not among them: it has ended, or was withdrawn before its time. */
  readonly ending: (signal: GridSignal<D>) => Pick<OutlookEvent<D>, 'level' | 'detail' | 'issuedAt'>;
}

/** An event that was sent and is not over. */
export interface OpenEvent {
  readonly name: string;
  readonly state: SignalState;
  readonly level: SignalLevel | null;
  readonly expected: SignalLevel | null;
  /** Epoch milliseconds; -Infinity and Infinity: nobody knows. */
  readonly start: number;
  readonly end: number;
}

export class EventOutlook<D extends object> {
  private readonly events: EventLifecycle;
  private readonly changed: GridSignal[] = [];
  private hasLooked = false;

  constructor(
    source: SignalSource,
    private readonly signal: SignalKind,
    origin: string,
  ) {
    this.events = new EventLifecycle({ source, origin, iso: isoParis, emit: (sent) => this.changed.push(sent) });
  }

  /** What signals allow when they are sent; simulated ones are to be given to it as well. */
  get acts(): ActTracker {
    return this.events.acts;
  }

  /** In order of time. */
  get open(): OpenEvent[] {
    return Object.entries(this.events.open()).map(openEvent).sort(byStart);
  }

  /**
   * What has changed since the last look. What each signal allows is judged by how all events stand after the look.
   * @param again the present state of everything is sent, as after a start; edges missed before are not replayed
   * @returns endings first, in order of time
   */
  look({ now, events, ending }: Outlook<D>, again: boolean): SentSignal<D>[] {
    const isFirst = again || !this.hasLooked;
    // Before anything is known there is nothing to tell.
    if (!again && isFirst && events.every(({ state }) => state === 'unknown')) return [];
    this.hasLooked = true;
    if (isFirst) this.events.forgetKnowledge();

    const names = new Set(events.map(({ name }) => name));
    const before = this.events.open();
    for (const { name, end } of this.open) {
      const signal = before[name];
      if (names.has(name) || signal === undefined) continue;
      const change = isFirst ? 'initial' : end <= now ? 'ended' : 'withdrawn';
      const { issuedAt, level, detail } = ending(signal as unknown as GridSignal<D>);
      this.events.end(name, change, { level, detail: detail as SignalDetail }, { issuedAt, at: now });
    }
    this.events.dropAllBut(names);
    for (const event of events) this.say(event, now, isFirst);
    return this.acts.sentTogether(this.changed.splice(0) as unknown as GridSignal<D>[]);
  }

  /** What must survive a restart. */
  kept(): KeptEvents {
    return this.events.open();
  }

  /** Gives back what `kept` gave before a restart; nothing is sent. */
  restore(kept: KeptEvents): void {
    this.events.restore(kept);
  }

  private say({ name, issuedAt, isImplied, detail, ...rest }: OutlookEvent<D>, at: number, isFirst: boolean): void {
    const channel: Channel = { name, signal: this.signal, unfulfilled: 'withdrawn', ofAnyone: true };
    const condition: Condition = { ...rest, key: '', idPart: name, detail: detail as SignalDetail };
    if (!isFirst) this.events.leaveVacant(name);
    if (isImplied === true) this.events.setImplied(channel, condition, { issuedAt, at });
    else this.events.set(channel, condition, { issuedAt, at });
  }
}

function openEvent([name, { state, level, expected, start, end }]: [string, GridSignal]): OpenEvent {
  const instant = (iso: string | null): number | null => (iso === null ? null : Date.parse(iso));
  return { name, state, level, expected, start: instant(start) ?? -Infinity, end: instant(end) ?? Infinity };
}

function byStart(one: OpenEvent, other: OpenEvent): number {
  return one.start === other.start ? 0 : one.start < other.start ? -1 : 1;
}
