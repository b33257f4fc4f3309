// Looks now and then whether a dataset has changed: by its version, never by the clock alone.
import { LinkyRedError } from '../../lib/errors';
import type { Clock } from '../../lib/grid/clock';
import type { CloseGuard } from '../runtime/close-guard';

/** So much later at most: or all nodes of a country would look in the same minute. */
const JITTER = 0.1;
/** What passes by itself has mostly passed by then. */
const AGAIN_MS = 900_000;

/**
 * Looks at once, then for ever.
 * @param look what it rejects with is told to `failed`
 */
export function watchChanges(
  everyMs: number,
  { clock, guard }: { readonly clock: Pick<Clock, 'after'>; readonly guard: CloseGuard },
  look: () => Promise<void>,
  failed: (error: unknown) => void,
): void {
  const go = async (): Promise<void> => {
    let next = everyMs;
    try {
      await look();
    } catch (error) {
      if (guard.closed) return;
      failed(error);
      const passes = error instanceof LinkyRedError && error.row.reader === 'passes-by-itself';
      next = passes ? Math.min(AGAIN_MS, everyMs) : everyMs;
    }
    if (!guard.closed) guard.after(clock, next * (1 + JITTER * Math.random()), () => void go());
  };
  void go();
}
