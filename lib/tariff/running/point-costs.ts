// Points of energy to points of cost, over many messages: what waits for a colour, what a curve has taken the place of, and what
// each day costs by its subscription.
import type { DayKey } from '../../grid/paris-time';
import { intervalOfDay, type Point } from '../../grid/point';
import type { Contract } from '../contract/contract';
import { costOf, type CostResult } from '../cost/cost';
import { subscriptionOf } from '../cost/price';
import { spansOf } from '../spans/spans';
import type { TariffSpan } from '../spans/tariff-days';
import { AwaitedPoints } from './awaited-points';
import { type CurveDays, daysTouched, isCurve, isDaily } from './curve-days';
import type { KnownColours } from './known-colours';

interface PointCosts {
  /** In order of their series and time. */
  readonly costs: readonly Point[];
  /** EUR of a whole civil day each. */
  readonly billing: readonly Point[];
  /** What has no price; what waits for a colour is not in it. */
  readonly unpriced: CostResult['unpriced'];
  /** A day with a curve that was not known to have one. */
  readonly hasNewCurve: boolean;
}

export class PointPricer {
  private readonly awaited: AwaitedPoints;

  constructor(
    private readonly contract: Contract,
    private readonly colours: Pick<KnownColours, 'colourOf'>,
    private readonly curveDays: CurveDays,
    most?: number,
  ) {
    this.awaited = new AwaitedPoints(most);
  }

  /** Tariff days whose colour points wait for, in order. */
  get awaitedDays(): DayKey[] {
    return this.awaited.days;
  }

  /** @param points of one message */
  take(points: readonly Point[]): PointCosts {
    const hasNewCurve = this.curveDays.note(points);
    const counting = points.filter((point) => isCurve(point) || (isDaily(point) && !this.curveDays.covers(point)));
    const drawn = points.filter((point) => point.direction === 'consumption' && (isCurve(point) || isDaily(point)));
    return { ...this.priced(counting), billing: this.billed(drawn), hasNewCurve };
  }

  /** Colours have come: what waited for them. */
  takeAwaited(): Omit<PointCosts, 'billing' | 'hasNewCurve'> {
    return this.priced(this.awaited.take((day) => this.colours.colourOf(day) !== undefined));
  }

  private priced(points: readonly Point[]): Pick<PointCosts, 'costs' | 'unpriced'> {
    const { costs, unpriced, waiting } = costOf(points, this.contract, this.colours.colourOf);
    for (const [point, days] of this.lacking(waiting)) this.awaited.add(point, days);
    return { costs, unpriced: unpriced.filter(({ reason }) => reason !== 'colour') };
  }

  /** Which colours each of them lacks. */
  private lacking(points: readonly Point[]): (readonly [Point, readonly DayKey[]])[] {
    const inOrder = [...points].sort((a, b) => a.start - b.start);
    const [first] = inOrder;
    if (first === undefined) return [];
    const end = inOrder.reduce((last, point) => Math.max(last, point.end), first.end);
    const spans = spansOf(this.contract, { start: first.start, end }, this.colours.colourOf);
    let from = 0;
    return inOrder.map((point) => {
      while ((spans[from]?.end ?? Infinity) <= point.start) from += 1;
      const days: DayKey[] = [];
      for (let i = from; (spans[i]?.start ?? Infinity) < point.end; i += 1) days.push(...neededBy(spans[i]));
      return [point, days] as const;
    });
  }

  private billed(points: readonly Point[]): Point[] {
    const prms = new Set(points.map(({ prm }) => prm));
    return [...prms].flatMap((prm) => {
      const ofMeter = points.filter((point) => point.prm === prm);
      return daysTouched(ofMeter).flatMap((day): Point[] => {
        const share = subscriptionOf(this.contract, day);
        return share === undefined ? [] : [billingPoint(prm, ofMeter[0]?.source ?? '', day, share.eur)];
      });
    });
  }
}

function neededBy(span: TariffSpan | undefined): DayKey[] {
  return span?.colourDay === undefined ? [] : [span.colourDay];
}

function billingPoint(prm: string, source: string, day: DayKey, eur: number): Point {
  return {
    prm,
    direction: 'consumption',
    kind: 'billing',
    quantity: 'active',
    ...intervalOfDay(day),
    value: Math.round(eur * 1e9) / 1e9,
    unit: 'EUR',
    step: 'P1D',
    tariffClass: 'subscription',
    quality: 'derived',
    source,
  };
}
