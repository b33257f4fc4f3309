// What has to be written so that a statistic says what is known: a pure reckoning over the rows that are there and the days that
// are known. Ours win; what others wrote in hours that we do not know keeps its change; every later sum follows.
import type { DayKey } from '../../grid/paris-time';
import type { KnownDay } from './hours';

/** As it is in Home Assistant. Sum and change in grains, the state in the unit of the statistic. */
export interface ExistingRow {
  readonly hour: number;
  readonly sum: number | null;
  readonly state: number | null;
}

export interface PlannedRow {
  /** Epoch ms. */
  readonly hour: number;
  /** Grains. */
  readonly sum: number;
  /** In the unit of the statistic; null: it has none. */
  readonly state: number | null;
}

interface PlanInput {
  /** Ascending; of `from` and later. */
  readonly days: readonly KnownDay[];
  /** Ascending; from the beginning of the first of `days` on, all of them. */
  readonly existing: readonly ExistingRow[];
  /** The sum before these, in grains. */
  readonly before: number;
  /** Epoch ms: an hour that is not over is not written. */
  readonly now: number;
  /** Of one unit of the statistic. */
  readonly grains: number;
  /** What becomes of the subscription's share: it stands at midnight, or not at all, or no longer. */
  readonly billing: 'with' | 'without' | 'withdrawn';
}

export interface Plan {
  /** Those that differ, ascending. */
  readonly rows: readonly PlannedRow[];
  /** The last row of the statistic when they are written; null: it has none. */
  readonly last: { readonly hour: number; readonly sum: number } | null;
  /** The first hour that is known and not over yet. */
  readonly later: number | null;
  readonly dailyOnly: readonly DayKey[];
  /** `missing` in grains. */
  readonly partial: readonly { readonly day: DayKey; readonly missing: number | null }[];
}

const HOUR = 3_600_000;

interface ChangeRow extends ExistingRow {
  readonly change: number;
}

export function planOf(input: PlanInput): Plan {
  const existing = changesOf(input.existing, input.before);
  const ours = new OurHours(input, existing);
  const merged = [...new Set([...existing.map(({ hour }) => hour), ...ours.changes.keys()])].sort((a, b) => a - b);
  const there = new Map(existing.map((row) => [row.hour, row]));
  const rows: PlannedRow[] = [];
  let sum = input.before;
  for (const hour of merged) {
    const old = there.get(hour);
    const change = ours.changes.get(hour);
    sum += change ?? old?.change ?? 0;
    const state = change === undefined ? (old?.state ?? null) : change / input.grains;
    if (old === undefined || !isNear(old.sum, sum, 1) || !isNear(old.state, state, 1 / input.grains))
      rows.push({ hour, sum, state });
  }
  const hour = merged.at(-1);
  const { later, dailyOnly, partial } = ours;
  return { rows, last: hour === undefined ? null : { hour, sum }, later, dailyOnly, partial };
}

/** A number that went to Home Assistant and back; far apart in size, doubles are less exact than a grain. */
export function isNear(a: number | null, b: number | null, within: number): boolean {
  if (a === null || b === null) return a === b;
  return Math.abs(a - b) <= Math.max(within, Math.abs(b) * 1e-12);
}

/** A row without a sum changes nothing. */
function changesOf(rows: readonly ExistingRow[], before: number): ChangeRow[] {
  let last = before;
  return rows.map((row) => {
    const change = (row.sum ?? last) - last;
    last += change;
    return { ...row, change };
  });
}

/** What the known days come to, given what is there on the same days. */
class OurHours {
  /** By hour, in grains. */
  readonly changes = new Map<number, number>();
  readonly dailyOnly: DayKey[] = [];
  readonly partial: { day: DayKey; missing: number | null }[] = [];
  later: number | null = null;

  constructor(
    private readonly input: PlanInput,
    existing: readonly ChangeRow[],
  ) {
    let at = 0;
    for (const day of input.days) {
      while ((existing[at]?.hour ?? Infinity) < day.start) at++;
      const first = at;
      while ((existing[at]?.hour ?? Infinity) < day.end) at++;
      const there = existing.slice(first, at);
      if (day.hours.length > 0) this.addCurve(day, there);
      else if (day.daily !== undefined) this.addDaily(day, day.daily, there);
      this.addBilling(day, there);
    }
  }

  private addCurve(day: KnownDay, there: readonly ChangeRow[]): void {
    let known = 0;
    for (const [hour, grains] of day.hours) {
      this.set(hour, grains, hour + HOUR);
      known += grains;
    }
    // What stands for the whole day would count twice.
    if (!this.changes.has(day.start) && isWholeDay(day, there)) this.changes.set(day.start, 0);
    if (day.coveredMs < day.end - day.start && day.end <= this.input.now)
      this.partial.push({ day: day.day, missing: day.daily === undefined ? null : day.daily - known });
  }

  /** Where somebody else has the hours of the day, these are better than one value for all of them. */
  private addDaily(day: KnownDay, daily: number, there: readonly ChangeRow[]): void {
    if (there.some(({ hour, change }) => hour !== day.start && !isNear(change, 0, 1))) return;
    this.set(day.start, daily, day.end);
    if (this.changes.has(day.start)) this.dailyOnly.push(day.day);
  }

  private addBilling({ start, billing, hours }: KnownDay, there: readonly ChangeRow[]): void {
    if (billing === undefined || this.input.billing === 'without') return;
    const midnight = there.find(({ hour }) => hour === start)?.change ?? 0;
    const isOurs = hours.length > 0 || this.changes.has(start) || isNear(midnight, billing, 1);
    // What somebody else says of this hour stays whole, and nobody could tell the share from it the next time.
    if (!isOurs && !isNear(midnight, 0, 1)) return;
    const share = this.input.billing === 'with' ? billing : 0;
    this.set(start, (this.changes.get(start) ?? 0) + share, start + HOUR);
  }

  private set(hour: number, grains: number, over: number): void {
    if (over <= this.input.now) this.changes.set(hour, grains);
    else this.later = Math.min(this.later ?? Infinity, hour);
  }
}

/** One row for all of it, at local midnight: what this node or ha-linky makes of a day without a curve. */
function isWholeDay({ start, daily }: KnownDay, there: readonly ChangeRow[]): boolean {
  const first = there[0];
  if (first?.hour !== start) return false;
  return there.length === 1 || (daily !== undefined && isNear(first.change, daily, 1));
}
