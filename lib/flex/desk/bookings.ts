// What was confirmed of each asset, found by day: 100,000 requests of the past cost a new one nothing.
import type { Booking } from '../request/checks';
import { overlaps, requestWindow, type Window } from '../request/profile';
import { type FlexRequest, productOf, requestName, type RequestKey } from '../request/request';

const DAY_MS = 24 * 3_600_000;
/** What takes longer is looked at for every day. */
const MOST_DAYS = 40;

/** Of one asset. */
interface Shelf {
  readonly byDay: Map<number, Map<string, Booking>>;
  readonly long: Map<string, Booking>;
}

export class Bookings {
  private readonly shelves = new Map<string, Shelf>();
  private readonly held = new Map<string, { readonly shelf: Shelf; readonly booking: Booking }>();

  /**
   * Takes what a request books now in the place of what it booked before: before it is on the disk, so that of two at one time
   * only one finds room.
   * @returns puts back what was there
   */
  take(request: FlexRequest): () => void {
    const name = requestName(request);
    const before = this.held.get(name);
    this.put(name, this.shelfOf(request), bookingOf(request));
    return () => {
      this.put(name, before?.shelf, before?.booking);
    };
  }

  forget(name: string): void {
    this.put(name, undefined, undefined);
  }

  /** Those of an asset that may touch a window or its civil days, but for this request's own. */
  near(key: RequestKey, { start, end }: Window): readonly Booking[] {
    const shelf = this.shelves.get(assetKey(key));
    if (shelf === undefined) return [];
    const own = this.held.get(requestName(key))?.booking;
    const found = new Set<Booking>(shelf.long.values());
    // A civil day lies within the day before and the day after, wherever it is.
    const around = { start: start - DAY_MS, end: end + DAY_MS };
    for (const day of daysOf(around) ?? shelf.byDay.keys())
      for (const booking of shelf.byDay.get(day)?.values() ?? [])
        if (overlaps(booking.window, around)) found.add(booking);
    if (own !== undefined) found.delete(own);
    return [...found];
  }

  private put(name: string, shelf: Shelf | undefined, booking: Booking | undefined): void {
    const before = this.held.get(name);
    if (before !== undefined) for (const place of placesOf(before.shelf, before.booking)) place.delete(name);
    this.held.delete(name);
    if (shelf === undefined || booking === undefined) return;
    for (const place of placesOf(shelf, booking)) place.set(name, booking);
    this.held.set(name, { shelf, booking });
  }

  private shelfOf(key: RequestKey): Shelf {
    const shelf = this.shelves.get(assetKey(key)) ?? { byDay: new Map(), long: new Map() };
    this.shelves.set(assetKey(key), shelf);
    return shelf;
  }
}

/** What a request takes of its asset: from its confirmation on; what was called off under way was an activation. */
function bookingOf(request: FlexRequest): Booking | undefined {
  const booking = { product: productOf(request), window: requestWindow(request) };
  switch (request.state) {
    case 'confirmed':
    case 'active':
    case 'completed':
    case 'reported':
      return booking;
    case 'cancelled':
      return request.history.some(({ state }) => state === 'active') ? { ...booking, isCancelled: true } : undefined;
    default:
      return undefined;
  }
}

function* placesOf(shelf: Shelf, { window }: Booking): Generator<Map<string, Booking>> {
  const days = daysOf(window);
  if (days === undefined) yield shelf.long;
  for (const day of days ?? []) {
    const place = shelf.byDay.get(day) ?? new Map<string, Booking>();
    shelf.byDay.set(day, place);
    yield place;
  }
}

/** Days since 1970 that a window touches; undefined: too many. */
function daysOf({ start, end }: Window): number[] | undefined {
  const [first, last] = [Math.floor(start / DAY_MS), Math.floor(end / DAY_MS)];
  if (!(last - first < MOST_DAYS)) return undefined;
  return Array.from({ length: last - first + 1 }, (_, n) => first + n);
}

function assetKey({ bacs, asset }: RequestKey): string {
  return JSON.stringify([bacs, asset]);
}
