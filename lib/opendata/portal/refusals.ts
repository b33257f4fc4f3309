// How often in a row a host has said that it was too much: who says no time is left alone twice as long each time.
import * as v from 'valibot';
import { checkedBy } from '../../store/check';
import type { Format } from '../../store/envelope';
import type { Store } from '../../store/store';
import { CLOSED_MS, LONGEST_CLOSED_MS } from './limits';

const Counts = v.record(v.string(), v.pipe(v.number(), v.integer(), v.minValue(1)));
type Counts = v.InferOutput<typeof Counts>;
const FORMAT: Format<Counts> = { version: 1, check: checkedBy(Counts) };

export class Refusals {
  constructor(
    private readonly store: Store,
    private readonly host: string,
  ) {}

  /** How long the host stays closed after the next one. */
  async closedMs(): Promise<number> {
    return Math.min(CLOSED_MS * 2 ** ((await this.counts())[this.host] ?? 0), LONGEST_CLOSED_MS);
  }

  async refused(): Promise<void> {
    const counts = await this.counts();
    await this.write({ ...counts, [this.host]: Math.min((counts[this.host] ?? 0) + 1, 20) });
  }

  async answered(): Promise<void> {
    const { [this.host]: inARow, ...others } = await this.counts();
    if (inARow !== undefined) await this.write(others);
  }

  private async counts(): Promise<Counts> {
    return (await this.document().read()).value ?? {};
  }

  private async write(counts: Counts): Promise<void> {
    await this.document().write(counts);
  }

  private document(): ReturnType<typeof this.store.document<Counts>> {
    return this.store.document('opendata-refusals', FORMAT);
  }
}
