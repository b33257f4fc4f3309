// The energy of each asset as it is kept: by the hour on the disk, the hours of now in memory. Each source has a lane of its own,
// so that the same energy is counted once however often it is told.
import * as v from 'valibot';
import { checkedBy, type Store } from '../../store/store';
import type { StoredTable } from '../../store/table';
import { cutAt, type Span, withSpan } from './spans';

/** Who told it, and which way it flowed. */
export const LANES = ['meter', 'meter-injected', 'told', 'points', 'points-injected'] as const;
export type Lane = (typeof LANES)[number];

/** What one asset had in one hour. */
type Hour = Partial<Readonly<Record<Lane, readonly Span[]>>>;

const SpanSchema = v.object({
  start: v.number(),
  end: v.number(),
  wh: v.number(),
  whole: v.exactOptional(v.literal(true)),
});
const Lane = v.exactOptional(v.array(SpanSchema));
const HourSchema = v.object({
  meter: Lane,
  'meter-injected': Lane,
  told: Lane,
  points: Lane,
  'points-injected': Lane,
});

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** An operator asks for the consumption of past weeks. */
const KEPT_MS = 45 * DAY;
/** Hours of twenty assets. */
const MOST_HOURS = 20 * 45 * 24;
/** Hours that the memory holds: what is asked for and written now. */
const IN_MEMORY = 240;

export class KeptEnergy {
  private readonly table: StoredTable<Hour>;
  private readonly hours = new Map<string, Hour>();
  private prunedAt = -Infinity;

  constructor(store: Store, name: string) {
    this.table = store.table<Hour>(name, { version: 1, check: checkedBy(HourSchema) }, MOST_HOURS);
  }

  /** @param now when it is written, epoch milliseconds */
  async put(asset: string, lane: Lane, spans: readonly Span[], now: number): Promise<void> {
    for (const span of spans) {
      const edges: number[] = [];
      for (let at = hourOf(span.start) + HOUR; at < span.end && span.whole !== true; at += HOUR) edges.push(at);
      for (const part of cutAt(span, edges)) await this.putInHour(asset, lane, part, now);
    }
    if (spans.length > 0 && Math.abs(now - this.prunedAt) > DAY) {
      this.prunedAt = now;
      void this.table.prune(now - KEPT_MS, () => false);
    }
  }

  /** What lies in a window or touches it, in order of time. */
  async read(asset: string, lane: Lane, from: number, to: number): Promise<Span[]> {
    const spans: Span[] = [];
    for (let hour = hourOf(from); hour < to; hour += HOUR) {
      const found = await this.hour(keyOf(asset, hour));
      spans.push(...(found[lane] ?? []));
    }
    return spans;
  }

  async idle(): Promise<void> {
    await this.table.idle();
  }

  async remove(): Promise<void> {
    this.hours.clear();
    await this.table.remove();
  }

  private async putInHour(asset: string, lane: Lane, span: Span, now: number): Promise<void> {
    const key = keyOf(asset, hourOf(span.start));
    const hour = await this.hour(key);
    this.hold(key, { ...hour, [lane]: withSpan(hour[lane] ?? [], span) });
    void this.table.write(key, () => this.hours.get(key) ?? hour, now);
  }

  private async hour(key: string): Promise<Hour> {
    const found = this.hours.get(key) ?? (await this.table.read(key)) ?? {};
    this.hold(key, found);
    return found;
  }

  private hold(key: string, hour: Hour): void {
    this.hours.delete(key);
    this.hours.set(key, hour);
    for (const old of this.hours.keys()) {
      if (this.hours.size <= IN_MEMORY) return;
      this.hours.delete(old);
    }
  }
}

function hourOf(at: number): number {
  return Math.floor(at / HOUR) * HOUR;
}

function keyOf(asset: string, hour: number): string {
  return `${new Date(hour).toISOString().slice(0, 13)}/${asset}`;
}
