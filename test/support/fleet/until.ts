// What comes to be in another process is asked for again and again.
import { setTimeout as pause } from 'node:timers/promises';
import { PATIENCE_MS } from '../machine/patience';

/**
 * Resolves when it is so. Rejects when it has not come in time.
 * @param what for the sentence of a failure
 */
export async function until(isSo: () => Promise<boolean>, what: () => string, everyMs = 100): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(what());
    await pause(everyMs);
  }
}
