// The events that one origin has open, and the edges between their states. A source says what holds now ("conditions");
// the book says what changed, once, with the id that the event keeps (CONTRACTS: grid signal).
import type { GridSignal, SignalChange, SignalKind, SignalLevel, SignalSource } from './signal';

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
}

/** One place for one event at a time: `day-colour` and `day-colour-next` are two slots of one signal. */
export interface Slot {
  readonly name: string;
  readonly signal: SignalKind;
  /** What an announced event becomes that never starts: a warning has ended, an announcement was withdrawn. */
  readonly unfulfilled: 'ended' | 'withdrawn';
  /** A change of event is told as the end of the old one before the start of the new one. */
  readonly successive?: true;
}

export interface Moment {
  /** Arrival at the host, else the clock of the source; null where neither is known. Epoch milliseconds. */
  readonly issuedAt: number | null;
  /** The same instant by the clock that dates events: the source's where it has one. */
  readonly at: number | null;
}

interface Entry {
  readonly slot: Slot;
  condition: Condition;
  signal: GridSignal;
}

export class SignalBook {
  private readonly entries = new Map<string, Entry>();
  /** Events that were open before a restart, by slot name: the same event keeps its id. */
  private readonly remembered = new Map<string, GridSignal>();
  private sequence = 0;

  constructor(
    private readonly source: SignalSource,
    private readonly iso: (ms: number) => string,
    private readonly emit: (signal: GridSignal) => void,
    /** Meter id, stream or account: an event keeps the one that it began with. */
    public origin: string,
  ) {}

  /** Says what holds now in a slot. Tells at most: the end of the old event and the beginning of the new one. */
  set(slot: Slot, condition: Condition, moment: Moment): void {
    const entry = this.entries.get(slot.name);
    if (entry === undefined || entry.signal.state === 'unknown') {
      this.begin(slot, condition, 'initial', moment, entry?.signal ?? this.remembered.get(slot.name));
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
      const change = condition.state === 'active' ? 'started' : 'announced';
      this.begin(slot, condition, change, moment, same ? undefined : this.promoted(condition));
    } else {
      this.continue(entry, condition, moment);
    }
  }

  /** Forgets a slot without a word, its event having moved on: tomorrow's colour is today's now. */
  release(name: string): void {
    this.entries.delete(name);
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
      if (entry.signal.state !== 'cleared') this.remembered.set(name, entry.signal);
      this.entries.delete(name);
    }
  }

  /** The present state of all signals, as `initial` would tell it; for those who come late. */
  present(): GridSignal[] {
    return [...this.entries.values()].map(({ signal }) => ({ ...signal, change: 'initial' }));
  }

  /** What must survive a restart: open events by slot. */
  open(): Record<string, GridSignal> {
    return Object.fromEntries(
      [...this.entries]
        .filter(([, { signal }]) => signal.state !== 'cleared')
        .map(([name, { signal }]) => [name, signal]),
    );
  }

  /** Gives back what `open` gave before a restart; nothing is told. */
  restore(open: Readonly<Record<string, GridSignal>>): void {
    for (const [name, signal] of Object.entries(open)) this.remembered.set(name, signal);
  }

  conditionOf(name: string): Condition | undefined {
    const entry = this.entries.get(name);
    return entry === undefined || entry.signal.state === 'unknown' ? undefined : entry.condition;
  }

  /** Puts newer figures into the present state; no edge. */
  amend(name: string, detail: Readonly<Record<string, unknown>>): void {
    const entry = this.entries.get(name);
    if (entry !== undefined && entry.signal.state !== 'cleared')
      entry.signal = { ...entry.signal, detail: { ...entry.signal.detail, ...detail } };
  }

  private begin(slot: Slot, condition: Condition, change: SignalChange, moment: Moment, before?: GridSignal): void {
    const kept = before !== undefined && this.isSameEvent(before, condition) ? before : undefined;
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
    const next: GridSignal = {
      ...signal,
      state: condition.state,
      level: condition.level,
      expected: condition.state === 'announced' ? (condition.expected ?? null) : condition.level,
      start: isoOrNull(condition.start, this.iso) ?? signal.start,
      end: isoOrNull(condition.end, this.iso) ?? signal.end,
      detail: condition.detail,
    };
    entry.condition = condition;
    const change = changeBetween(before, condition);
    if (change === null) {
      entry.signal = { ...next, change: signal.change };
      return;
    }
    if (change === 'started' && condition.start == null && moment.at !== null) next.start = this.iso(moment.at);
    this.tell(entry, { ...next, change }, moment);
  }

  private finish(entry: Entry, condition: Condition, change: SignalChange, moment: Moment): void {
    const end = condition.end ?? moment.at;
    entry.condition = condition;
    this.tell(
      entry,
      {
        ...entry.signal,
        state: 'cleared',
        change,
        level: condition.level,
        expected: condition.level,
        end: isoOrNull(end, this.iso),
        detail: { ...entry.signal.detail, ...condition.detail },
      },
      moment,
    );
  }

  private endOf({ condition, slot }: Entry): SignalChange {
    return condition.state === 'announced' ? slot.unfulfilled : 'ended';
  }

  private tell(entry: Entry, signal: GridSignal, moment: Moment): void {
    entry.signal = { ...signal, issuedAt: isoOrNull(moment.issuedAt, this.iso) };
    this.emit(entry.signal);
  }

  /** An event that waits in another slot under the same key, and begins now in this one. */
  private promoted(condition: Condition): GridSignal | undefined {
    if (condition.idPart === undefined) return undefined;
    for (const { signal, condition: waiting } of this.entries.values())
      if (waiting.idPart === condition.idPart && waiting.state === 'announced') return signal;
    return undefined;
  }

  private isSameEvent(before: GridSignal, condition: Condition): boolean {
    // What was open and is over now ended unseen: its id tells a consumer which event that was.
    if (condition.state === 'cleared') return before.state !== 'cleared';
    if (condition.idPart !== undefined) return before.id.endsWith(`/${condition.idPart}`);
    const period = condition.detail['period'];
    return period === undefined || before.detail['period'] === period;
  }

  private newId(slot: Slot, condition: Condition, at: number | null): string {
    const part = condition.idPart ?? (at === null ? `n${String(++this.sequence)}` : this.iso(at));
    const fault = slot.signal === 'meter-fault' ? `/${String(condition.detail['fault'])}` : '';
    return `${this.origin}/${this.source}/${slot.signal}${fault}/${part}`;
  }
}

function changeBetween(before: Condition, after: Condition): SignalChange | null {
  if (before.state === 'announced' && after.state === 'active') return 'started';
  // From null upwards counts too: a peak announced for tomorrow has no level until its last hour.
  const [was, is] = [before.level ?? -1, after.level ?? -1];
  if (is > was) return 'worsened';
  return is < was ? 'eased' : null;
}

/** The end of an event whose successor is already known. */
function closed(before: Condition): Condition {
  return { ...before, state: 'cleared', level: null };
}

function isoOrNull(ms: number | null | undefined, iso: (ms: number) => string): string | null {
  return ms == null ? null : iso(ms);
}
