// The meters of the assets of one building: readings, points and what flows tell, into what was consumed when.
import { type Clock, CLOCK_TOLERANCE_MS, ClockWatch } from '../../grid/clock';
import type { Interval } from '../../grid/point';
import type { FlexRequest } from '../request/request';
import type { SignConvention } from '../site/site';
import { checkedBy, type Store } from '../../store/store';
import type { StoredTable } from '../../store/table';
import { Turns } from '../../store/turns';
import { AssetMeter, AssetMeterSchema, type AssetMeterState, type Closed } from './asset-meter';
import { heardPoints, heardReading } from './heard';
import { KeptEnergy, type Lane } from './kept-energy';
import type { Consumptions, FlexReport, MeasuredPeriod } from './metering';
import { flexReport, HOUR_BEFORE_MS } from './report';
import { energyIn, type Known, knownIn, meanW, type Span } from './spans';
import { type Told, ToldPower } from './told-power';

/** What became of a message. `other-meter`: another meter measures this asset. `nothing`: it says nothing of energy. */
export type Taken = 'taken' | 'other-meter' | 'nothing';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Assets whose meters are kept. */
const MOST_ASSETS = 1000;
/** What a meter said of its clock longer ago says nothing of now. */
const OFFSET_HOLDS_MS = HOUR;

/** The sources of an asset, the one that is believed first; each with what it injects, subtracted where it says so. */
const SOURCES: readonly { readonly lane: Lane; readonly injected?: Lane }[] = [
  { lane: 'meter', injected: 'meter-injected' },
  { lane: 'told' },
  { lane: 'points', injected: 'points-injected' },
];

export interface MeteringOptions {
  readonly store: Store;
  /** Of its files. */
  readonly name: string;
  readonly clock: Clock;
}

/** The meters of the assets of one building. Kept over a restart; powers are net of what is injected. */
export class Metering implements Consumptions {
  private readonly energy: KeptEnergy;
  private readonly states: StoredTable<AssetMeterState>;
  private readonly meters = new Map<string, Promise<AssetMeter>>();
  private readonly told = new Map<string, ToldPower>();
  private readonly turns = new Turns();
  private readonly watch: ClockWatch;
  private offset: { readonly ms: number; readonly at: number } | null = null;

  constructor(private readonly options: MeteringOptions) {
    const { store, name, clock } = options;
    this.energy = new KeptEnergy(store, `${name}-energy`);
    this.states = store.table(`${name}-meters`, { version: 1, check: checkedBy(AssetMeterSchema) }, MOST_ASSETS);
    this.watch = new ClockWatch(clock);
  }

  get clockOffsetMs(): number | null {
    const { offset } = this;
    const isOld = offset === null || Math.abs(this.options.clock.now() - offset.at) > OFFSET_HOLDS_MS;
    return isOld || Math.abs(offset.ms) <= CLOCK_TOLERANCE_MS ? null : offset.ms;
  }

  /** A message of linky-decode (schema reading@1). @param asset the id of what its meter measures */
  reading(asset: string, msg: Readonly<Record<string, unknown>>): Promise<Taken> {
    const heard = heardReading(msg);
    if (heard === null) return Promise.resolve('nothing');
    const now = this.options.clock.now();
    if (heard.clockOffsetMs !== null) this.offset = { ms: heard.clockOffsetMs, at: now };
    const { count } = heard;
    if (count === undefined) return Promise.resolve('nothing');
    return this.turns.take(async () => {
      await this.noticeClock();
      const meter = await this.meter(asset);
      const closed = meter.hear({ ...heard, at: heard.at ?? now, count });
      if (closed === null) return 'other-meter' as const;
      await this.put(asset, closed);
      return 'taken' as const;
    });
  }

  /** `msg.payload` of points@1. */
  points(asset: string, payload: unknown): Promise<Taken> {
    const heard = heardPoints(payload);
    if (heard.length === 0) return Promise.resolve('nothing');
    return this.turns.take(async () => {
      for (const { flow, span } of heard)
        await this.keep(asset, flow === 'injected' ? 'points-injected' : 'points', [span]);
      return 'taken' as const;
    });
  }

  /** What a flow tells by the command `measure`. */
  tell(asset: string, told: Told): Promise<void> {
    return this.turns.take(async () => {
      await this.noticeClock();
      const power = this.told.get(asset) ?? new ToldPower();
      this.told.set(asset, power);
      await this.keep(asset, 'told', power.hear(told));
    });
  }

  of({ asset }: { readonly asset: string }, from: number, to: number, stepMs: number): Promise<MeasuredPeriod[]> {
    const first = Math.floor(from / stepMs) * stepMs;
    const starts = Array.from({ length: Math.ceil((to - first) / stepMs) }, (_, i) => first + i * stepMs);
    const windows = starts.map((start) => ({ start, end: start + stepMs }));
    return this.turns.take(async () => {
      const powers = await this.powers(asset, windows);
      return windows.map((window, i) => ({ ...window, powerW: powers[i] ?? null }));
    });
  }

  /** What was delivered, as far as it is known by now. */
  report(request: FlexRequest, sign: SignConvention): Promise<FlexReport> {
    return this.turns.take(() =>
      flexReport(request, sign, {
        powers: (windows) => this.powers(request.asset, windows),
        before: (start) => this.known(request.asset, start - HOUR_BEFORE_MS, start),
      }),
    );
  }

  /** Resolves when what was heard is on the disk. */
  async idle(): Promise<void> {
    await this.turns.idle();
    await this.energy.idle();
    await this.states.idle();
  }

  /** Forgets everything: the building is gone for good. */
  async remove(): Promise<void> {
    this.meters.clear();
    this.told.clear();
    await this.energy.remove();
    await this.states.remove();
  }

  /** Mean powers of windows, W; null: not measured, or in part only. */
  private async powers(asset: string, windows: readonly Interval[]): Promise<(number | null)[]> {
    if (windows.length === 0) return [];
    const [from, to] = [Math.min(...windows.map(({ start }) => start)), Math.max(...windows.map(({ end }) => end))];
    const lanes = await this.lanes(asset, from, to);
    return windows.map(({ start, end }) => {
      for (const { withdrawn, injected } of lanes) {
        const wh = energyIn(withdrawn, start, end);
        const back = injected.length === 0 ? 0 : energyIn(injected, start, end);
        if (wh !== null && back !== null) return meanW(wh - back, end - start);
      }
      return null;
    });
  }

  /** Of the source that knows most of a window what it knows. */
  private async known(asset: string, from: number, to: number): Promise<Known> {
    let best: Known = { wh: 0, ms: 0 };
    for (const { withdrawn, injected } of await this.lanes(asset, from, to)) {
      const known = knownIn(withdrawn, from, to);
      const back = knownIn(injected, from, to);
      const net =
        injected.length === 0 ? known : back.ms < known.ms ? { wh: 0, ms: 0 } : { ...known, wh: known.wh - back.wh };
      if (net.ms > best.ms) best = net;
    }
    return best;
  }

  /** What each source has said of a window; of a building that injects, that it does is known from the day round it. */
  private async lanes(asset: string, from: number, to: number): Promise<{ withdrawn: Span[]; injected: Span[] }[]> {
    return Promise.all(
      SOURCES.map(async ({ lane, injected }) => ({
        withdrawn: await this.energy.read(asset, lane, from, to),
        injected: injected === undefined ? [] : await this.energy.read(asset, injected, from - DAY, to),
      })),
    );
  }

  private meter(asset: string): Promise<AssetMeter> {
    let meter = this.meters.get(asset);
    if (meter === undefined) {
      meter = this.states.read(asset).then((state) => new AssetMeter(state));
      this.meters.set(asset, meter);
    }
    return meter;
  }

  /** After the host's clock was set nothing is known of what lay between. */
  private async noticeClock(): Promise<void> {
    if (this.watch.turnedBy() === 0) return;
    for (const [asset, meter] of this.meters) await this.put(asset, (await meter).breakOff());
    for (const [asset, power] of this.told) await this.keep(asset, 'told', power.breakOff());
  }

  private async put(asset: string, closed: readonly Closed[]): Promise<void> {
    let isNews = false;
    for (const { lane, spans } of closed) {
      await this.keep(asset, lane, spans);
      isNews ||= spans.length > 0;
    }
    if (!isNews) return;
    const meter = await this.meter(asset);
    void this.states.write(asset, () => meter.state, this.options.clock.now());
  }

  private async keep(asset: string, lane: Lane, spans: readonly Span[]): Promise<void> {
    await this.energy.put(asset, lane, spans, this.options.clock.now());
  }
}
