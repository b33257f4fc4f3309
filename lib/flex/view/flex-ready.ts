// What the Flex Ready reference asks of a building beside its meter (the meter's own list is `msg.tic.flexReady` of its readings):
// the Ecowatt signal, the interface of the operator, that of the supplier.
import { isoParis } from '../../grid/paris-time';

export const FLEX_READY_DATA = ['ecowatt', 'operator-api', 'supplier-api'] as const;
export type FlexReadyDatum = (typeof FLEX_READY_DATA)[number];

/** What one node can tell of one of them. */
export interface FlexReadyFact {
  readonly met: boolean;
  /** When its data came, or when it was called last, epoch milliseconds; null: never, or nobody knows. */
  readonly at: number | null;
}

/** `msg.payload` (schema flex-ready@1). */
export interface FlexReadyPayload {
  /** All of them are met. */
  met: boolean;
  /** When this was looked at, ISO 8601 with the Paris offset. */
  at: string;
  items: { data: FlexReadyDatum; met: boolean; at: string | null }[];
}

/** An Ecowatt signal that came longer ago is not fresh: it is asked for every hour. */
export const ECOWATT_FRESH_MS = 2 * 3_600_000;

/** @param facts of all nodes; where several tell of one, the best of them counts */
export function flexReadyView(
  facts: ReadonlyMap<FlexReadyDatum, readonly FlexReadyFact[]>,
  now: number,
): FlexReadyPayload {
  const items = FLEX_READY_DATA.map((data) => {
    const told = facts.get(data) ?? [];
    const best = told.filter(({ met }) => met).concat(told)[0];
    return { data, met: best?.met === true, at: best === undefined || best.at === null ? null : isoParis(best.at) };
  });
  return { met: items.every(({ met }) => met), at: isoParis(now), items };
}
