// The life of the events of one origin. A source says what holds now in each channel; the edges between that and what held
// before, their ids and what each allows come from here (CONTRACTS: grid signal).
import { ActTracker, type Fate, type SentSignal } from './act';
import { type Channel, type Condition, type Moment, changeBetween, closed, edgeTo } from './condition';
import { type CurrentEvent, CurrentEvents } from './current-events';
import { type KnownEvent, LastKnown } from './last-known';
import type { KeptEvents } from './kept-events';
import { type Provenance, UNKNOWN_PROVENANCE } from './provenance';
import { SignalMaker } from './signal-maker';
import type { GridSignal, SignalChange, SignalSource } from '../signal';

export interface LifecycleOptions {
  readonly source: SignalSource;
  /** Meter id, stream or account. */
  readonly origin: string;
  readonly iso: (ms: number) => string;
  /** `fate`: why an event is closed that its source did not end. What the signal allows, `acts` says when it is sent. */
  readonly emit: (signal: GridSignal, fate?: Fate) => void;
  /** Under what events begin now. */
  readonly provenance?: () => Provenance;
}

export class EventLifecycle {
  /** Of new events: an event keeps the one that it began with. */
  origin: string;
  readonly firstOrigin: string;
  /** What signals allow when they are sent; simulated ones are to be given to it as well. */
  readonly acts = new ActTracker(() => this.latest());
  private readonly current = new CurrentEvents();
  /** What was known before a restart or a lost link, and has not been spoken of since. */
  readonly lastKnown = new LastKnown(this);
  /** Channels that are known to hold nothing: what comes into them next is an edge and no first knowledge. */
  private vacant: readonly string[] = NONE;
  private readonly maker: SignalMaker;

  constructor(private readonly options: LifecycleOptions) {
    this.origin = this.firstOrigin = options.origin;
    this.maker = new SignalMaker(options.source, options.iso);
  }

  get provenance(): Provenance {
    return this.options.provenance?.() ?? UNKNOWN_PROVENANCE;
  }

  /** Says what holds now in a channel. Sends at most the end of the old event and the beginning of the new one. */
  set(channel: Channel, condition: Condition, moment: Moment): void {
    const event = this.current.get(channel.name);
    if (event === undefined || event.signal.state === 'unknown') {
      if (event === undefined || condition.state !== 'unknown') this.learn(channel, condition, moment, event);
      return;
    }
    const was = event.condition;
    const same = was.key === condition.key;
    if (condition.state === 'cleared' && was.state !== 'cleared') this.finish(event, condition, moment);
    else if (condition.state === 'cleared' && was.level === condition.level) event.condition = condition;
    else if (condition.state !== 'cleared' && (was.state === 'cleared' || !same)) {
      if (!same && was.state !== 'cleared' && channel.successive) this.finish(event, closed(was), moment);
      const waiting = same ? undefined : this.current.waitingFor(channel, condition);
      const before = waiting && this.known(waiting);
      this.options.emit(this.enter(channel, condition, edgeTo(condition.state), moment, before));
    } else this.continue(event, condition, moment);
  }

  /** The same; where the channel is new, that is no news: what was sent of another event has said it. */
  setImplied(channel: Channel, condition: Condition, moment: Moment): void {
    if (this.current.has(channel.name)) this.set(channel, condition, moment);
    else this.enter(channel, condition, 'initial', moment, this.lastKnown.get(channel.name));
  }

  /** Forgets a channel without a word, its event having moved on: tomorrow's colour is today's now. */
  release(name: string): void {
    this.current.delete(name);
    this.vacate(name);
  }

  /** The source says that a channel holds nothing, and that is not worth a signal: tomorrow's colour is not known yet. */
  leaveVacant(name: string): void {
    if (!this.current.has(name)) this.vacate(name);
  }

  /** A channel holds nothing: what it held before a restart or a lost link ended unseen, and that is sent. */
  endLastKnown(channel: Channel, moment: Moment): void {
    const before = this.lastKnown.get(channel.name);
    if (this.current.has(channel.name) || before === undefined) return;
    // That another meter had none of it says nothing of this one.
    if (this.lastKnown.isOfOtherMeter(before, channel) || this.lastKnown.isFromElsewhere(before, channel))
      this.close(channel.name, moment, 'superseded');
    else this.set(channel, { state: 'cleared', level: null, key: '', detail: {} }, moment);
  }

  /** The link is lost: what is active is unknown from now on, what is announced or cleared stays. */
  lose(moment: Moment): void {
    for (const event of this.current.values()) {
      if (event.signal.state !== 'active') continue;
      event.signal = this.maker.lost(event.signal, moment);
      this.options.emit(event.signal);
    }
  }

  /** The link is back, or the source changed: the next knowledge of each channel but `kept` is sent as `initial`. */
  forgetKnowledge(kept?: string): void {
    for (const [name, event] of this.current) {
      if (name === kept) continue;
      this.lastKnown.set(name, this.known(event));
      this.current.delete(name);
    }
    this.vacant = NONE;
  }

  /**
   * Whatever a channel holds or held before a restart or a lost link is over, and nothing is remembered of it. Where the
   * channel cannot hold anything any more, what comes into it one day is an edge.
   */
  close(name: string, moment: Moment, fate: Fate): void {
    const signal = this.take(name);
    if (signal === undefined) return;
    if (fate === 'gone') this.vacate(name);
    if (signal.state !== 'cleared') this.sendClosed(signal, moment, fate);
  }

  /** The source is another one from now on: what the old one had open is over, but where `fateOf` cannot say it yet. */
  closeAll(moment: Moment, fateOf: (name: string) => Fate | null = () => 'superseded'): void {
    for (const name of new Set([...this.current.keys(), ...this.lastKnown.keys()])) {
      const fate = fateOf(name);
      if (fate !== null) this.close(name, moment, fate);
    }
    this.vacant = NONE;
  }

  /** The event of a channel that was made for it alone is over, and the channel is no more. */
  end(name: string, change: SignalChange, over: Pick<Condition, 'level' | 'detail'>, moment: Moment): void {
    const signal = this.take(name);
    if (signal === undefined) return;
    const end = signal.end === null ? null : Date.parse(signal.end);
    this.options.emit(this.maker.over({ ...signal, detail: over.detail }, change, over.level, end, moment));
  }

  /** The channels of events that are over and were made for them alone. */
  dropAllBut(names: ReadonlySet<string>): void {
    for (const map of [this.current, this.lastKnown])
      for (const name of map.keys()) if (!names.has(name)) map.delete(name);
  }

  /** The present state of all signals, as `initial` would tell it; for those who come late. */
  present(): SentSignal[] {
    return this.acts.present([...this.current.values()].map(({ signal }) => ({ ...signal, change: 'initial' })));
  }

  /** What must survive a restart: open events by channel, those too that the source has not spoken of since the last one. */
  open(): KeptEvents {
    const known = [...this.current].map(([name, event]) => [name, this.known(event)] as const);
    const open = [...this.lastKnown, ...known].filter(([, { signal }]) => signal.state !== 'cleared');
    return Object.fromEntries(open.map(([name, { signal, under }]) => [name, { ...signal, under }]));
  }

  /** Gives back what `open` gave before a restart; nothing is sent. */
  restore(open: KeptEvents): void {
    this.lastKnown.restore(open);
    this.acts.recall();
  }

  conditionOf(name: string): Condition | undefined {
    const event = this.current.get(name);
    return event === undefined || event.signal.state === 'unknown' ? undefined : event.condition;
  }

  /** The last event of each channel, those too that the source has not spoken of since a restart or a lost link. */
  private *latest(): Iterable<GridSignal> {
    for (const { signal } of this.lastKnown.values()) yield signal;
    for (const { signal } of this.current.values()) yield signal;
  }

  private take(name: string): GridSignal | undefined {
    const signal = this.current.get(name)?.signal ?? this.lastKnown.get(name)?.signal;
    this.current.delete(name);
    this.lastKnown.delete(name);
    return signal;
  }

  /** The first knowledge of a channel, or the first after it was unknown. */
  private learn(channel: Channel, condition: Condition, moment: Moment, unknown: CurrentEvent | undefined): void {
    const { name } = channel;
    const before = unknown === undefined ? this.lastKnown.get(name) : this.known(unknown);
    this.lastKnown.delete(name);
    if (before !== undefined && !this.lastKnown.isSameEvent(before, channel, condition))
      if (this.lastKnown.isFromElsewhere(before, channel)) this.sendClosed(before.signal, moment, 'superseded');
    const isEdge = this.occupy(name) && condition.state !== 'cleared';
    const change = isEdge ? edgeTo(condition.state) : 'initial';
    this.options.emit(this.enter(channel, condition, change, moment, before));
  }

  private vacate(name: string): void {
    // A list that is spread into another one leaves room for sixteen more, in each of thousands of meters.
    if (!this.vacant.includes(name)) this.vacant = this.vacant.concat(name);
  }

  /** True: it was known to hold nothing. */
  private occupy(name: string): boolean {
    if (!this.vacant.includes(name)) return false;
    this.vacant = this.vacant.filter((other) => other !== name);
    return true;
  }

  private enter(
    channel: Channel,
    condition: Condition,
    change: SignalChange,
    moment: Moment,
    before: KnownEvent | undefined,
  ): GridSignal {
    const { lastKnown, current } = this;
    const isSame = before !== undefined && lastKnown.isSameEvent(before, channel, condition);
    const kept = isSame ? before : lastKnown.takeMoved(channel, condition);
    lastKnown.delete(channel.name);
    const isTaken = (id: string): boolean => current.isTaken(id, channel);
    const signal = this.maker.begun(channel, condition, change, moment, this.origin, kept?.signal, isTaken);
    current.set(channel.name, { channel, condition, signal });
    return signal;
  }

  private continue(event: CurrentEvent, condition: Condition, moment: Moment): void {
    const { condition: before, signal } = event;
    const change = changeBetween(before, condition);
    event.condition = condition;
    // Most frames say what the one before said.
    if (change === null && condition.start === before.start && condition.end === before.end) {
      if (!isAlike(before.detail, condition.detail)) event.signal = { ...signal, detail: condition.detail };
      return;
    }
    event.signal = this.maker.continued(signal, condition, change, moment);
    if (change !== null) this.options.emit(event.signal);
  }

  /** @param condition what holds in its place */
  private finish(event: CurrentEvent, condition: Condition, moment: Moment): void {
    const { channel, condition: before } = event;
    const change = before.state === 'announced' ? channel.unfulfilled : 'ended';
    const signal = { ...event.signal, detail: { ...event.signal.detail, ...condition.detail } };
    event.condition = condition;
    event.signal = this.maker.over(signal, change, condition.level, condition.end ?? moment.at, moment);
    this.options.emit(event.signal);
  }

  private sendClosed(signal: GridSignal, moment: Moment, fate: Fate): void {
    const change = signal.state === 'announced' ? 'withdrawn' : 'ended';
    this.options.emit(this.maker.over(signal, change, null, moment.at, moment), fate);
  }

  private known({ signal }: CurrentEvent): KnownEvent {
    return { signal, under: this.provenance };
  }
}

const NONE: readonly string[] = [];

/** Same fields with the same plain values. */
function isAlike(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  for (const name in b) if (a[name] !== b[name]) return false;
  return true;
}
