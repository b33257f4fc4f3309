// The signals that an admin has put in place, by delivery point, and what they replaced.
import { defaultRows, type SignalRow } from './signal';

interface Stored {
  readonly rows: readonly SignalRow[];
  readonly since: number;
}

export interface Archived extends Stored {
  /** Null: the default data. */
  readonly deliveryPoint: string | null;
  readonly until: number;
}

export class SignalRegister {
  private readonly byPoint = new Map<string | null, Stored>();
  readonly archive: Archived[] = [];

  /** @param deliveryPoint null: for whoever has none of its own */
  put(deliveryPoint: string | null, rows: readonly SignalRow[], now: number): void {
    const old = this.byPoint.get(deliveryPoint);
    if (old !== undefined) this.archive.push({ ...old, deliveryPoint, until: now });
    this.byPoint.set(deliveryPoint, { rows, since: now });
  }

  /** A point that nobody knows has the default data. */
  between(deliveryPoint: string, from: number, to: number): readonly SignalRow[] {
    const stored = this.byPoint.get(deliveryPoint) ?? this.byPoint.get(null);
    return stored === undefined ? defaultRows(from, to) : stored.rows.filter(({ at }) => from <= at && at < to);
  }
}
