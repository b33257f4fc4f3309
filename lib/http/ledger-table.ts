// One ledger per folder for the whole process, however many nodes count on it: the only state that nodes share.
import type { Clock } from '../grid/clock';
import { Store, type OnTrouble } from '../store/store';
import { QuotaLedger } from './ledger';

interface Seat {
  readonly ledger: QuotaLedger;
  users: number;
}

const table = new Map<string, Seat>();

export interface SharedLedger {
  readonly ledger: QuotaLedger;
  /** The last user to leave closes the book; the next one reads it from the disk again. */
  readonly release: () => void;
}

/** @param dir folder of the store; undefined (no user directory) keeps one book in memory */
export function shareLedger(dir: string | undefined, clock: Clock, onTrouble: OnTrouble): SharedLedger {
  const key = dir ?? '';
  const seat = table.get(key) ?? { ledger: new QuotaLedger(new Store(dir, onTrouble), clock), users: 0 };
  table.set(key, seat);
  seat.users += 1;
  let released = false;
  return {
    ledger: seat.ledger,
    release: () => {
      if (released) return;
      released = true;
      seat.users -= 1;
      // A book in memory is all there is: it stays.
      if (seat.users === 0 && dir !== undefined) table.delete(key);
    },
  };
}
