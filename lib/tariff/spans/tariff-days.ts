// What a kWh is of at any instant, day by day. Boundaries lie where the clocks of Paris show them: one in the hour that is
// skipped comes with the jump, one in the doubled hour comes twice.
import { PARIS, type DayKey } from '../../grid/paris-time';
import type { Interval } from '../../grid/point';
import {
  PUBLIC_HOLIDAYS,
  type ColourOf,
  type Contract,
  type ContractPeriod,
  type TariffClass,
} from '../contract/contract';
import { OFFERS, type DayKind } from '../contract/offers';
import { isPublicHoliday } from './public-holidays';
import { clockStretchesOf } from './clock-stretches';
import { dayPartsOf, type DayPart } from './day-parts';

const MINUTE = 60_000;

export interface TariffSpan extends Interval {
  /** Null: none holds this day. */
  readonly period: ContractPeriod | null;
  /** Null: not known, see `lacks`. */
  readonly tariffClass: TariffClass | null;
  readonly lacks?: 'period' | 'colour';
  /** The tariff day whose colour is lacking. */
  readonly colourDay?: DayKey;
}

interface TariffDay extends Interval {
  /** In order, from the day's beginning to its end. */
  readonly spans: readonly TariffSpan[];
}

/** Each day is made once: colours that come later are not seen. */
export class TariffDays {
  private readonly days = new Map<DayKey, TariffDay>();
  private last: TariffDay | undefined;
  /** What was found last: the next interval lies in it, most of the time. */
  private found: TariffSpan | undefined;

  constructor(
    private readonly contract: Contract,
    private readonly colourOf: ColourOf,
  ) {}

  /**
   * Contiguous, neighbours that say the same are one.
   * @param within not empty
   * @throws LinkyRedError ERR_TARIFF when off-peak hours cannot be read
   */
  over({ start, end }: Interval): TariffSpan[] {
    const spans: TariffSpan[] = [];
    for (let at = start; at < end;) {
      const day = this.dayAt(at);
      for (const span of day.spans) {
        if (span.end <= start) continue;
        if (span.start >= end) break;
        add(spans, span, Math.max(span.start, start), Math.min(span.end, end));
      }
      at = day.end;
    }
    return spans;
  }

  /** The one span in which all of it lies; undefined: there are several, or midnight lies between. */
  holding({ start, end }: Interval): TariffSpan | undefined {
    const { found } = this;
    if (found !== undefined && found.start <= start && end <= found.end) return found;
    return (this.found = this.dayAt(start).spans.find((span) => span.start <= start && end <= span.end));
  }

  private dayAt(at: number): TariffDay {
    const { last } = this;
    if (last !== undefined && at >= last.start && at < last.end) return last;
    const key = PARIS.dayKey(at);
    const known = this.days.get(key) ?? this.make(key);
    this.days.set(key, known);
    this.last = known;
    return known;
  }

  private make(day: DayKey): TariffDay {
    const stretches = clockStretchesOf(day);
    const start = stretches[0]?.start ?? NaN;
    const end = stretches.at(-1)?.end ?? NaN;
    const period = periodOf(this.contract, day);
    if (period === undefined)
      return { start, end, spans: [{ start, end, period: null, tariffClass: null, lacks: 'period' }] };
    const spans: TariffSpan[] = [];
    for (const stretch of stretches)
      for (const part of dayPartsOf(period)) {
        const from = stretch.start + (Math.max(part.from, stretch.minute) - stretch.minute) * MINUTE;
        const to = Math.min(stretch.end, stretch.start + (part.to - stretch.minute) * MINUTE);
        if (from < to) add(spans, this.said(period, day, part), from, to);
      }
    return { start, end, spans };
  }

  private said(period: ContractPeriod, day: DayKey, { offPeak, ofDayBefore }: DayPart): SpanSaying {
    const { hours } = OFFERS[period.offer];
    const tariffDay = ofDayBefore ? PARIS.addDays(day, -1) : day;
    const kind = this.kindOf(period, tariffDay);
    const classes = kind === undefined ? undefined : hours[kind];
    if (classes !== undefined) return { period, tariffClass: offPeak ? classes.offPeak : classes.peak };
    // Where all colours say the same, none is needed.
    const possible = new Set(Object.values(hours).map((one) => (offPeak ? one.offPeak : one.peak)));
    const [only = null] = possible;
    if (possible.size === 1) return { period, tariffClass: only };
    return { period, tariffClass: null, lacks: 'colour', colourDay: tariffDay };
  }

  /** Undefined: a colour that nobody has said. */
  private kindOf(period: ContractPeriod, day: DayKey): DayKind | undefined {
    const { days } = OFFERS[period.offer];
    switch (days.by) {
      case 'nothing':
        return 'any';
      case 'week-end':
        return isWeekEnd(period, day) ? 'week-end' : 'week';
      case 'season':
        return days.high.includes(monthOf(day)) ? 'high' : 'low';
      case 'colour':
        return days.only !== undefined && !days.only.months.includes(monthOf(day))
          ? days.only.otherwise
          : this.colourOf(day);
    }
  }
}

/** The first that holds the day. */
export function periodOf(contract: Contract, day: DayKey): ContractPeriod | undefined {
  return contract.find(({ from, to }) => (from === null || from <= day) && (to === null || day <= to));
}

type SpanSaying = Omit<TariffSpan, keyof Interval>;

/** At the end of `spans`, or as a part of the last one where that says the same. */
function add(spans: TariffSpan[], saying: SpanSaying, start: number, end: number): void {
  const last = spans.at(-1);
  if (last !== undefined && sameSaying(last, saying)) spans[spans.length - 1] = { ...last, end };
  else spans.push({ ...saying, start, end });
}

function sameSaying(a: SpanSaying, b: SpanSaying): boolean {
  return a.period === b.period && a.tariffClass === b.tariffClass && a.colourDay === b.colourDay;
}

function monthOf(day: DayKey): number {
  return Number(day.slice(5, 7));
}

function isWeekEnd({ weekEnd }: ContractPeriod, day: DayKey): boolean {
  return weekEnd.includes(weekdayOf(day)) || (weekEnd.includes(PUBLIC_HOLIDAYS) && isPublicHoliday(day));
}

function weekdayOf(day: DayKey): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}
