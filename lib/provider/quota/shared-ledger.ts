// What all who call providers share in one folder: its store, the ledger of calls, and the questions under way (what fifty nodes
// ask for in the same moment is asked once).
import { LinkyRedError } from '../../errors';
import type { Clock } from '../../grid/clock';
import { shareStore, type SharedStore } from '../../store/shared-store';
import type { OnTrouble } from '../../store/store';
import { QuotaLedger } from './ledger';

export interface SharedLedger extends SharedStore {
  readonly ledger: QuotaLedger;
  /** Runs `task` unless one of this name is under way: then its result is that one's. */
  readonly once: <T>(name: string, task: () => Promise<T>) => Promise<T>;
}

/** @param dir as for shareStore: without one the ledger lies in memory, for as long as the process runs */
export function shareLedger(dir: string | undefined, clock: Clock, onTrouble: OnTrouble): SharedLedger {
  const shared = shareStore(dir, onTrouble);
  const inFlight = shared.common('in-flight', () => new Map<string, Promise<unknown>>());
  return {
    ...shared,
    ledger: shared.common('quota-ledger', () => new QuotaLedger(shared.store, clock)),
    once: (name, task) => once(inFlight, name, task),
  };
}

async function once<T>(inFlight: Map<string, Promise<unknown>>, name: string, task: () => Promise<T>): Promise<T> {
  for (let asked = inFlight.get(name); asked !== undefined; asked = inFlight.get(name)) {
    try {
      return (await asked) as T;
    } catch (error) {
      // The node that asked has closed: that is no answer for the others.
      if (!(error instanceof LinkyRedError && error.code === 'ERR_CLOSED')) throw error;
    }
  }
  const asked = task().finally(() => {
    inFlight.delete(name);
  });
  inFlight.set(name, asked);
  return await asked;
}
