// What meters' nodes keep in the folder of keep.ts, without the ledger of calls: documents that several nodes share.
import { Store } from '../../lib/store/store';
import { folderOf, troubleText } from './open-store';
import type { NodeAPI } from './types';

const stores = new Map<string, Store>();

/** The store of this Node-RED; in memory only where it has no user directory. */
export function storeOf(RED: Pick<NodeAPI, 'settings' | 'log' | '_'>): Store {
  const folder = folderOf(RED);
  let store = stores.get(folder ?? '');
  if (store === undefined) {
    store = new Store(folder, (trouble) => {
      RED.log.warn(`linky-red: ${troubleText(RED, trouble)}`);
    });
    stores.set(folder ?? '', store);
  }
  return store;
}
