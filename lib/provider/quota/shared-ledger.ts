// One ledger per folder for the whole process, however many nodes count on it, and with it the folder's store, the calls under
// way (what fifty nodes ask for in the same moment is asked once) and what they have brought. The only state that nodes share.
import { LinkyRedError } from '../../errors';
import type { Clock } from '../../grid/clock';
import { Store, type OnTrouble } from '../../store/store';
import { QuotaLedger } from './ledger';

interface Seat {
  readonly store: Store;
  readonly ledger: QuotaLedger;
  readonly flights: Map<string, Promise<unknown>>;
  readonly shared: Map<string, unknown>;
  users: number;
}

const table = new Map<string, Seat>();

export interface SharedLedger {
  readonly ledger: QuotaLedger;
  /** The folder's store: one object, so that two nodes that write one file stand in one queue. */
  readonly store: Store;
  /** Runs `task` unless one of this name is under way: then its result is that one's. */
  readonly once: <T>(name: string, task: () => Promise<T>) => Promise<T>;
  /** The object of this name that all nodes of the folder have in common, made by the first who asks. */
  readonly common: <T>(name: string, make: () => T) => T;
  /** Resolves when all is on the disk. The last user to leave closes the book; the next one reads it from there again. */
  readonly release: () => Promise<void>;
}

/** @param dir folder of the store; undefined (no user directory) keeps one book in memory */
export function shareLedger(dir: string | undefined, clock: Clock, onTrouble: OnTrouble): SharedLedger {
  const key = dir ?? '';
  const seat = table.get(key) ?? newSeat(new Store(dir, onTrouble), clock);
  table.set(key, seat);
  seat.users += 1;
  let released = false;
  return {
    ledger: seat.ledger,
    store: seat.store,
    once: (name, task) => once(seat.flights, name, task),
    common: (name, make) => common(seat.shared, name, make),
    release: async () => {
      if (released) return;
      released = true;
      seat.users -= 1;
      // A book in memory is all there is: it stays.
      if (seat.users === 0 && dir !== undefined) table.delete(key);
      await seat.store.idle();
    },
  };
}

function newSeat(store: Store, clock: Clock): Seat {
  return { store, ledger: new QuotaLedger(store, clock), flights: new Map(), shared: new Map(), users: 0 };
}

async function once<T>(flights: Map<string, Promise<unknown>>, name: string, task: () => Promise<T>): Promise<T> {
  for (let flying = flights.get(name); flying !== undefined; flying = flights.get(name)) {
    try {
      return (await flying) as T;
    } catch (error) {
      // The node that asked has closed: that is no answer for the others.
      if (!(error instanceof LinkyRedError && error.code === 'ERR_CLOSED')) throw error;
    }
  }
  const flight = task().finally(() => {
    flights.delete(name);
  });
  flights.set(name, flight);
  return await flight;
}

function common<T>(shared: Map<string, unknown>, name: string, make: () => T): T {
  if (!shared.has(name)) shared.set(name, make());
  return shared.get(name) as T;
}
