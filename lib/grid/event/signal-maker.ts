// From the condition of an event to its signal: what each field says, and the id that the event keeps.
import type { Channel, Condition, Moment } from './condition';
import type { GridSignal, SignalChange, SignalLevel, SignalSource } from '../signal';

export class SignalMaker {
  /** Tells events apart whose start nobody knows. */
  private sequence = 0;

  constructor(
    private readonly source: SignalSource,
    private readonly iso: (ms: number) => string,
  ) {}

  /**
   * @param kept the same event as it was known before
   * @param isTaken by an event in another channel
   */
  begun(
    channel: Channel,
    condition: Condition,
    change: SignalChange,
    moment: Moment,
    origin: string,
    kept: GridSignal | undefined,
    isTaken: (id: string) => boolean,
  ): GridSignal {
    const started = change === 'started' ? (condition.start ?? moment.at) : (condition.start ?? null);
    const start = this.isoOrNull(started);
    return {
      id: kept?.id ?? this.newId(origin, channel, condition, started ?? moment.at, isTaken),
      origin: kept?.origin ?? origin,
      source: this.source,
      signal: channel.signal,
      state: condition.state,
      change,
      level: condition.level,
      expected: expectedOf(condition),
      // What has a name of its own may move.
      start: condition.idPart === undefined ? (kept?.start ?? start) : (start ?? kept?.start ?? null),
      end: this.isoOrNull(condition.end),
      issuedAt: this.isoOrNull(moment.issuedAt),
      detail: condition.detail,
    };
  }

  /** @param change null: nothing that a consumer must hear of */
  continued(signal: GridSignal, condition: Condition, change: SignalChange | null, moment: Moment): GridSignal {
    const begins = change === 'started' && condition.start == null ? this.isoOrNull(moment.at) : null;
    return {
      ...signal,
      state: condition.state,
      change: change ?? signal.change,
      level: condition.level,
      expected: expectedOf(condition),
      start: begins ?? this.isoOrNull(condition.start) ?? signal.start,
      end: this.isoOrNull(condition.end) ?? signal.end,
      issuedAt: change === null ? signal.issuedAt : this.isoOrNull(moment.issuedAt),
      detail: condition.detail,
    };
  }

  lost(signal: GridSignal, moment: Moment): GridSignal {
    const issuedAt = this.isoOrNull(moment.issuedAt);
    return { ...signal, state: 'unknown', change: 'lost', level: null, expected: null, issuedAt };
  }

  /** @param end epoch milliseconds; null: not known */
  over(
    signal: GridSignal,
    change: SignalChange,
    level: SignalLevel | null,
    end: number | null,
    moment: Moment,
  ): GridSignal {
    const issuedAt = this.isoOrNull(moment.issuedAt);
    return { ...signal, state: 'cleared', change, level, expected: level, end: this.isoOrNull(end), issuedAt };
  }

  private newId(
    origin: string,
    channel: Channel,
    { idPart, detail }: Condition,
    at: number | null,
    isTaken: (id: string) => boolean,
  ): string {
    const part = idPart ?? (at === null ? `n${String(++this.sequence)}` : this.iso(at));
    const fault = channel.signal === 'meter-fault' ? [String(detail['fault'])] : [];
    const id = [origin, this.source, channel.signal, ...fault, part].join('/');
    // The period in force and one to come, both heard of in the same frame, are two events.
    return isTaken(id) ? `${id}/${channel.name}` : id;
  }

  private isoOrNull(ms: number | null | undefined): string | null {
    return ms == null ? null : this.iso(ms);
  }
}

function expectedOf({ state, level, expected }: Condition): SignalLevel | null {
  return state === 'announced' ? (expected ?? null) : level;
}
