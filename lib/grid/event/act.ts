// `act`: what a signal alone allows now. A `switch` of Node-RED takes null for 0, so `level < 2` is true of an event that has
// ended, of one that is only announced and of one that nobody knows of any more; `act` says which of them lets a load back.
import { type GridSignal, isSimulated, type SignalDetail, type SignalKind } from '../signal';

/** `reduce`: a load may be cut; `restore`: what this signal had cut may come back; `keep`: it says nothing of that now. */
export type Act = 'reduce' | 'restore' | 'keep';

/** A signal as it is sent (schema `linky-red/signal@1`). What is kept of an event has no `act`: it depends on the others. */
export type SentSignal<D extends object = SignalDetail> = GridSignal<D> & { readonly act: Act };

/**
 * Why an event is closed that its source did not end: another meter, mode or contract speaks now.
 * `superseded`: it knows this signal as well and is about to say what holds; `gone`: it cannot have it.
 */
export type Fate = 'superseded' | 'gone';

/** An event as it stands. */
export type Standing = Pick<GridSignal, 'id' | 'origin' | 'signal' | 'state' | 'level'>;

/** What the rules ask beside the signal itself. */
export interface Circumstances {
  /** This event has been at level 2 or 3. */
  readonly shed: boolean;
  /** This event has been unknown. */
  readonly lost: boolean;
  /** It is the first knowledge of this signal after a start. */
  readonly first: boolean;
  /** Another event of the same source, signal and origin is at 2 or 3 or unknown. */
  readonly othersOpen: () => boolean;
  readonly fate?: Fate | undefined;
}

/** They shed nothing. */
const NEVER: readonly SignalKind[] = ['tariff-period', 'meter-fault'];
/** Their end has no level: nothing is in force then. A colour is followed by another, the grid at rest has a level. */
const END_WITHOUT_LEVEL: readonly SignalKind[] = ['power-overrun', 'peak', 'flexibility', 'price', 'co2'];

/** The first rule that fits (CONTRACTS: grid signal). */
export function actOf(signal: Pick<GridSignal, 'signal' | 'state' | 'change' | 'level'>, about: Circumstances): Act {
  const { signal: kind, state, change, level } = signal;
  if (NEVER.includes(kind)) return 'keep';
  if (level === 2 || level === 3) return 'reduce';
  if (about.fate === 'superseded') return 'keep';
  if (about.fate !== 'gone') {
    if (state === 'announced' || state === 'unknown') return 'keep';
    // What begins speaks: two red days in a row bounce no load.
    if (kind === 'day-colour' && state === 'cleared') return 'keep';
    if (change === 'withdrawn' && !about.shed) return 'keep';
  }
  if (about.othersOpen()) return 'keep';
  if (level !== null || about.fate === 'gone') return 'restore';
  const isOver = state === 'cleared' && END_WITHOUT_LEVEL.includes(kind);
  return isOver && (about.shed || about.lost || about.first) ? 'restore' : 'keep';
}

interface Mark {
  readonly shed: boolean;
  readonly lost: boolean;
}

/** All that most events ever are; these are kept by nobody. */
const UNMARKED: Mark = { shed: false, lost: false };
const NO_MARKS: ReadonlyMap<string, Mark> = new Map();
const NONE: readonly Standing[] = [];

/** Gives the signals of one source (a meter, an account) their `act`, in the order in which they are sent. */
export class ActTracker {
  /** What the events that the source still knows have been, where that is anything. */
  private marks = NO_MARKS;
  /** Simulated events that are not over; null while there was none. */
  private played: Map<string, Standing> | null = null;
  /** Of which origin something was sent last since the start, by kind of signal. */
  private readonly lastOrigin: Partial<Record<SignalKind, string | undefined>> = {};

  /**
   * @param known the real events that the source knows, as they stand after the signal that is being sent; one that is over
   * may be sent again (after a silence), and is among them as long as it can be
   */
  constructor(private readonly known: () => Iterable<Standing> = () => []) {}

  /**
   * Call it once the source has back what it knew before a restart: an event has been what it was kept as. One that was
   * unknown may have cut a load before.
   */
  recall(): void {
    const marks = new Map(this.marks);
    for (const event of this.known()) {
      const lost = event.state === 'unknown';
      marks.set(event.id, { shed: isHigh(event) || lost, lost });
    }
    this.marks = marks;
  }

  /** The signal as it is sent now; simulated ones take part. */
  sent<D extends object>(signal: GridSignal<D>, fate?: Fate): SentSignal<D> {
    if (isSimulated(signal)) {
      if (signal.state === 'cleared') this.played?.delete(signal.id);
      else (this.played ??= new Map()).set(signal.id, signal);
    }
    const first = signal.change === 'initial' && this.lastOrigin[signal.signal] !== signal.origin;
    const act = actOf(signal, this.circumstances(signal, first, fate));
    // What was announced is no knowledge of what holds; what supersedes an event is known for the first time.
    if (fate === 'superseded') this.lastOrigin[signal.signal] = undefined;
    else if (signal.state !== 'announced' && !isSimulated(signal)) this.lastOrigin[signal.signal] = signal.origin;
    this.remember(signal);
    return withAct(signal, act);
  }

  /** The signals of one look at a source: an event that ends after another one has been what it was. */
  sentTogether<D extends object>(signals: readonly GridSignal<D>[]): SentSignal<D>[] {
    const before = this.marks;
    return signals.map((signal) => {
      const mark = this.marks.get(signal.id) ?? before.get(signal.id);
      if (mark !== undefined) this.marks = new Map(this.marks).set(signal.id, mark);
      return this.sent(signal);
    });
  }

  /** The present state for those who come late: what they hear is the first knowledge after a start. */
  present<D extends object>(signals: readonly GridSignal<D>[]): SentSignal<D>[] {
    return signals.map((signal) => ({ ...signal, act: actOf(signal, this.circumstances(signal, true)) }));
  }

  private circumstances<D extends object>(signal: GridSignal<D>, first: boolean, fate?: Fate): Circumstances {
    const { shed, lost } = this.marks.get(signal.id) ?? UNMARKED;
    // Of a signal that cannot be any more all real events are going.
    const othersOpen = (): boolean => this.hasOthers(signal, fate === 'gone' ? [] : this.known());
    return { shed, lost, first, othersOpen, fate };
  }

  private hasOthers<D extends object>({ id, signal, origin }: GridSignal<D>, real: Iterable<Standing>): boolean {
    for (const event of [...real, ...this.playing])
      if (event.id !== id && event.signal === signal && event.origin === origin && standsInTheWay(event)) return true;
    return false;
  }

  private get playing(): Iterable<Standing> {
    return this.played?.values() ?? NONE;
  }

  /** Nothing stays of events that the source has forgotten, with a word or without. */
  private remember(signal: Standing): void {
    const standing = [...this.known(), ...this.playing, ...(signal.state === 'cleared' ? [] : [signal])];
    const before = this.marks;
    let marks: Map<string, Mark> | null = null;
    for (const event of standing) {
      const was = marks?.get(event.id) ?? before.get(event.id) ?? UNMARKED;
      const shed = was.shed || isHigh(event);
      const lost = was.lost || event.state === 'unknown';
      if (shed || lost) (marks ??= new Map()).set(event.id, { shed, lost });
    }
    this.marks = marks ?? NO_MARKS;
  }
}

/** Field by field: a copy that grows costs three times as much. */
function withAct<D extends object>(signal: GridSignal<D>, act: Act): SentSignal<D> {
  const { id, origin, source, signal: kind, state, change, level, expected, start, end, issuedAt, detail } = signal;
  return { id, origin, source, signal: kind, state, change, level, expected, start, end, issuedAt, detail, act };
}

function standsInTheWay(event: Standing): boolean {
  return isHigh(event) || event.state === 'unknown';
}

function isHigh({ level }: Standing): boolean {
  return level === 2 || level === 3;
}
