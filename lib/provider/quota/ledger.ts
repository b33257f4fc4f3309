// The quota ledger: every call is booked here before it is sent, on the disk, for all nodes together. Providers count over
// our restarts, so we do too; and a ledger that was lost never opens a quota.
import { LinkyRedError } from '../../errors';
import { ClockWatch, type Clock } from '../../grid/clock';
import { isoParis } from '../../grid/paris-time';
import type { StoredDocument } from '../../store/document';
import type { Store } from '../../store/store';
import { Turns } from '../../store/turns';
import { BOOKS, SEEN, type Books } from './ledger-file';
import {
  earliestCall,
  evenPaceMs,
  fullUntil,
  liesInFuture,
  longestMemoryMs,
  shifted,
  withoutFuture,
  type CallRecord,
  type Limit,
  type Priority,
} from './limits';
import { LONGEST_CLOSURE_MS } from '../../http/retry';

/** What one provider counts under one key: conso-api the host, MyElectricalData the token, RTE and Enedis client id and API. */
export interface QuotaRow {
  readonly key: string;
  readonly limits: readonly Limit[];
}

/** A back-fill keeps away from a refused daily call's appointment this long, then takes it that nobody comes. */
const APPOINTMENT_KEPT_MS = 60_000;
/** Providers count by their own clock: a step of ours, by NTP for instance, may shorten no distance between calls by more. */
const NOTICED_MS = 1000;

export class QuotaLedger {
  private readonly document: StoredDocument<Books>;
  /** The keys that were ever booked, in a second file: tells a lost ledger from a first start. */
  private readonly seenDocument: StoredDocument<string[]>;
  private loading: Promise<void> | undefined;
  private books: Books = { keys: {} };
  private seen = new Set<string>();
  private dirty = false;
  /** False while the disk takes nothing: a restart would forget what is booked. */
  private writable = true;
  /** When a daily call that was refused may come again, by key. */
  private readonly appointments = new Map<string, number>();
  private readonly watch: ClockWatch;
  /** When these books were opened, on the clock as it is now. */
  private openedAt: number;
  private readonly turns = new Map<string, Turns>();

  constructor(
    store: Store,
    private readonly clock: Clock,
  ) {
    this.watch = new ClockWatch(clock, NOTICED_MS);
    this.openedAt = clock.now();
    this.document = store.document('quota-ledger', BOOKS);
    this.seenDocument = store.document('quota-ledger-keys', SEEN);
  }

  /**
   * Books one call, on the disk when this resolves; send it then, and book again for each retry. While the disk takes
   * nothing, calls keep the even pace of the quota, counted from the start too: no series of restarts can make a flood of it.
   * @param again the same call once more with a new token after a 401: it takes the place of the booking before
   * @param underwayMs how long the call may take to reach the provider, who counts from arrival to arrival: as long as nobody
   *   says that it was there, it counts from the last moment at which it can be
   * @returns to be called once the call cannot reach the provider any more, or was answered: then it counts from that moment
   * @throws LinkyRedError ERR_QUOTA with `until`
   */
  async book(row: QuotaRow, priority: Priority = 'daily', again = false, underwayMs = 0): Promise<() => Promise<void>> {
    await this.load();
    const now = this.now();
    const record = this.record(row, now);
    const paced = this.paced(row, record);
    if (again) record.calls.pop();
    else {
      const at = this.earliestFor(row, record, priority, now);
      if (at > now) {
        if (priority === 'daily') this.appointments.set(row.key, at);
        await this.flush();
        throw new LinkyRedError('ERR_QUOTA', { until: isoParis(at) });
      }
    }
    // Its window is over: the next time that the clock is wrong, another one begins.
    if (!again) delete record.fullSince;
    if (priority === 'daily') this.appointments.delete(row.key);
    const oldest = now - longestMemoryMs(row.limits);
    const stamp = now + underwayMs;
    record.calls = [...record.calls.filter((call) => call >= oldest), stamp].sort((a, b) => a - b);
    this.dirty = true;
    await this.remember(row.key);
    await this.flush();
    if (this.writable || again || paced <= now) return () => this.arrived(row, stamp);
    // Nothing goes out: nothing is booked.
    const { calls } = this.record(row, now);
    if (calls.at(-1) === stamp) calls.pop();
    throw new LinkyRedError('ERR_QUOTA', { until: isoParis(paced) });
  }

  /** A call that was booked as `stamp`; where the clock was turned meanwhile it keeps the later moment that it has. */
  private async arrived(row: QuotaRow, stamp: number): Promise<void> {
    const now = this.now();
    const { calls } = this.record(row, now);
    const at = calls.indexOf(stamp);
    if (at < 0 || stamp === now) return;
    calls[at] = now;
    calls.sort((a, b) => a - b);
    this.dirty = true;
    await this.flush();
  }

  /** The earliest instant for a call; now or earlier when it may go out at once. */
  async earliest(row: QuotaRow, priority: Priority = 'daily'): Promise<number> {
    await this.load();
    const now = this.now();
    const at = this.earliestFor(row, this.record(row, now), priority, now);
    await this.flush();
    return at;
  }

  /** Runs a call when those before it under this key have ended: gateways are asked one question at a time. */
  inTurn<T>(key: string, call: () => Promise<T>): Promise<T> {
    const turns = this.turns.get(key) ?? new Turns();
    this.turns.set(key, turns);
    return turns.take(call);
  }

  /** What the provider said with 429 or Retry-After: nothing goes out before `until`. */
  async closeUntil(row: QuotaRow, until: number): Promise<void> {
    await this.load();
    const now = this.now();
    this.record(row, now).closed = { at: now, until: Math.min(until, now + LONGEST_CLOSURE_MS) };
    this.dirty = true;
    await this.remember(row.key);
    await this.flush();
  }

  /** The last call under this key, undefined when none is remembered. */
  async lastCall(row: QuotaRow): Promise<number | undefined> {
    await this.load();
    return this.books.keys[row.key]?.calls.at(-1);
  }

  /** The time, after what was stamped by a clock that was wrong meanwhile has moved with it. */
  private now(): number {
    const now = this.clock.now();
    const by = this.watch.turnedBy();
    if (by === 0) return now;
    // Put forward, the clock may have been behind before we started as well: what was booked then counts as later, too.
    const since = by > 0 ? -Infinity : this.openedAt;
    for (const [key, record] of Object.entries(this.books.keys))
      this.books.keys[key] = shifted(record, since, now - by, by);
    this.markFuture(now);
    for (const [key, at] of this.appointments) this.appointments.set(key, at + by);
    this.openedAt += by;
    this.dirty = true;
    return now;
  }

  private earliestFor(row: QuotaRow, record: CallRecord, priority: Priority, now: number): number {
    const open = earliestCall(row.limits, record, priority, now);
    const at = this.writable ? open : Math.max(open, this.paced(row, record));
    const appointment = this.appointments.get(row.key);
    if (priority === 'daily' || appointment === undefined) return at;
    return now < appointment + APPOINTMENT_KEPT_MS ? Math.max(at, appointment + APPOINTMENT_KEPT_MS) : at;
  }

  /** The earliest call of one whose bookings a restart forgets. */
  private paced({ limits }: QuotaRow, { calls }: CallRecord): number {
    return Math.max(this.openedAt, calls.at(-1) ?? -Infinity) + evenPaceMs(limits);
  }

  private record(row: QuotaRow, now: number): CallRecord {
    let record = this.books.keys[row.key];
    if (record === undefined) {
      // Booked once and gone from the books: lost.
      const fullSince = this.seen.has(row.key) ? now : this.books.allFullSince;
      record = { calls: [], ...(fullSince !== undefined && { fullSince }) };
      this.books.keys[row.key] = record;
      this.dirty ||= fullSince !== undefined;
    }
    if (!liesInFuture(record, now) || now < fullUntil(row.limits, record.fullSince ?? now)) return record;
    this.dirty = true;
    record = withoutFuture(record, now);
    this.books.keys[row.key] = record;
    return record;
  }

  /**
   * Nobody knows when calls were that lie in the future. Their keys are full for one window, which begins for all of them
   * now; then they are forgotten. Until then they stay: the clock may be put right meanwhile.
   */
  private markFuture(now: number): void {
    for (const record of Object.values(this.books.keys)) {
      if (!liesInFuture(record, now) || (record.fullSince ?? Infinity) <= now) continue;
      record.fullSince = now;
      this.dirty = true;
    }
  }

  private load(): Promise<void> {
    this.loading ??= this.read();
    return this.loading;
  }

  private async read(): Promise<void> {
    const [books, seen] = [await this.document.read(), await this.seenDocument.read()];
    this.seen = new Set(seen.value);
    if (books.value) this.books = books.value;
    // A damaged file with no second one to say whose calls stood in it: every key counts as full.
    else if (books.lost && seen.value === undefined) this.books.allFullSince = this.clock.now();
    this.markFuture(this.clock.now());
    if (books.value !== undefined || (!books.lost && this.seen.size === 0)) return;
    const now = this.clock.now();
    for (const key of this.seen) this.books.keys[key] = { calls: [], fullSince: now };
    this.dirty = true;
    await this.flush();
  }

  private async remember(key: string): Promise<void> {
    if (this.seen.has(key)) return;
    this.seen.add(key);
    await this.seenDocument.write([...this.seen]);
  }

  private async flush(): Promise<void> {
    if (!this.dirty) return;
    this.dirty = false;
    this.writable = await this.document.write(this.books);
  }
}
