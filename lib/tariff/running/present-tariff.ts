// Class and price of now: as the meter says while it speaks, else by the clock.
import { PARIS } from '../../grid/paris-time';
import type { ColourOf, Contract, DayColour, TariffClass } from '../contract/contract';
import { OFFERS } from '../contract/offers';
import { priceAt, priceOf, type PriceNow } from '../cost/price';
import { periodOf } from '../spans/tariff-days';
import { chooseClass } from './class-choice';
import type { ColourOfDay } from './known-colours';
import type { Candidates } from './registers';

const MINUTE = 60_000;
/** A meter that was not heard for so long is not asked any more. */
const FRESH_MS = 5 * MINUTE;

interface Heard {
  readonly candidates: Candidates;
  /** Epoch ms: since when it says so, and when it last did. */
  readonly since: number;
  readonly at: number;
}

export class PresentTariff {
  private heard: Heard | undefined;

  constructor(
    private readonly contract: Contract,
    private readonly colourOf: ColourOf,
  ) {}

  /** @param candidates what the meter says is in force, none where it says nothing @param now epoch ms */
  hear(candidates: Candidates, now: number): void {
    const since = this.heard?.candidates.join() === candidates.join() ? this.heard.since : now;
    this.heard = { candidates, since, at: now };
  }

  /** Whether the meter speaks. */
  isAlive(now: number): boolean {
    return this.heardAt(now) !== undefined;
  }

  /** Null: no period of the contract holds. */
  at(now: number): PriceNow | null {
    const byClock = priceAt(this.contract, now, this.colourOf);
    const heard = this.heardAt(now);
    const period = periodOf(this.contract, PARIS.dayKey(now));
    if (byClock === null || heard === undefined || period === undefined) return byClock;
    const chosen = chooseClass(heard.candidates, period.offer, byClock.tariffClass);
    if (chosen === undefined || chosen === byClock.tariffClass) return byClock;
    const eurPerKWh = priceOf(period, chosen) ?? null;
    return { tariffClass: chosen, eurPerKWh, start: heard.since, end: byClock.end };
  }

  /** When to look again, epoch ms: the next change by the clock, or when the meter is not believed any more. */
  nextLook(now: number): number {
    const midnight = PARIS.startOfDay(PARIS.addDays(PARIS.dayKey(now), 1));
    const change = priceAt(this.contract, now, this.colourOf)?.end ?? midnight;
    const silence = this.heardAt(now) === undefined ? Infinity : (this.heard?.at ?? now) + FRESH_MS;
    return Math.min(midnight, change, silence);
  }

  /** What the meter's EJP period tells of the day; nothing where another offer holds. */
  ejpDay(now: number): ColourOfDay[] {
    const colour = ejpColour(this.heardAt(now)?.candidates ?? [], now);
    const today = PARIS.dayKey(now);
    if (colour === undefined || periodOf(this.contract, today)?.offer !== 'ejp') return [];
    return [{ day: minuteOf(now) < EJP_TURNS_AT ? PARIS.addDays(today, -1) : today, colour }];
  }

  private heardAt(now: number): Heard | undefined {
    const { heard } = this;
    return heard !== undefined && Math.abs(now - heard.at) < FRESH_MS ? heard : undefined;
  }
}

const { days: EJP_DAYS, offPeak: EJP_HOURS } = OFFERS.ejp;
const EJP_TURNS_AT = EJP_DAYS.by === 'colour' ? EJP_DAYS.turnsAt : 0;

/** Normal hours say nothing of a day where every day has them. */
function ejpColour(candidates: Candidates, now: number): DayColour | undefined {
  const [only] = candidates satisfies readonly TariffClass[];
  if (only === 'ejp-peak') return 'peak';
  const minute = minuteOf(now);
  const isAlwaysNormal = EJP_HOURS !== 'typed' && EJP_HOURS.some(({ from, to }) => minute >= from && minute < to);
  return only === 'ejp-normal' && !isAlwaysNormal ? 'normal' : undefined;
}

function minuteOf(now: number): number {
  const { hour, minute } = PARIS.fields(now);
  return hour * 60 + minute;
}
