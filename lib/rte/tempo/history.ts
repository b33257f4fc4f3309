// The colours of past days, for the counts of the season and the costs of past years.
import * as v from 'valibot';
import type { DayKey } from '../../grid/paris-time';
import type { Journal } from '../../store/journal';
import type { SharedStore } from '../../store/shared-store';
import { checkedBy, unchanged, type Format, type Store } from '../../store/store';
import { TEMPO_COLOURS, TEMPO_SOURCES, type TempoColour, type TempoSource } from './answers';

const Entry = v.object({ day: v.string(), colour: v.picklist(TEMPO_COLOURS), source: v.picklist(TEMPO_SOURCES) });

export interface HistoryEntry {
  readonly day: DayKey;
  readonly colour: TempoColour;
  readonly source: TempoSource;
}

const DAY: Format<HistoryEntry> = { version: 1, check: checkedBy(Entry), migrations: { 0: unchanged } };

/**
 * One object for all nodes of the folder. The first source that told a day is believed: days do not change once they are over.
 */
export class TempoHistory {
  private readonly byDay = new Map<DayKey, HistoryEntry>();
  private readonly journal: Journal<HistoryEntry>;
  private loading: Promise<void> | undefined;

  static of(shared: Pick<SharedStore, 'common' | 'store'>): TempoHistory {
    return shared.common('tempo-history', () => new TempoHistory(shared.store));
  }

  private constructor(store: Store) {
    this.journal = store.journal<HistoryEntry>('tempo-days', DAY);
  }

  /** Resolves when what was kept is here. */
  load(): Promise<void> {
    this.loading ??= this.read();
    return this.loading;
  }

  private async read(): Promise<void> {
    for (const entry of await this.journal.readAll()) if (!this.byDay.has(entry.day)) this.byDay.set(entry.day, entry);
  }

  /** By day. */
  get days(): ReadonlyMap<DayKey, HistoryEntry> {
    return this.byDay;
  }

  /** In order, both ends included. */
  between(from: DayKey, to: DayKey): HistoryEntry[] {
    return [...this.byDay.values()]
      .filter(({ day }) => day >= from && day <= to)
      .sort((a, b) => (a.day < b.day ? -1 : 1));
  }

  async add(entries: readonly HistoryEntry[]): Promise<void> {
    const fresh = entries.filter(({ day }) => !this.byDay.has(day));
    for (const entry of fresh) this.byDay.set(entry.day, entry);
    if (fresh.length > 0) await this.journal.append(...fresh);
  }
}
