// A contract as a message or a JSON field carries it, checked once: what is left out has its plain value.
import * as v from 'valibot';
import { LinkyRedError } from '../../errors';
import { PARIS } from '../../grid/paris-time';
import { PUBLIC_HOLIDAYS, type Contract, type ContractPeriod, type OfferKind } from './contract';
import { OFFERS } from './offers';
import { parseOffPeak } from './off-peak';

const SATURDAY = 6;
const SUNDAY = 7;

const Amount = v.pipe(v.number(), v.finite());
const Day = v.nullable(v.pipe(v.string(), v.check(isDay, 'not a day (YYYY-MM-DD)')));
const WeekEndDay = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(PUBLIC_HOLIDAYS));

const Period = v.strictObject({
  from: v.optional(Day, null),
  to: v.optional(Day, null),
  offer: v.picklist(Object.keys(OFFERS) as OfferKind[]),
  offPeak: v.optional(v.string(), ''),
  weekEnd: v.optional(v.array(WeekEndDay), [SATURDAY, SUNDAY]),
  prices: v.optional(v.record(v.string(), Amount), {}),
  subscription: v.optional(v.nullable(Amount), null),
  surcharge: v.optional(Amount, 0),
  vat: v.optional(v.pipe(Amount, v.minValue(0)), 0),
  feedIn: v.optional(v.nullable(Amount), null),
});

const Periods = v.pipe(v.array(Period), v.minLength(1));

/**
 * @param raw a list of ContractPeriod; all but `offer` may be missing
 * @throws LinkyRedError ERR_TARIFF with the place that makes no sense
 */
export function readContract(raw: unknown): Contract {
  const parsed = v.safeParse(Periods, raw);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw unreadable(`${v.getDotPath(issue) ?? 'contract'}: ${issue.message}`);
  }
  parsed.output.forEach((period, i) => {
    checkPeriod(period, String(i));
  });
  return parsed.output;
}

function checkPeriod(period: ContractPeriod, place: string): void {
  const { from, to, offer, offPeak, weekEnd, prices } = period;
  const { classes, days, offPeak: hours } = OFFERS[offer];
  if (from !== null && to !== null && to < from) throw unreadable(`${place}.to: ${to} is before ${from}`);
  const foreign = Object.keys(prices).find((one) => !classes.some((known) => known === one));
  if (foreign !== undefined) throw unreadable(`${place}.prices.${foreign}: ${offer} has ${classes.join(', ')}`);
  if (hours === 'typed') parseOffPeak(offPeak);
  if (days.by === 'week-end' && weekEnd.length === 0) throw unreadable(`${place}.weekEnd: no day`);
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && PARIS.addDays(text, 0) === text;
}

function unreadable(detail: string): LinkyRedError {
  return new LinkyRedError('ERR_TARIFF', { detail });
}
