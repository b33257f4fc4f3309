import { LinkyRedError } from '../errors';
import type { Clock } from '../grid/clock';

/** @throws LinkyRedError ERR_CLOSED when the signal aborts meanwhile */
export function wait(clock: Pick<Clock, 'after'>, ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      cancel();
      reject(new LinkyRedError('ERR_CLOSED'));
    };
    const cancel = clock.after(ms, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
