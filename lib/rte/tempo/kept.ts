// What is kept of Tempo: the last answer of each source, so that a restart costs no call, and the colours of past days for
// the counts of the season and the costs of past years.
import * as v from 'valibot';
import { LinkyRedError } from '../../errors';
import type { SharedLedger } from '../../provider/quota/shared-ledger';
import { PARIS, type DayKey } from '../../grid/paris-time';
import type { Journal } from '../../store/journal';
import { checkedBy, unchanged, type Format, type Store } from '../../store/store';
import { TEMPO_SOURCES, type ColourOfDay, type TempoColour, type TempoSource } from './answers';
import type { TempoReader } from './sources';

const Colour = v.picklist(['blue', 'white', 'red']);
const Report = v.object({
  at: v.number(),
  days: v.array(v.object({ day: v.string(), colour: v.nullable(Colour), updatedAt: v.exactOptional(v.number()) })),
});

/** One answer and when it came, epoch ms. */
export interface TempoReport {
  readonly at: number;
  readonly days: readonly ColourOfDay[];
}

const REPORT: Format<TempoReport> = { version: 1, check: checkedBy(Report), migrations: { 0: unchanged } };

/** Another node has just asked: its answer will do. */
const FRESH_MS = 5 * 60_000;

/** A reader's last answer, shared by all nodes of the folder. */
export class KeptReader {
  private readonly history: TempoHistory;

  constructor(
    readonly reader: TempoReader,
    private readonly shared: SharedLedger,
    private readonly now: () => number,
  ) {
    this.history = TempoHistory.of(shared);
  }

  async last(): Promise<TempoReport | undefined> {
    return (await this.document.read()).value;
  }

  /** The answer of now, or that of a few minutes ago. @throws LinkyRedError what the source throws */
  recent(): Promise<TempoReport> {
    return this.shared.once(`tempo ${this.reader.name}`, async () => {
      const kept = await this.last();
      const age = this.now() - (kept?.at ?? -Infinity);
      if (kept !== undefined && age >= 0 && age < FRESH_MS) return kept;
      try {
        const days = await this.reader.recent(this.now());
        const report: TempoReport = { at: this.now(), days: [...this.inForce(kept, days), ...days] };
        await this.document.write(report);
        return report;
      } catch (error) {
        // RTE's quota is one call: that of a little while ago was it.
        if (error instanceof LinkyRedError && error.code === 'ERR_QUOTA' && kept && age >= 0 && age < QUOTA_MS)
          return kept;
        throw error;
      }
    });
  }

  /**
   * A stretch of the past, asked for once by all who miss it in the same moment. Days that are over are in the history before
   * the question is settled: whoever comes next finds them there.
   * @throws LinkyRedError what the source throws
   */
  range(from: DayKey, to: DayKey): Promise<ColourOfDay[]> {
    const { name, source } = this.reader;
    return this.shared.once(`tempo ${name} ${from} ${to}`, async () => {
      const today = PARIS.tariffDay(this.now());
      const days: ColourOfDay[] = [];
      for await (const piece of this.reader.range(from, to)) {
        days.push(...piece);
        // At once: where the quota ends before the last piece, the first ones need not be asked for again.
        await this.history.add(
          piece.flatMap(({ day, colour }) => (colour !== null && day < today ? [{ day, colour, source }] : [])),
        );
      }
      // Before 06:00 the day in force is yesterday, of which the answer of now may say nothing.
      const kept = await this.last();
      const told = kept && this.inForce({ ...kept, days }, kept.days);
      if (kept && told?.length === 1) await this.document.write({ ...kept, days: [...told, ...kept.days] });
      return days;
    });
  }

  /** What a report says of the day in force, if the other days say nothing of it. */
  private inForce(report: TempoReport | undefined, others: readonly ColourOfDay[]): ColourOfDay[] {
    const today = PARIS.tariffDay(this.now());
    if (others.some(({ day, colour }) => day === today && colour !== null)) return [];
    return (report?.days ?? []).filter(({ day, colour }) => day === today && colour !== null).slice(0, 1);
  }

  private get document() {
    return this.shared.store.document<TempoReport>(`tempo-${this.reader.name}`, REPORT);
  }
}

const QUOTA_MS = 16 * 60_000;

const Entry = v.object({ day: v.string(), colour: Colour, source: v.picklist(TEMPO_SOURCES) });

export interface HistoryEntry {
  readonly day: DayKey;
  readonly colour: TempoColour;
  readonly source: TempoSource;
}

const DAY: Format<HistoryEntry> = { version: 1, check: checkedBy(Entry), migrations: { 0: unchanged } };

/** The colours of past days, one object for all nodes of the folder. The first source that told a day is believed: days do not change once they are over. */
export class TempoHistory {
  private readonly byDay = new Map<DayKey, HistoryEntry>();
  private readonly journal: Journal<HistoryEntry>;
  private loading: Promise<void> | undefined;

  static of(shared: SharedLedger): TempoHistory {
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
