// The long-term statistics of a Home Assistant: metadata and hourly rows, written by a queue behind the answer.
import { setTimeout as delay } from 'node:timers/promises';

export interface Metadata {
  readonly statistic_id: string;
  readonly source: string;
  readonly name: string | null;
  readonly unit_of_measurement: string | null;
  readonly unit_class: string | null;
  readonly mean_type: number;
  readonly has_sum: boolean;
}

export interface Row {
  readonly state: number | null;
  readonly sum: number | null;
}

interface Series {
  metadata: Metadata;
  /** By the start of the hour, epoch ms. */
  readonly rows: Map<number, Row>;
}

export class Recorder {
  private readonly series = new Map<string, Series>();
  private queue: Promise<void> = Promise.resolve();

  /** @param queueMs how long a job lies in the queue before it is done */
  constructor(private readonly queueMs: number) {}

  metadata(statistic: string): Metadata | undefined {
    return this.series.get(statistic)?.metadata;
  }

  all(): readonly Metadata[] {
    return [...this.series.values()].map(({ metadata }) => metadata);
  }

  /** In the order of time; empty for what is not known. */
  rows(statistic: string): readonly (Row & { readonly start: number })[] {
    const rows = this.series.get(statistic)?.rows ?? new Map<number, Row>();
    return [...rows].map(([start, row]) => ({ start, ...row })).sort((a, b) => a.start - b.start);
  }

  /** Known metadata are replaced, whatever the unit, and no row is converted; of two rows of one hour the last wins. */
  import(metadata: Metadata, rows: readonly (Row & { readonly start: number })[]): Promise<void> {
    return this.later(() => {
      this.write(metadata, rows);
    });
  }

  clear(statistics: readonly string[]): Promise<void> {
    return this.later(() => {
      for (const statistic of statistics) this.series.delete(statistic);
    });
  }

  relabel(statistic: string, unit: string | null, unitClass: string | null): Promise<void> {
    return this.later(() => {
      const known = this.series.get(statistic);
      if (known !== undefined) known.metadata = { ...known.metadata, unit_of_measurement: unit, unit_class: unitClass };
    });
  }

  /** What somebody else has written, or a backup that was restored: at once. */
  write(metadata: Metadata, rows: readonly (Row & { readonly start: number })[]): void {
    const known = this.series.get(metadata.statistic_id) ?? { metadata, rows: new Map<number, Row>() };
    known.metadata = metadata;
    for (const { start, state, sum } of rows) known.rows.set(start, { state, sum });
    this.series.set(metadata.statistic_id, known);
  }

  /** Takes away the rows from this hour on. */
  rewind(statistic: string, from: number): void {
    const rows = this.series.get(statistic)?.rows;
    for (const start of rows?.keys() ?? []) if (start >= from) rows?.delete(start);
  }

  /** Resolves when nothing waits. */
  idle(): Promise<void> {
    return this.queue;
  }

  private later(job: () => void): Promise<void> {
    this.queue = this.queue.then(async () => {
      if (this.queueMs > 0) await delay(this.queueMs);
      job();
    });
    return this.queue;
  }
}
