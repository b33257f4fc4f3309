// What is wired in of meters: readings and points as they are.
import { LinkyRedError } from '../../lib/errors';
import { CLOCK_TOLERANCE_MS, type Clock } from '../../lib/grid/clock';
import type { NodeMessage } from '../runtime/types';
import { assetOf, type SiteSide } from './site-side';

const HOUR = 3_600_000;

export interface MeterSurroundings {
  readonly site: Pick<SiteSide, 'bacs' | 'metering'>;
  /** Of readings that do not say; empty: the only asset, or the first. */
  readonly asset: string;
  readonly clock: Pick<Clock, 'now'>;
  /** Told once when a meter's clock is off by more than a minute. */
  readonly offBy: (seconds: number) => void;
}

export class Meters {
  private wasOff = false;
  /** When it was said last that another meter measures an asset. */
  private readonly complainedAt = new Map<string, number>();

  constructor(private readonly around: MeterSurroundings) {}

  /** @param wanted `msg.asset` @throws LinkyRedError ERR_FLEX_ASSET */
  asset(wanted: unknown): string {
    const { site, asset } = this.around;
    return assetOf(site.bacs, typeof wanted === 'string' && wanted !== '' ? wanted : asset);
  }

  /** @throws LinkyRedError ERR_FLEX_ASSET; ERR_FLEX_METER, once an hour */
  async reading(msg: NodeMessage & { readonly asset?: unknown }): Promise<void> {
    const asset = this.asset(msg.asset);
    const { metering } = this.around.site;
    const taken = await metering.reading(asset, msg);
    this.lookAtClock();
    if (taken === 'other-meter') this.complain(asset, msg.topic);
  }

  async points(msg: NodeMessage & { readonly asset?: unknown }): Promise<void> {
    await this.around.site.metering.points(this.asset(msg.asset), msg.payload);
  }

  private lookAtClock(): void {
    const offset = this.around.site.metering.clockOffsetMs;
    const isOff = offset !== null && Math.abs(offset) > CLOCK_TOLERANCE_MS;
    if (isOff && !this.wasOff) this.around.offBy(Math.round(offset / 1000));
    this.wasOff = isOff;
  }

  private complain(asset: string, topic: string | undefined): void {
    const now = this.around.clock.now();
    const said = this.complainedAt.get(asset) ?? -Infinity;
    if (Math.abs(now - said) < HOUR) return;
    this.complainedAt.set(asset, now);
    throw new LinkyRedError('ERR_FLEX_METER', { asset, meter: masked(topic ?? '') });
  }
}

/** The last four digits of its number: enough to tell two meters apart. */
function masked(topic: string): string {
  const name = topic.slice(topic.lastIndexOf('/') + 1);
  return /^\d{8,}$/.test(name) ? `${name.slice(0, 2)}…${name.slice(-4)}` : name;
}
