// What is known of the events of one meter: the latest word on each, and what holds now. A simulated event plays on top of
// the real ones until it ends: what the meter says meanwhile must not end it.
import { type GridSignal, isSimulated, type SignalKind } from '../../grid/signal';

/** Of colours and tariff periods one may be in force and others announced: so many events of each are kept. */
const MOST_EVENTS = 6;
const SEVERAL: readonly SignalKind[] = ['day-colour', 'tariff-period'];

interface Entry {
  real?: GridSignal;
  /** Simulated. */
  played?: GridSignal;
}

export class OpenEvents {
  private readonly entries = new Map<string, Entry>();

  /** @returns false where this is what was known already */
  take(signal: GridSignal): boolean {
    const name = placeOf(signal);
    const entry = this.entries.get(name) ?? {};
    const part = isSimulated(signal) ? 'played' : 'real';
    if (sameNews(entry[part], signal)) return false;
    // The last one that was heard of is the last one in the map.
    this.entries.delete(name);
    this.entries.set(name, { ...entry, [part]: signal });
    this.trim(signal.signal);
    return true;
  }

  /** What holds now for a kind of signal (and one fault); undefined: nothing was ever said. */
  latest(kind: SignalKind, now: number, fault?: string): GridSignal | undefined {
    const { real, played } = this.entries.get(fault === undefined ? kind : `${kind}.${fault}`) ?? {};
    return played !== undefined && (isOpen(played, now) || real === undefined) ? played : real;
  }

  /** All events of colours or tariff periods, the one heard of last at the end; simulated ones after the real ones. */
  all(kind: SignalKind, now: number): GridSignal[] {
    const entries = [...this.entries].filter(([name]) => name.startsWith(`${kind} `)).map(([, entry]) => entry);
    const real = entries.flatMap(({ real }) => (real === undefined ? [] : [real]));
    const played = entries.flatMap(({ played }) => (played !== undefined && isOpen(played, now) ? [played] : []));
    return [...real, ...played];
  }

  private trim(kind: SignalKind): void {
    const names = [...this.entries.keys()].filter((name) => name.startsWith(`${kind} `));
    for (const name of names.slice(0, -MOST_EVENTS)) this.entries.delete(name);
  }
}

/** In force or announced, and not over by its own word: the end of an event may never come. */
export function isOpen(signal: GridSignal, now: number): boolean {
  if (signal.state !== 'active' && signal.state !== 'announced') return false;
  const end = signal.end === null ? NaN : Date.parse(signal.end);
  return Number.isNaN(end) || now < end;
}

function placeOf({ signal, id, detail }: GridSignal): string {
  if (SEVERAL.includes(signal)) return `${signal} ${id}`;
  const { fault } = detail;
  return signal === 'meter-fault' && typeof fault === 'string' ? `${signal}.${fault}` : signal;
}

/** `initial` and a refresh tell the same state again; what a load may do on it is for flows. */
function sameNews(before: GridSignal | undefined, after: GridSignal): boolean {
  const news = (signal: GridSignal): string => JSON.stringify({ ...signal, change: '', act: '' });
  return before !== undefined && news(before) === news(after);
}
