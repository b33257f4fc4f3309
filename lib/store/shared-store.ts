// One store per folder for the whole process, however many nodes use it, and what they have in common beside it. The only state
// that nodes share.
import { Store, type OnTrouble } from './store';

export interface SharedStore {
  readonly store: Store;
  /** The object of this name that all users of the folder have in common, made by the first who asks. */
  readonly common: <T>(name: string, make: () => T) => T;
  /** Resolves when all is on the disk. The last user to leave closes the store; the next one reads everything from the disk again. */
  readonly release: () => Promise<void>;
}

interface Open {
  readonly store: Store;
  readonly common: Map<string, unknown>;
  users: number;
}

const open = new Map<string, Open>();

/** @param dir folder of the store; undefined (no user directory) keeps one in memory, for as long as the process runs */
export function shareStore(dir: string | undefined, onTrouble: OnTrouble): SharedStore {
  const key = dir ?? '';
  const here = open.get(key) ?? { store: new Store(dir), common: new Map(), users: 0 };
  open.set(key, here);
  here.users += 1;
  const store = here.store.sharedWith(onTrouble);
  let released = false;
  return {
    store,
    common: (name, make) => common(here.common, name, make),
    release: async () => {
      if (released) return;
      released = true;
      here.users -= 1;
      if (here.users === 0 && dir !== undefined) open.delete(key);
      await store.idle();
    },
  };
}

function common<T>(made: Map<string, unknown>, name: string, make: () => T): T {
  if (!made.has(name)) made.set(name, make());
  return made.get(name) as T;
}
