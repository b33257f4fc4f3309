// Times as portals and files write them → the instant, and ISO 8601 with the Paris offset. Millions of rows share a few thousand
// times: each is read once.
import { isoParis, PARIS } from '../../grid/paris-time';
import { WallClock, wallMs, type WallTime } from './wall-clock';

export interface Instant {
  readonly ms: number;
  readonly iso: string;
}

/** `wall`: of a time without an offset. */
interface Known extends Instant {
  readonly wall?: number;
}

/** Weeks of half-hours; beyond, it begins anew. What is kept for long is swept seldom: ten times as many cost 100 MB where each row has its own time. */
const MOST_KEPT = 4000;

const ISO =
  /^(\d{4})-(\d\d)(?:-(\d\d)(?:[T ](\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?)?(Z|[+-]\d\d(?::?\d\d)?)?)?)?$/;
const FRENCH = /^(\d\d)\/(\d\d)\/(\d{4})(?: +(?:à +)?(\d\d?)[:h](\d\d)(?::(\d\d))?)?$/;

/**
 * Reads the times of one column of one stream, in their order: what has no offset is Paris time, and of the hour that there is twice
 * in October the order tells which one.
 */
export class Instants {
  private readonly known = new Map<string, Known>();
  private readonly clock = new WallClock();

  /** @param shift milliseconds added to each: a time that ends its slot goes back to where the slot starts */
  constructor(private readonly shift = 0) {}

  /**
   * Reads ISO 8601 with or without offset, `2026-03`, `dd/mm/yyyy`, `dd/mm/yyyy hh:mm`; a day begins at midnight in Paris
   * @returns undefined: this is no time, or no day of the calendar
   */
  private read(text: string): Instant | undefined {
    const known = this.known.get(text);
    if (known !== undefined) {
      if (known.wall !== undefined) this.clock.pass(known.wall);
      return known;
    }
    const parsed = parse(text);
    if (parsed === undefined) return undefined;
    if (typeof parsed === 'number') return this.keep(text, this.made(parsed));
    // Which of two hours it is depends on what came before, and is another one the next time.
    if (PARIS.isDoubled(parsed)) return this.made(this.clock.doubled(parsed));
    const wall = wallMs(parsed);
    this.clock.pass(wall);
    return this.keep(text, { ...this.made(PARIS.toInstant(parsed) + parsed.millis), wall });
  }

  /** @param value a text, or milliseconds since 1970 */
  of(value: unknown): Instant | undefined {
    if (typeof value === 'string') return this.read(value);
    return typeof value === 'number' ? this.ofEpoch(value) : undefined;
  }

  private ofEpoch(ms: number): Instant | undefined {
    return Number.isFinite(ms) && Math.abs(ms) < 8.64e15 ? this.made(ms) : undefined;
  }

  private keep(text: string, instant: Known): Instant {
    if (this.known.size >= MOST_KEPT) this.known.clear();
    this.known.set(text, instant);
    return instant;
  }

  private made(ms: number): Instant {
    return { ms: ms + this.shift, iso: isoParis(ms + this.shift) };
  }
}

/** @returns epoch milliseconds where an offset is written, the wall-clock time where none is */
function parse(text: string): number | WallTime | undefined {
  const iso = ISO.exec(text);
  if (iso !== null) {
    const [, year, month, day, hour, minute, second, fraction, zone] = iso;
    const time = wall(year, month, day ?? '1', hour, minute, second, fraction);
    if (time === undefined || zone === undefined) return time;
    const offset = offsetOf(zone);
    return Math.abs(offset) > WIDEST_OFFSET ? undefined : wallMs(time) - offset;
  }
  const [, day, month, year, hour, minute, second] = FRENCH.exec(text) ?? [];
  return wall(year, month, day, hour, minute, second);
}

/**
 * The day that a text names, `YYYY-MM-DD`; undefined: there is no such day. Of an instant at which a day begins in Paris, that one, also
 * where it is written as an evening in UTC.
 */
export function parseDay(text: string): string | undefined {
  const whole = text.length > 10 ? parse(text) : undefined;
  if (typeof whole === 'number' && PARIS.dayStart(whole) === whole) return PARIS.dayKey(whole);
  const parsed = parse(text.slice(0, 10));
  if (typeof parsed !== 'object' || text.length < 10) return undefined;
  return new Date(wallMs(parsed)).toISOString().slice(0, 10);
}

type Part = string | undefined;

function wall(y: Part, mo: Part, d: Part, h?: Part, mi?: Part, s?: Part, fraction?: Part): WallTime | undefined {
  if (y === undefined) return undefined;
  const time: WallTime = {
    year: Number(y),
    month: Number(mo),
    day: Number(d),
    hour: Number(h ?? 0),
    minute: Number(mi ?? 0),
    second: Number(s ?? 0),
    millis: Math.floor(Number(`0.${fraction ?? 0}`) * 1000),
  };
  const date = new Date(wallMs(time));
  // 30 February and 24:30 would roll over into another day, and the year 1 (there is no date) into 1901.
  const same =
    date.getUTCFullYear() === time.year &&
    date.getUTCDate() === time.day &&
    date.getUTCMonth() + 1 === time.month &&
    time.hour < 24;
  return same && time.minute < 60 && time.second < 60 ? time : undefined;
}

/** Clocks have none beyond, anywhere. */
const WIDEST_OFFSET = 14 * 3_600_000;

function offsetOf(zone: string): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', '') || 0);
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
