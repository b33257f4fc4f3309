// From a message prices@1 to the entities of a supplier's signal.
import * as v from 'valibot';
import type { PricesPayload } from '../../flex/supplier/prices-view';
import type { PriceRowView } from '../../grid/price';
import type { Fact } from '../discovery/state';
import { SUPPLIER_ROWS as ROWS } from '../entities/supplier';
import { type GridState, instant } from './message/grid-state';
import { type FieldsOf, flag, number, orNull, record, text } from './message/tolerant';

const ROW = v.object({
  start: instant,
  end: instant,
  powerW: number,
  costEurPerKWh: number,
  co2GPerKWh: number,
} satisfies FieldsOf<PriceRowView>);
const WINDOW = record({ start: text, end: text });
const PAYLOAD = v.object({
  deliveryPoint: v.pipe(v.string(), v.minLength(1)),
  at: instant,
  receivedAt: text,
  now: orNull(ROW),
  cheapest: WINDOW,
  cleanest: WINDOW,
  simulated: flag,
} satisfies FieldsOf<PricesPayload>);

/** supplier-price looks at each step: so long after the end of the present one its state is no more of now. */
const LATE_MS = 5 * 60_000;

/** @returns undefined: no such state, or one without its delivery point or its instant */
export function readPrices(payload: unknown): GridState | undefined {
  const read = v.safeParse(PAYLOAD, payload);
  if (!read.success) return undefined;
  const state = read.output;
  const until = state.now === null ? -Infinity : Date.parse(state.now.end);
  return {
    at: Date.parse(state.at),
    of: state.deliveryPoint,
    isUsable: (now) => now < until + LATE_MS,
    facts: (_, now) => facts(state, now < until + LATE_MS),
  };
}

function facts(
  { now, cheapest, cleanest, receivedAt, simulated }: v.InferOutput<typeof PAYLOAD>,
  usable: boolean,
): Fact[] {
  const span = { since: now?.start, until: now?.end };
  return [
    // It stays available where the others do not: beyond the last step that is known it is kept.
    {
      row: ROWS.price,
      value: usable ? (now?.costEurPerKWh ?? null) : null,
      attributes: { ...span, simulated: simulated === true },
    },
    { row: ROWS.co2, value: now?.co2GPerKWh ?? null, attributes: span },
    { row: ROWS.power, value: now?.powerW == null ? null : now.powerW / 1000 },
    { row: ROWS.cheapestStart, value: cheapest.start },
    { row: ROWS.cheapestEnd, value: cheapest.end },
    { row: ROWS.cleanestStart, value: cleanest.start },
    { row: ROWS.cleanestEnd, value: cleanest.end },
    { row: ROWS.receivedAt, value: receivedAt },
  ];
}
