// What of a message counts energy: readings and points as they are on the wires, checked once at the edge.
import * as v from 'valibot';
import { type MeterCount, countOf } from './meter-counts';
import type { Span } from './spans';

/** What a reading says of energy. */
export interface HeardReading {
  /** Null for a meter without identity. */
  readonly meter: string | null;
  readonly stream: string;
  /** When it was counted, by the host's clock; null: the message does not say. Epoch milliseconds. */
  readonly at: number | null;
  /** The same by the meter's clock. */
  readonly meterAt: number | null;
  /** Meter minus host, ms. */
  readonly clockOffsetMs: number | null;
  readonly count: MeterCount | undefined;
}

/** What points say of energy, by its flow. */
export interface HeardPoint {
  readonly flow: 'withdrawn' | 'injected';
  readonly span: Span;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);

const orNull = <const Schema extends v.GenericSchema>(schema: Schema) => v.fallback(v.nullish(schema, null), null);
const byLabel = v.fallback(v.custom<Readonly<Record<string, unknown>>>(isRecord), {});
const text = orNull(v.pipe(v.string(), v.nonEmpty()));
const instant = orNull(
  v.pipe(
    v.string(),
    v.transform((iso) => Date.parse(iso)),
    v.number(),
    v.finite(),
  ),
);

const Tic = v.object({
  meter: v.fallback(v.object({ id: text }), { id: null }),
  stream: text,
  time: instant,
  clockOffset: orNull(v.pipe(v.number(), v.finite())),
  completedAt: instant,
  decoded: byLabel,
  carried: byLabel,
  test: v.fallback(v.boolean(), false),
});

/** @returns null: it is no reading, or the meter plays a test */
export function heardReading(msg: Readonly<Record<string, unknown>>): HeardReading | null {
  const { payload: values, topic } = msg;
  const read = v.safeParse(Tic, msg['tic']);
  if (!isRecord(values) || !read.success || read.output.test) return null;
  const { meter, stream, time, clockOffset, completedAt, decoded, carried } = read.output;
  const clockOffsetMs = clockOffset === null ? null : clockOffset * 1000;
  return {
    meter: meter.id,
    stream: stream ?? (typeof topic === 'string' ? topic : ''),
    at: time !== null && clockOffsetMs !== null ? time - clockOffsetMs : (completedAt ?? time),
    meterAt: time,
    clockOffsetMs,
    count: countOf(values, decoded, carried),
  };
}

const Point = v.object({
  direction: v.picklist(['consumption', 'production']),
  kind: v.picklist(['load-curve', 'energy']),
  quantity: v.literal('active'),
  unit: v.picklist(['W', 'Wh']),
  start: v.pipe(
    v.string(),
    v.transform((iso) => Date.parse(iso)),
    v.number(),
    v.finite(),
  ),
  end: v.pipe(
    v.string(),
    v.transform((iso) => Date.parse(iso)),
    v.number(),
    v.finite(),
  ),
  value: v.pipe(v.number(), v.finite()),
});

const HOUR = 3_600_000;

/** Those of `msg.payload` that say how much active energy flowed; maxima, indexes, voltages and other shapes do not. */
export function heardPoints(payload: unknown): HeardPoint[] {
  if (!Array.isArray(payload)) return [];
  return payload.flatMap((raw: unknown): HeardPoint[] => {
    const read = v.safeParse(Point, raw);
    if (!read.success || read.output.end <= read.output.start) return [];
    const { direction, unit, start, end, value } = read.output;
    const wh = unit === 'Wh' ? value : (value * (end - start)) / HOUR;
    // A day's energy says nothing of its hours.
    const span: Span = end - start > HOUR ? { start, end, wh, whole: true } : { start, end, wh };
    return [{ flow: direction === 'production' ? 'injected' : 'withdrawn', span }];
  });
}
