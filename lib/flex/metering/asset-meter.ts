// The meter of one asset: which one it is, and its counts into energy over time. An asset has one at a time; another one takes its
// place once the first is silent, or comes on the same line.
import * as v from 'valibot';
import { Counter, type CounterState } from './counter';
import type { HeardReading } from './heard';
import type { Lane } from './kept-energy';
import type { MeterCount } from './meter-counts';
import { SinceTop, type TopCount } from './since-top';
import type { Span } from './spans';

const CountSchema = v.object({ at: v.number(), wh: v.number() });
const CounterSchema = v.object({ open: CountSchema, last: CountSchema });
const FlowSchema = v.exactOptional(
  v.object({
    counter: v.exactOptional(CounterSchema),
    last: v.exactOptional(v.object({ at: v.number(), meterAt: v.number(), wh: v.number() })),
  }),
);
export const AssetMeterSchema = v.object({
  meter: v.nullable(v.string()),
  stream: v.string(),
  heardAt: v.number(),
  counting: v.string(),
  withdrawn: FlowSchema,
  injected: FlowSchema,
});
/** What must outlive a restart. */
export type AssetMeterState = v.InferOutput<typeof AssetMeterSchema>;

const MINUTE = 60_000;
/** So long a meter may be silent before another one is taken to stand in its place. */
const SILENT_MS = 15 * MINUTE;
/** Stretches end so often: a count in kWh is too coarse for a minute. */
const STEP_MS: Readonly<Record<number, number>> = { 1: MINUTE, 1000: 10 * MINUTE };

interface Flow {
  hear(reading: { at: number; meterAt: number; wh: number }): Span[];
  breakOff(): Span[];
  readonly state: { readonly counter?: CounterState; readonly last?: TopCount };
}

export interface Closed {
  readonly lane: Lane;
  readonly spans: readonly Span[];
}

export class AssetMeter {
  private holder: { meter: string | null; stream: string; heardAt: number; counting: string } | undefined;
  private flows: Partial<Record<'withdrawn' | 'injected', Flow>> = {};
  /** Of the meter that was there before a restart, until it is heard. */
  private kept: AssetMeterState | undefined;

  constructor(state?: AssetMeterState) {
    this.kept = state;
    if (state !== undefined) this.holder = state;
  }

  get state(): AssetMeterState | undefined {
    if (this.holder === undefined) return undefined;
    const { meter, stream, heardAt, counting } = this.holder;
    const { withdrawn, injected } = this.flows;
    return {
      ...{ meter, stream, heardAt, counting },
      ...(withdrawn && { withdrawn: withdrawn.state }),
      ...(injected && { injected: injected.state }),
    };
  }

  /** @returns the stretches that are closed now; null: another meter measures this asset */
  hear(reading: HeardReading & { readonly at: number; readonly count: MeterCount }): Closed[] | null {
    const { holder } = this;
    const { meter, stream, at, count } = reading;
    const isOther = holder !== undefined && holder.meter !== meter && holder.meter !== null && meter !== null;
    const isElsewhere = holder !== undefined && holder.stream !== stream && (holder.meter !== meter || meter === null);
    if (isElsewhere && Math.abs(at - holder.heardAt) < SILENT_MS) return null;
    const isNew = holder === undefined || isOther || isElsewhere || holder.counting !== count.counting;
    const closed = isNew ? this.breakOff() : [];
    const kept = isNew ? undefined : this.kept;
    this.kept = undefined;
    this.holder = { meter: meter ?? holder?.meter ?? null, stream, heardAt: at, counting: count.counting };
    if (isElsewhere || isOther) this.holder.meter = meter;
    for (const flow of ['withdrawn', 'injected'] as const) {
      const wh = flow === 'withdrawn' ? count.withdrawnWh : count.injectedWh;
      if (kept?.[flow] !== undefined) this.flows[flow] = flowOf(count, kept[flow]);
      if (wh === null) continue;
      const heard = (this.flows[flow] ??= flowOf(count)).hear({ at, meterAt: reading.meterAt ?? at, wh });
      closed.push({ lane: LANE_OF[flow], spans: heard });
    }
    return closed;
  }

  /** What comes next follows nothing: the host's clock was set. */
  breakOff(): Closed[] {
    const { withdrawn, injected } = this.flows;
    this.flows = {};
    this.kept = undefined;
    return [
      { lane: LANE_OF.withdrawn, spans: withdrawn?.breakOff() ?? [] },
      { lane: LANE_OF.injected, spans: injected?.breakOff() ?? [] },
    ];
  }
}

const LANE_OF = { withdrawn: 'meter', injected: 'meter-injected' } as const;

function flowOf({ manner, unitWh, mostW }: MeterCount, state: Flow['state'] = {}): Flow {
  const kind = { stepMs: STEP_MS[unitWh] ?? MINUTE, mostW, stepWh: unitWh };
  const counter = new Counter(kind, state.counter);
  if (manner === 'since-top') return new SinceTop(counter, state.last);
  return {
    hear: ({ at, wh }) => counter.hear({ at, wh }),
    breakOff: () => counter.breakOff(),
    get state() {
      return counter.state === undefined ? {} : { counter: counter.state };
    },
  };
}
