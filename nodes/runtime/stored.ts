// The folder in which the nodes keep what must outlive a restart: `linky-red` in the user directory, one Store per folder.
import path from 'node:path';
import { Store } from '../../lib/store/store';
import type { NodeAPI } from './types';

const stores = new Map<string, Store>();

/** The store of this Node-RED; in memory only where it has no user directory. */
export function storeOf(RED: Pick<NodeAPI, 'settings' | 'log'>): Store {
  const userDir: unknown = RED.settings.userDir;
  const folder = typeof userDir === 'string' && userDir !== '' ? path.join(userDir, 'linky-red') : '';
  let store = stores.get(folder);
  if (store === undefined) {
    store = new Store(folder === '' ? undefined : folder, ({ file, setAside, reason }) => {
      RED.log.warn(`linky-red: ${file}: ${reason}${setAside === null ? '' : ` → ${setAside}`}`);
    });
    stores.set(folder, store);
  }
  return store;
}
