// What energy-cost sends: points of cost, the price in force, the running costs.
import type { Point } from '../../lib/grid/point';
import { isoParis } from '../../lib/grid/paris-time';
import { MESSAGES } from '../../lib/grid/message';
import type { PriceRowView } from '../../lib/grid/price';
import type { PriceNow } from '../../lib/tariff/cost/price';
import type { CostState, PriceState } from '../../lib/tariff/running/cost-state';
import { pointMessages } from '../runtime/point-messages';
import type { NodeMessage } from '../runtime/types';

type Sent = NodeMessage & { readonly schema: string };

/** @param points of one or several meters @param msg the message that they were made of */
export function pointsOf(points: readonly Point[], msg: NodeMessage = {}): Sent[] {
  const prms = [...new Set(points.map(({ prm }) => prm))];
  return prms.flatMap((prm) =>
    pointMessages(
      prm,
      points.filter((point) => point.prm === prm),
      msg,
    ),
  );
}

/** @param now epoch ms @param present null: no period holds; told until `end` */
export function priceState(contract: string, now: number, present: PriceNow | null, end: number): PriceState {
  const row = present === null ? emptyRow(now, end) : rowOf(present);
  return { contract, at: isoParis(now), tariffClass: present?.tariffClass ?? null, ...row };
}

export function priceMessage(payload: PriceState): Sent {
  return { topic: `${MESSAGES.price.topic}/${payload.contract}`, schema: MESSAGES.price.schema, payload };
}

export function costState(
  contract: string,
  now: number,
  present: PriceNow | null,
  { day, month }: Pick<CostState, 'day' | 'month'>,
): CostState {
  return {
    contract,
    at: isoParis(now),
    now: present === null ? null : rowOf(present),
    tariffClass: present?.tariffClass ?? null,
    day,
    month,
  };
}

export function costMessage(payload: CostState): Sent {
  return { topic: `${MESSAGES.cost.topic}/${payload.contract}`, schema: MESSAGES.cost.schema, payload };
}

function rowOf({ start, end, eurPerKWh }: PriceNow): PriceRowView {
  return { ...emptyRow(start, end), costEurPerKWh: eurPerKWh === null ? null : Math.round(eurPerKWh * 1e9) / 1e9 };
}

function emptyRow(start: number, end: number): PriceRowView {
  return { start: isoParis(start), end: isoParis(end), powerW: null, costEurPerKWh: null, co2GPerKWh: null };
}
