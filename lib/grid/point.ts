// Energy data as points (schema points@1): one value over one interval, or at one instant. Interval arithmetic lies here alone.
// Instants are epoch milliseconds in here and ISO 8601 in Z on the wires.

export type Direction = 'consumption' | 'production';

export type PointKind = 'load-curve' | 'energy' | 'max-power' | 'index' | 'cost' | 'billing';

export type PointQuantity =
  'active' | 'reactive-inductive' | 'reactive-capacitive' | 'voltage' | 'duration' | 'overrun';

export type PointUnit = 'W' | 'Wh' | 'VA' | 'VAr' | 'VArh' | 'V' | 's' | 'EUR';

export interface Point {
  /** 14 digits. */
  readonly prm: string;
  readonly direction: Direction;
  readonly kind: PointKind;
  readonly quantity: PointQuantity;
  /** Epoch ms; equal to `end` for an instant (a maximum, an index). */
  readonly start: number;
  readonly end: number;
  /** Of a load curve the mean power of the interval. */
  readonly value: number;
  readonly unit: PointUnit;
  /** How long the interval is, ISO 8601 (`PT30M`, `P1D`: a civil day of 23, 24 or 25 hours); null for an instant. */
  readonly step: string | null;
  readonly grid?: 'supplier' | 'distributor' | 'total';
  readonly calendar?: string;
  readonly tariffClass?: string;
  readonly register?: string;
  readonly stage?: 'raw' | 'corrected';
  /** Epoch ms. */
  readonly publishedAt?: number;
  readonly quality: 'measured' | 'estimated' | 'derived' | 'daily-only';
  /** The local time is one of a doubled hour, and nothing told which of both. */
  readonly ambiguous?: true;
  /** Whoever it was asked of: the id of a row of lib/enedis. */
  readonly source: string;
}
