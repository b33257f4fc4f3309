// What supplier-price sends of prices: the rows, the one of now, the best windows.
import { isoParis } from '../../lib/grid/paris-time';
import { MESSAGES } from '../../lib/grid/message';
import type { Window } from '../../lib/grid/windows';
import type { BestWindows } from '../../lib/flex/supplier/best-windows';
import type { ReceivedPrices } from '../../lib/flex/supplier/feed';
import { rowAt, rowView } from '../../lib/flex/supplier/price-row';
import type { PricesPayload, WindowView } from '../../lib/flex/supplier/prices-view';
import type { NodeMessage } from '../runtime/types';

/** @param now epoch ms; rows that are over are left out */
export function pricesPayload(
  deliveryPoint: string,
  received: ReceivedPrices | undefined,
  { cheapest, cleanest }: BestWindows,
  now: number,
): PricesPayload {
  const rows = received?.rows ?? [];
  const present = rowAt(rows, now);
  return {
    deliveryPoint,
    at: isoParis(now),
    receivedAt: received === undefined ? null : isoParis(received.receivedAt),
    now: present === undefined ? null : rowView(present),
    rows: rows.filter(({ end }) => end > now).map(rowView),
    cheapest: windowView(cheapest, now),
    cleanest: windowView(cleanest, now),
    warnings: [...(received?.warnings ?? [])],
  };
}

export function pricesMessage(payload: PricesPayload): NodeMessage & { schema: string } {
  return { topic: `${MESSAGES.prices.topic}/${payload.deliveryPoint}`, schema: MESSAGES.prices.schema, payload };
}

/** The part of it whose change is worth a message: not when it came, nor when it was looked at. */
export function changing(payload: PricesPayload): string {
  return JSON.stringify({ ...payload, at: null, receivedAt: null });
}

function windowView(window: Window | null, now: number): WindowView | null {
  if (window === null) return null;
  const { start, end } = window;
  return { start: isoParis(start), end: isoParis(end), active: start <= now && now < end };
}
