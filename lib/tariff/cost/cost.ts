// What points of energy cost by a contract, as points of EUR. Curves are cut where the class changes, on their own intervals:
// the sum of the parts is the whole. What has no price has no cost, and is told apart.
import { cutAt, energyOf, type Interval, type Point } from '../../grid/point';
import type { ColourOf, Contract } from '../contract/contract';
import { TariffDays, type TariffSpan } from '../spans/tariff-days';
import { drawnPoint, fedInPoint } from './cost-point';
import { priceOf } from './price';
import { UnpricedList, type Unpriced } from './unpriced';

export interface CostResult {
  /** In the order of the points; `tariffClass` says what they are of (what is fed in has none). EUR, with VAT. */
  readonly costs: readonly Point[];
  /** Neighbours of one day that lack the same are one. */
  readonly unpriced: readonly Unpriced[];
  /** Points of which a part waits for a colour: no part of them is in `costs`. */
  readonly waiting: readonly Point[];
}

const HOUR = 3_600_000;
/** No civil day is shorter. */
const SHORTEST_DAY = 23 * HOUR;
/** No bill is of more. */
const LONGEST = 367 * 24 * HOUR;

/**
 * Load curves, and energy: of less than a day by class, of a day or more where one price holds all the time. All other points
 * (maxima, indexes, reactive energy) cost nothing and are passed over.
 * @throws LinkyRedError ERR_TARIFF when off-peak hours of a period cannot be read
 */
export function costOf(points: Iterable<Point>, contract: Contract, colourOf: ColourOf): CostResult {
  const run = new CostRun(new TariffDays(contract, colourOf));
  for (const point of points) run.add(point);
  return { costs: run.costs, unpriced: run.unpriced.rows, waiting: run.waiting };
}

class CostRun {
  readonly costs: Point[] = [];
  readonly unpriced = new UnpricedList();
  readonly waiting: Point[] = [];
  /** Neighbours lie in one span, most of them. */
  private priced: { span?: TariffSpan; price: number | undefined } = { price: undefined };

  constructor(private readonly days: TariffDays) {}

  add(point: Point): void {
    const wh = point.kind === 'load-curve' || point.kind === 'energy' ? energyOf(point) : undefined;
    const length = point.end - point.start;
    if (wh === undefined || !Number.isFinite(wh) || !(length > 0)) return;
    if (length > LONGEST) this.unpriced.add(point, 'daily');
    else if (point.direction === 'production') this.addFedIn(point, wh);
    else if (isDaily(point)) this.addDaily(point, wh);
    else this.addByClass(point, wh);
  }

  private addByClass(point: Point, wh: number): void {
    const one = this.days.holding(point);
    if (one !== undefined && one.lacks === undefined) {
      this.addPart(point, wh, one);
      return;
    }
    const spans = this.days.over(point);
    const uncoloured = spans.filter(({ lacks }) => lacks === 'colour');
    if (uncoloured.length === 0) this.addParts(point, wh, spans);
    else {
      this.waiting.push(point);
      for (const span of uncoloured)
        this.unpriced.add(span, 'colour', { ...(span.colourDay && { day: span.colourDay }) });
    }
  }

  private addParts(point: Point, wh: number, spans: readonly TariffSpan[]): void {
    const edges = spans.map(({ start }) => start);
    const parts = cutAt(point, edges);
    parts.forEach((part, i) => {
      const span = spans[i];
      if (span === undefined) return;
      if (parts.length === 1) this.addPart(point, wh, span);
      else this.addPart({ ...part, quality: 'estimated' }, energyOf(part) ?? 0, span);
    });
  }

  private addPart(part: Point, wh: number, span: TariffSpan): void {
    const { period, tariffClass } = span;
    if (period === null || tariffClass === null) {
      this.unpriced.add(part, 'period');
      return;
    }
    if (span !== this.priced.span) this.priced = { span, price: priceOf(period, tariffClass) };
    const { price } = this.priced;
    if (price === undefined) this.unpriced.add(part, 'price', { tariffClass });
    else this.costs.push(drawnPoint(part, wh, price, tariffClass));
  }

  /** At which hours it was drawn, nobody knows. */
  private addDaily(point: Point, wh: number): void {
    const spans = this.days.over(point);
    const prices = new Set(spans.map(({ period }) => period && priceOf(period, 'base')));
    const [price] = prices;
    if (spans.some(({ period }) => period !== null && period.offer !== 'base')) this.unpriced.add(point, 'daily');
    else if (prices.has(null)) this.unpriced.add(point, 'period');
    else if (prices.has(undefined)) this.unpriced.add(point, 'price', { tariffClass: 'base' });
    else if (prices.size > 1) this.unpriced.add(point, 'daily');
    else this.costs.push(drawnPoint({ ...point, quality: 'daily-only' }, wh, price ?? 0, 'base'));
  }

  /** Paid by the kWh, at whatever hour it comes: only a new price cuts. Where the contract pays nothing, there is no point. */
  private addFedIn(point: Point, wh: number): void {
    const stretches = byFeedIn(this.days.over(point));
    const daily = isDaily(point);
    if (daily && stretches.length > 1) {
      this.unpriced.add(point, 'daily');
      return;
    }
    const parts = cutAt(
      point,
      stretches.map(({ start }) => start),
    );
    parts.forEach((part, i) => {
      const feedIn = stretches[i]?.feedIn;
      const quality = daily ? 'daily-only' : parts.length > 1 ? 'estimated' : part.quality;
      if (feedIn === undefined) this.unpriced.add(part, 'period');
      else if (feedIn !== null)
        this.costs.push(fedInPoint({ ...part, quality }, parts.length > 1 ? (energyOf(part) ?? 0) : wh, feedIn));
    });
  }
}

/** Neighbours with one feed-in price are one; null: nothing is paid, undefined: no period. */
function byFeedIn(spans: readonly TariffSpan[]): (Interval & { readonly feedIn: number | null | undefined })[] {
  const stretches: (Interval & { readonly feedIn: number | null | undefined })[] = [];
  for (const { start, end, period } of spans) {
    const feedIn = period?.feedIn;
    const last = stretches.at(-1);
    if (last !== undefined && last.feedIn === feedIn) stretches[stretches.length - 1] = { ...last, end };
    else stretches.push({ start, end, feedIn });
  }
  return stretches;
}

function isDaily({ kind, start, end }: Point): boolean {
  return kind === 'energy' && end - start >= SHORTEST_DAY;
}
