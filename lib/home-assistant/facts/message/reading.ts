// A reading as the messages of linky-decode carry it, checked once at the edge.
import * as v from 'valibot';
import { meterOfTopic } from '../../../grid/message';
import type { GridSignal } from '../../../grid/signal';
import type { MeterFamily } from '../../../tic/families/family';
import type { DecodedFrame } from '../../../tic/decoded-frame';
import type { FlexReadyData } from '../../../tic/power/flex-ready';
import type { Quality } from '../../../tic/frame/quality';
import type { Meter } from '../../../tic/frame/meter';
import type { DerivedPower, DerivedPowers } from '../../../tic/power/business-power';
import type { Headroom } from '../../../tic/power/headroom';
import type { PowerBudgetView } from '../../../tic/power/power-budget';
import { METER_FAMILIES } from '../meter-families';
import { isSignal } from './signal';
import { type FieldsOf, flag, isRecord, list, number, orNull, record, text } from './tolerant';

/** By label; what is under one is looked at where it is used: 80 labels come every second or two. */
const byLabel = v.fallback(v.custom<Readonly<Record<string, unknown>>>(isRecord), {});
const count = v.fallback(v.pipe(v.number(), v.finite()), 0);
const word = orNull(v.pipe(v.string(), v.nonEmpty()));
const power = record({ value: number } satisfies FieldsOf<DerivedPower>);
const families = Object.keys(METER_FAMILIES) as MeterFamily[];

const METER = record({
  id: word,
  family: v.fallback(v.picklist(families), 'unknown'),
  mode: orNull(v.picklist(['historique', 'standard'])),
  phases: orNull(v.picklist([1, 3])),
  producer: flag,
  maker: text,
  year: number,
  type: text,
} satisfies FieldsOf<Meter>);

const QUALITY = record({
  rejected: count,
  held: count,
  frames: number,
  complete: v.fallback(v.boolean(), false),
  /** Labels whose values cannot be: nothing is derived from them. */
  doubtful: list(text),
} satisfies FieldsOf<Quality>);

/** Empty on meters without one. */
const BUDGET = record({
  unit: text,
  subscribed: number,
  mean: number,
  left: number,
  maxMean: number,
  secondsToTop: number,
} satisfies FieldsOf<PowerBudgetView>);

const HEADROOM = v.object({
  va: number,
  a: number,
  phase: number,
  cutoffVa: number,
  w: number,
} satisfies FieldsOf<Headroom>);

const FLEX_READY = v.object({
  data: v.fallback(v.string(), '?'),
  met: v.fallback(v.boolean(), false),
  since: text,
} satisfies FieldsOf<FlexReadyData>);

const TIC = record({
  ...({
    meter: METER,
    /** The meter's clock, ISO. */
    time: text,
    /** By how many seconds the meter's clock is ahead. */
    clockOffset: number,
    headroom: orNull(HEADROOM),
    budget: BUDGET,
    /** Of powers that the meter does not send, kVA and kW. */
    derived: record({ apparentPower: power, activePower: power } satisfies FieldsOf<DerivedPowers>),
    /** What the Flex Ready reference asks; empty on meters of which it asks nothing. */
    flexReady: list(orNull(FLEX_READY)),
    test: flag,
    quality: QUALITY,
  } satisfies FieldsOf<DecodedFrame>),
  stream: word,
  horodates: byLabel,
  units: byLabel,
  decoded: byLabel,
  carried: byLabel,
  signals: list(v.unknown()),
  /** When the last byte arrived. */
  completedAt: text,
});

type Tic = v.InferOutput<typeof TIC>;
type Own = 'meter' | 'stream' | 'carried' | 'signals' | 'test' | 'flexReady' | 'completedAt';

export interface Reading extends Omit<Tic, Own>, Omit<Tic['meter'], 'id'> {
  readonly values: Readonly<Record<string, unknown>>;
  /** Null for a meter without identity. */
  readonly meterId: string | null;
  readonly stream: string;
  readonly signals: readonly GridSignal[];
  readonly flexReady: readonly v.InferOutput<typeof FLEX_READY>[];
  /** Some of its values are those of an earlier frame. */
  readonly carries: boolean;
  /** True while the meter plays a test, false where it is known not to, null where no meter of this family does. */
  readonly test: boolean | null;
  /** When the last byte arrived, epoch milliseconds; null where the message does not say. */
  readonly completedAt: number | null;
}

/** What of its fields is not of the right shape counts as unknown. @returns null: no reading at all */
export function readReading(msg: Readonly<Record<string, unknown>>): Reading | null {
  const { payload: values, topic } = msg;
  if (!isRecord(values)) return null;
  const tic = v.parse(TIC, msg['tic']);
  const { meter } = tic;
  const named = typeof topic === 'string' ? meterOfTopic(topic) : '';
  const arrivedAt = Date.parse(tic.completedAt ?? '');
  return {
    values,
    meterId: meter.id,
    stream: tic.stream ?? (named === '' ? (meter.id ?? 'linky') : named),
    family: meter.family,
    mode: meter.mode,
    phases: meter.phases,
    producer: meter.producer,
    maker: meter.maker,
    year: meter.year,
    type: meter.type,
    time: tic.time,
    clockOffset: tic.clockOffset,
    horodates: tic.horodates,
    units: tic.units,
    decoded: tic.decoded,
    signals: tic.signals.filter(isSignal),
    headroom: tic.headroom,
    budget: tic.budget,
    derived: tic.derived,
    flexReady: tic.flexReady.filter((item) => item !== null),
    quality: tic.quality,
    carries: Object.keys(tic.carried).length > 0,
    test: tic.test === true ? true : METER_FAMILIES[meter.family].playsTests ? false : null,
    completedAt: Number.isNaN(arrivedAt) ? null : arrivedAt,
  };
}
