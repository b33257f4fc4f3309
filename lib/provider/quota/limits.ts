// The arithmetic of quotas: when may the next call go out? Pure; the ledger beside it keeps the books.
import { CLOCK_TOLERANCE_MS } from '../../grid/clock';
import { PARIS, type CivilZone } from '../../grid/paris-time';

/**
 * One limit of a provider; several may hold for one key. `reserve`: calls of it that back-fill leaves to daily work.
 * `hours`: nothing goes out while clocks show `from`:00 up to `to`:00. `only`: others know nothing of this limit.
 */
export type Limit =
  | { readonly kind: 'window'; readonly max: number; readonly windowMs: number; readonly reserve?: number }
  | { readonly kind: 'day'; readonly max: number; readonly zone?: CivilZone; readonly reserve?: number }
  | { readonly kind: 'spacing'; readonly ms: number; readonly only?: Priority }
  | {
      readonly kind: 'hours';
      readonly from: number;
      readonly to: number;
      readonly zone?: CivilZone;
      readonly only?: Priority;
    };

type Counted = Exclude<Limit, { readonly kind: 'hours' }>;
type Hours = Extract<Limit, { readonly kind: 'hours' }>;

/** Daily work comes first; back-fill takes what is left. */
export type Priority = 'daily' | 'backfill';

/** What is known of the calls under one key. Instants in epoch milliseconds. */
export interface CallRecord {
  /** Ascending. */
  calls: number[];
  /** The provider said: not before `until`. */
  closed?: { at: number; until: number };
  /** From here on the key counts as full for one window: its calls are lost, or lie in the future of the clock. */
  fullSince?: number;
}

/** The earliest instant at which a call may go out; `now` or earlier when it may go out at once. */
export function earliestCall(limits: readonly Limit[], record: CallRecord, priority: Priority, now: number): number {
  const past = withoutFuture(record, now);
  const closed = past.closed?.until ?? -Infinity;
  const holding = limits.filter((limit) => !('only' in limit) || limit.only === priority);
  const counted = holding.filter((limit) => limit.kind !== 'hours');
  const at = Math.max(closed, ...counted.map((limit) => earliestUnder(limit, past, priority, now)));
  // Whatever opens then stays open, without another call: only the hours are left to be waited for.
  const hours = holding.filter((limit) => limit.kind === 'hours');
  return hours.length === 0 || at === Infinity ? at : outsideHours(hours, Math.max(at, now));
}

/** @returns `at`, or when the last of the closed hours that it falls into is over; Infinity where the whole day is closed */
function outsideHours(hours: readonly Hours[], at: number): number {
  let open = at;
  for (let looks = 0; looks <= 2 * hours.length; looks += 1) {
    const within = hours.find(({ from, to, zone = PARIS }) => {
      const { hour } = zone.fields(open);
      return hour >= from && hour < to;
    });
    if (within === undefined) return open;
    const { to, zone = PARIS } = within;
    const day = zone.dayKey(open);
    open = to === 24 ? zone.startOfDay(zone.addDays(day, 1)) : zone.at(day, to);
  }
  return Infinity;
}

/** The record without what is stamped later than now; the time for which such a key counts as full is `fullSince`. */
export function withoutFuture(record: CallRecord, now: number): CallRecord {
  const { closed, fullSince } = record;
  return {
    calls: record.calls.filter((call) => call <= now + CLOCK_TOLERANCE_MS),
    ...(closed !== undefined && closed.at <= now + CLOCK_TOLERANCE_MS && { closed }),
    ...(fullSince !== undefined && { fullSince }),
  };
}

/** True when the books or the clock cannot be right: something in them happened later than now. */
export function liesInFuture(record: CallRecord, now: number): boolean {
  const stamps = [...record.calls, record.closed?.at ?? -Infinity, record.fullSince ?? -Infinity];
  return stamps.some((stamp) => stamp > now + CLOCK_TOLERANCE_MS);
}

/** When the last limit lets go of a key that counts as full since `since`. */
export function fullUntil(limits: readonly Limit[], since: number): number {
  return Math.max(...limits.filter((limit) => limit.kind !== 'hours').map((limit) => endOfFull(limit, since)));
}

/** How long a call matters at most; older ones can be forgotten. */
export function longestMemoryMs(limits: readonly Limit[]): number {
  return Math.max(
    ...limits
      .filter((limit) => limit.kind !== 'hours')
      .map((limit) =>
        limit.kind === 'window' ? limit.windowMs : limit.kind === 'spacing' ? limit.ms : LONGEST_DAY_MS,
      ),
  );
}

const LONGEST_DAY_MS = 25 * 3_600_000;

/** The pace at which the quota lasts for ever: for one who does not know what was before, and leaves no trace. */
export function evenPaceMs(limits: readonly Limit[]): number {
  return Math.max(
    ...limits
      .filter((limit) => limit.kind !== 'hours')
      .map((limit) =>
        limit.kind === 'spacing'
          ? limit.ms
          : (limit.kind === 'window' ? limit.windowMs : LONGEST_DAY_MS) / Math.max(1, limit.max),
      ),
  );
}

/**
 * The record after the clock was put forward or back: what was stamped by the wrong clock moves with it.
 * @param from @param to what the wrong clock has shown, on itself
 */
export function shifted(record: CallRecord, from: number, to: number, byMs: number): CallRecord {
  const isOurs = (stamp: number): boolean => stamp >= from && stamp <= to;
  const { calls, closed, fullSince } = record;
  return {
    calls: calls.map((call) => (isOurs(call) ? call + byMs : call)).sort((a, b) => a - b),
    ...(closed && { closed: isOurs(closed.at) ? { at: closed.at + byMs, until: closed.until + byMs } : closed }),
    ...(fullSince !== undefined && { fullSince: isOurs(fullSince) ? fullSince + byMs : fullSince }),
  };
}

function earliestUnder(limit: Counted, record: CallRecord, priority: Priority, now: number): number {
  const full = record.fullSince === undefined ? -Infinity : endOfFull(limit, record.fullSince);
  if (limit.kind === 'spacing') return Math.max(full, (record.calls.at(-1) ?? -Infinity) + limit.ms);

  const max = limit.max - (priority === 'backfill' ? (limit.reserve ?? 0) : 0);
  if (max <= 0) return Infinity;
  if (limit.kind === 'window') return Math.max(full, (record.calls.at(-max) ?? -Infinity) + limit.windowMs);

  const zone = limit.zone ?? PARIS;
  const today = zone.dayKey(now);
  const taken = record.calls.filter((call) => zone.dayKey(call) === today).length;
  return Math.max(full, taken < max ? -Infinity : zone.startOfDay(zone.addDays(today, 1)));
}

function endOfFull(limit: Counted, since: number): number {
  if (limit.kind === 'window') return since + limit.windowMs;
  if (limit.kind === 'spacing') return since + limit.ms;
  const zone = limit.zone ?? PARIS;
  return zone.startOfDay(zone.addDays(zone.dayKey(since), 1));
}
