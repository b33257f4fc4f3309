// Messages that came before the node knows what was published before: the last reading of each stream, the last state of Ecowatt, of
// Tempo and of each meter at Enedis, and all signals.
import type { Reading } from '../facts/message/reading';
import type { GridKind } from '../../grid/message';
import type { GridState } from '../facts/message/grid-state';
import type { GridSignal } from '../../grid/signal';

/** More signals than a meter sends in days. */
const MOST_SIGNALS = 1000;

export class Inbox {
  private readonly readings = new Map<string, Reading>();
  private readonly states = new Map<string, readonly [GridKind, GridState]>();
  private signals: GridSignal[] = [];

  reading(reading: Reading): void {
    this.readings.set(`${reading.stream} ${reading.meterId ?? ''}`, reading);
  }

  state(kind: GridKind, state: GridState): void {
    this.states.set(`${kind} ${state.of ?? ''}`, [kind, state]);
  }

  signal(signal: GridSignal): void {
    this.signals.push(signal);
    if (this.signals.length > MOST_SIGNALS) this.signals.shift();
  }

  /** Readings first: they say whose signals these are. */
  empty(take: {
    reading(reading: Reading): void;
    state(kind: GridKind, state: GridState): void;
    signal(signal: GridSignal): void;
  }): void {
    const { signals } = this;
    const readings = [...this.readings.values()];
    const states = [...this.states.values()];
    this.readings.clear();
    this.states.clear();
    this.signals = [];
    for (const reading of readings) take.reading(reading);
    for (const [kind, state] of states) take.state(kind, state);
    for (const signal of signals) take.signal(signal);
  }
}
