// Prices and emissions over a threshold as events: level 2 above it, nothing in force below. The power of a row takes no part.
import type { OpenEvent, Outlook } from '../../grid/event/outlook';
import { runOutlook } from '../../grid/event/run-outlook';
import type { LevelSlot } from '../../grid/event/runs';
import { isoParis } from '../../grid/paris-time';
import { rowAt, type PriceRow } from './price-row';

/** What can be over a threshold, and in which column it stands. */
export const WATCHED = { price: 'costEurPerKWh', co2: 'co2GPerKWh' } as const;
export type Watched = keyof typeof WATCHED;

/** `detail` of a signal of source `supplier`. */
export interface SupplierDetail {
  deliveryPoint: string;
  /** What holds now, in `unit`; null: the signal does not say. */
  value: number | null;
  unit: '€/kWh' | 'gCO2eq/kWh';
  threshold: number;
  /** The highest value of the event; null outside of one. */
  highest: number | null;
  /** While announced: minutes until it starts. */
  leadMinutes: number | null;
  /** When the signal came. */
  receivedAt: string | null;
}

export interface Watch {
  readonly kind: Watched;
  /** Above it is too much. */
  readonly threshold: number;
  readonly deliveryPoint: string;
}

export interface KnownRows {
  readonly rows: readonly PriceRow[];
  /** Epoch ms; undefined while nothing has come. */
  readonly receivedAt: number | undefined;
}

/** @param open what was sent and is not over @param again all is to be sent again */
export function thresholdOutlook(
  open: readonly OpenEvent[],
  watch: Watch,
  known: KnownRows,
  now: number,
  again: boolean,
): Outlook<SupplierDetail> {
  const { kind, threshold } = watch;
  const slots = known.rows.map(({ start, end, [WATCHED[kind]]: value }): LevelSlot => ({
    start,
    end,
    level: value === null ? null : value > threshold ? 2 : 1,
  }));
  const published = {
    slots,
    issuedAt: known.receivedAt ?? null,
    detail: detailMaker(watch, known, now),
    restLevel: () => null,
  };
  return runOutlook(open, published, now, again);
}

function detailMaker({ kind, threshold, deliveryPoint }: Watch, { rows, receivedAt }: KnownRows, now: number) {
  const column = WATCHED[kind];
  const shared = {
    deliveryPoint,
    value: rowAt(rows, now)?.[column] ?? null,
    unit: kind === 'price' ? '€/kWh' : 'gCO2eq/kWh',
    threshold,
    receivedAt: receivedAt === undefined ? null : isoParis(receivedAt),
  } as const;
  return (announcedFor: number | null, slots: readonly LevelSlot[]): SupplierDetail => {
    const [from, to] = [slots[0]?.start ?? Infinity, slots.at(-1)?.end ?? -Infinity];
    const values = rows.flatMap((row) => (row.start >= from && row.end <= to ? (row[column] ?? []) : []));
    return {
      ...shared,
      highest: values.length === 0 ? null : Math.max(...values),
      leadMinutes: announcedFor === null ? null : Math.round((announcedFor - now) / 60_000),
    };
  };
}
