// The events that one origin has open, and the edges between their states. A source says what holds now ("conditions");
// the book says what changed, once, with the id that the event keeps (CONTRACTS: grid signal).
import type { Fate } from './act';
import { type KeptSignal, type Provenance, UNKNOWN_PROVENANCE, areOfOtherMeters, areOther } from './provenance';
import { type Condition, type Moment, type Slot, changeBetween, closed, edgeTo } from './condition';
import type { GridSignal, SignalChange, SignalLevel, SignalSource } from '../signal';

export type { Condition, Moment, Slot };

interface Entry {
  readonly slot: Slot;
  condition: Condition;
  signal: GridSignal;
}

/** An event of before. */
interface Remembered {
  readonly signal: GridSignal;
  readonly under: Provenance;
}

export class SignalBook {
  private readonly entries = new Map<string, Entry>();
  /** Events from before a restart or a lost link, by slot name: the same event keeps its id. */
  private readonly remembered = new Map<string, Remembered>();
  /** Slots that are known to hold nothing: what comes into them next is an edge and no first knowledge. */
  private readonly vacant = new Set<string>();
  /** Events may have begun under the name of the stream, before the meter said who it is. */
  private readonly firstOrigin: string;
  private sequence = 0;

  constructor(
    private readonly source: SignalSource,
    private readonly iso: (ms: number) => string,
    /** `fate`: why an event is closed that its source did not end. */
    private readonly emit: (signal: GridSignal, fate?: Fate) => void,
    /** Meter id, stream or account: an event keeps the one that it began with. */
    public origin: string,
    /** Under what events are told now. */
    private readonly provenance: () => Provenance = () => UNKNOWN_PROVENANCE,
  ) {
    this.firstOrigin = origin;
  }

  /** Says what holds now in a slot. Tells at most: the end of the old event and the beginning of the new one. */
  set(slot: Slot, condition: Condition, moment: Moment): void {
    const entry = this.entries.get(slot.name);
    if (entry === undefined || entry.signal.state === 'unknown') {
      const before = entry === undefined ? this.remembered.get(slot.name) : this.kept(entry);
      this.remembered.delete(slot.name);
      if (before !== undefined && !this.isSameEvent(before, slot, condition) && this.isOfElsewhere(before, slot))
        this.tellClosed(before.signal, moment, 'superseded');
      const change =
        this.vacant.delete(slot.name) && condition.state !== 'cleared' ? edgeTo(condition.state) : 'initial';
      this.begin(slot, condition, change, moment, before);
      return;
    }
    const before = entry.condition;
    const same = before.key === condition.key;
    if (condition.state === 'cleared') {
      if (before.state !== 'cleared') this.finish(entry, condition, this.endOf(entry), moment);
      else entry.condition = condition;
    } else if (before.state === 'cleared' || !same) {
      if (!same && before.state !== 'cleared' && slot.successive)
        this.finish(entry, closed(before), this.endOf(entry), moment);
      this.begin(slot, condition, edgeTo(condition.state), moment, same ? undefined : this.promoted(slot, condition));
    } else {
      this.continue(entry, condition, moment);
    }
  }

  /** Forgets a slot without a word, its event having moved on: tomorrow's colour is today's now. */
  release(name: string): void {
    this.entries.delete(name);
    this.vacant.add(name);
  }

  /** The source says that a slot holds nothing, and that is not worth a signal: tomorrow's colour is not known yet. */
  leaveVacant(name: string): void {
    if (!this.entries.has(name)) this.vacant.add(name);
  }

  /** A slot holds nothing: what it held before a restart or a lost link ended unseen, and that is told. */
  endRemembered(slot: Slot, moment: Moment): void {
    const before = this.remembered.get(slot.name);
    if (this.entries.has(slot.name) || before === undefined) return;
    // That another meter had none of it says nothing of this one.
    const isOfOther = slot.ofLine !== true && this.isOfOtherMeter(before);
    if (isOfOther || this.isOfElsewhere(before, slot)) this.close(slot.name, moment, 'superseded');
    else this.set(slot, { state: 'cleared', level: null, key: '', detail: {} }, moment);
  }

  /** What a slot held before a restart or a lost link was in force, as far as anybody knew. */
  wasInForce(name: string): boolean {
    const state = this.remembered.get(name)?.signal.state;
    return state === 'active' || state === 'unknown';
  }

  /** The link is lost: what is active is unknown from now on, what is announced or cleared stays. */
  lose(moment: Moment): void {
    for (const entry of this.entries.values()) {
      if (entry.signal.state !== 'active') continue;
      this.tell(entry, { ...entry.signal, state: 'unknown', change: 'lost', level: null, expected: null }, moment);
    }
  }

  /** The link is back, or the source changed: the next knowledge of each slot but `kept` is told as `initial`. */
  forgetKnowledge(kept?: string): void {
    for (const [name, entry] of this.entries) {
      if (name === kept) continue;
      this.remembered.set(name, this.kept(entry));
      this.entries.delete(name);
    }
    this.vacant.clear();
  }

  /**
   * Whatever a slot holds or held before a restart or a lost link is over, and nothing is remembered of it. Where the slot
   * cannot hold anything any more, what comes into it one day is an edge.
   */
  close(name: string, moment: Moment, fate: Fate): void {
    const signal = this.entries.get(name)?.signal ?? this.remembered.get(name)?.signal;
    if (signal === undefined) return;
    this.entries.delete(name);
    this.remembered.delete(name);
    if (fate === 'gone') this.vacant.add(name);
    if (signal.state !== 'cleared') this.tellClosed(signal, moment, fate);
  }

  /** The source is another one from now on: what the old one had open is over, but where `fateOf` cannot say it yet. */
  closeAll(moment: Moment, fateOf: (name: string) => Fate | null = () => 'superseded'): void {
    for (const name of new Set([...this.entries.keys(), ...this.remembered.keys()])) {
      const fate = fateOf(name);
      if (fate !== null) this.close(name, moment, fate);
    }
    this.vacant.clear();
  }

  /** Open events of before of which nothing was said since. */
  get unheard(): readonly (readonly [name: string, signal: GridSignal])[] {
    if (this.remembered.size === 0) return [];
    return [...this.remembered].flatMap(([name, { signal }]) =>
      signal.state === 'cleared' || this.entries.has(name) ? [] : [[name, signal] as const],
    );
  }

  /** The event of before in this slot is of another meter, mode or contract. */
  isForeign(slot: Slot): boolean {
    const before = this.remembered.get(slot.name);
    return before !== undefined && this.isOfElsewhere(before, slot);
  }

  /** An event of before is not worth a word any more. */
  forget(name: string): void {
    this.remembered.delete(name);
  }

  /** The present state of all signals, as `initial` would tell it; for those who come late. */
  present(): GridSignal[] {
    return [...this.entries.values()].map(({ signal }) => ({ ...signal, change: 'initial' }));
  }

  /** What must survive a restart: open events by slot, those too that the source has not spoken of since the last one. */
  open(): Record<string, KeptSignal> {
    const known = [...this.entries].map(([name, entry]) => [name, this.kept(entry)] as const);
    const open = [...this.remembered, ...known].filter(([, { signal }]) => signal.state !== 'cleared');
    return Object.fromEntries(open.map(([name, { signal, under }]) => [name, { ...signal, under }]));
  }

  /** The last event of each slot, those too that the source has not spoken of since a restart or a lost link. */
  *latest(): Iterable<GridSignal> {
    for (const { signal } of this.remembered.values()) yield signal;
    for (const { signal } of this.entries.values()) yield signal;
  }

  /** Gives back what `open` gave before a restart; nothing is told. */
  restore(open: Readonly<Record<string, KeptSignal>>): void {
    for (const [name, { under, ...signal }] of Object.entries(open))
      this.remembered.set(name, { signal, under: { ...UNKNOWN_PROVENANCE, ...under } });
  }

  conditionOf(name: string): Condition | undefined {
    const entry = this.entries.get(name);
    return entry === undefined || entry.signal.state === 'unknown' ? undefined : entry.condition;
  }

  private begin(slot: Slot, condition: Condition, change: SignalChange, moment: Moment, before?: Remembered): void {
    const same = before !== undefined && this.isSameEvent(before, slot, condition) ? before : undefined;
    const kept = (same ?? this.movedHere(slot, condition))?.signal;
    this.remembered.delete(slot.name);
    const started = change === 'started' ? (condition.start ?? moment.at) : (condition.start ?? null);
    const start = kept?.start ?? (started === null ? null : this.iso(started));
    const signal: GridSignal = {
      id: kept?.id ?? this.newId(slot, condition, started ?? moment.at),
      origin: kept?.origin ?? this.origin,
      source: this.source,
      signal: slot.signal,
      state: condition.state,
      change,
      level: condition.level,
      expected: condition.state === 'announced' ? (condition.expected ?? null) : condition.level,
      start,
      end: isoOrNull(condition.end, this.iso),
      issuedAt: null,
      detail: condition.detail,
    };
    const entry: Entry = { slot, condition, signal };
    this.entries.set(slot.name, entry);
    this.tell(entry, signal, moment);
  }

  private continue(entry: Entry, condition: Condition, moment: Moment): void {
    const { condition: before, signal } = entry;
    const change = changeBetween(before, condition);
    entry.condition = condition;
    // Most frames say what the one before said.
    if (change === null && condition.start === before.start && condition.end === before.end) {
      if (!isAlike(before.detail, condition.detail)) entry.signal = { ...signal, detail: condition.detail };
      return;
    }
    const next: GridSignal = {
      ...signal,
      state: condition.state,
      level: condition.level,
      expected: condition.state === 'announced' ? (condition.expected ?? null) : condition.level,
      start: isoOrNull(condition.start, this.iso) ?? signal.start,
      end: isoOrNull(condition.end, this.iso) ?? signal.end,
      detail: condition.detail,
    };
    if (change === null) {
      entry.signal = { ...next, change: signal.change };
      return;
    }
    if (change === 'started' && condition.start == null && moment.at !== null) next.start = this.iso(moment.at);
    this.tell(entry, { ...next, change }, moment);
  }

  private finish(entry: Entry, condition: Condition, change: SignalChange, moment: Moment): void {
    entry.condition = condition;
    const detail = { ...entry.signal.detail, ...condition.detail };
    entry.signal = this.over({ ...entry.signal, detail }, change, condition.level, condition.end ?? moment.at, moment);
    this.emit(entry.signal);
  }

  private tellClosed(signal: GridSignal, moment: Moment, fate: Fate): void {
    const change = signal.state === 'announced' ? 'withdrawn' : 'ended';
    this.emit(this.over(signal, change, null, moment.at, moment), fate);
  }

  private over(
    signal: GridSignal,
    change: SignalChange,
    level: SignalLevel | null,
    end: number | null,
    moment: Moment,
  ): GridSignal {
    const issuedAt = isoOrNull(moment.issuedAt, this.iso);
    return { ...signal, state: 'cleared', change, level, expected: level, end: isoOrNull(end, this.iso), issuedAt };
  }

  private endOf({ condition, slot }: Entry): SignalChange {
    return condition.state === 'announced' ? slot.unfulfilled : 'ended';
  }

  private tell(entry: Entry, signal: GridSignal, moment: Moment): void {
    entry.signal = { ...signal, issuedAt: isoOrNull(moment.issuedAt, this.iso) };
    this.emit(entry.signal);
  }

  /** An event of the same signal that waits in another slot under the same key, and begins now in this one. */
  private promoted(slot: Slot, condition: Condition): Remembered | undefined {
    const continued = this.entries.get(condition.continues ?? '');
    if (continued?.signal.state === 'announced') return this.kept(continued);
    for (const entry of this.entries.values()) {
      const { slot: other, condition: waiting } = entry;
      const alike =
        waiting.key === condition.key || (waiting.idPart !== undefined && waiting.idPart === condition.idPart);
      if (alike && waiting.state === 'announced' && other.name !== slot.name && other.signal === slot.signal)
        return this.kept(entry);
    }
    return undefined;
  }

  /** The same event of before, in another slot than the one in which it is found now: it was announced, and has begun. */
  private movedHere(slot: Slot, condition: Condition): Remembered | undefined {
    if (condition.idPart === undefined) return undefined;
    for (const [name, before] of this.remembered) {
      if (name === slot.name || before.signal.signal !== slot.signal) continue;
      if (before.signal.state === 'cleared' || !this.isSameEvent(before, slot, condition)) continue;
      this.remembered.delete(name);
      return before;
    }
    return undefined;
  }

  private kept({ signal }: Entry): Remembered {
    return { signal, under: this.provenance() };
  }

  /** An open event of another meter, mode or contract: nobody will tell its end. */
  private isOfElsewhere({ signal, under }: Remembered, slot: Slot): boolean {
    if (slot.ofLine === true || signal.state === 'cleared') return false;
    return this.isOfStranger(signal) || areOther(under, this.provenance());
  }

  private isOfStranger({ origin }: GridSignal): boolean {
    return origin !== this.origin && origin !== this.firstOrigin;
  }

  private isOfOtherMeter({ signal, under }: Remembered): boolean {
    return this.isOfStranger(signal) || areOfOtherMeters(under, this.provenance());
  }

  private isSameEvent({ signal: before, under }: Remembered, slot: Slot, condition: Condition): boolean {
    if (slot.ofLine !== true && this.isOfOtherMeter({ signal: before, under })) return false;
    // What was open and is over now ended unseen: its id tells a consumer which event that was.
    if (condition.state === 'cleared') return true;
    if (before.state === 'cleared') return false;
    if (condition.idPart !== undefined) return before.id.endsWith(`/${condition.idPart}`);
    const period = condition.detail['period'];
    return period === undefined || before.detail['period'] === period;
  }

  private newId(slot: Slot, condition: Condition, at: number | null): string {
    const part = condition.idPart ?? (at === null ? `n${String(++this.sequence)}` : this.iso(at));
    const fault = slot.signal === 'meter-fault' ? `/${String(condition.detail['fault'])}` : '';
    const id = `${this.origin}/${this.source}/${slot.signal}${fault}/${part}`;
    // The period in force and one to come, both heard of in the same frame, are two events.
    const isTaken = [...this.entries.values()].some(({ slot: other, signal }) => other !== slot && signal.id === id);
    return isTaken ? `${id}/${slot.name}` : id;
  }
}

/** Same fields with the same plain values. */
function isAlike(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  for (const name in b) if (a[name] !== b[name]) return false;
  return true;
}

function isoOrNull(ms: number | null | undefined, iso: (ms: number) => string): string | null {
  return ms == null ? null : iso(ms);
}
