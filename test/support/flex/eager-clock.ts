// A clock on which waits take no time and are told: for tests of who waits for how long between two tries.
import type { Stop } from '../../../lib/grid/clock';
import { FakeClock } from '../machine/fake-clock';

export class EagerClock extends FakeClock {
  /** How long each wait was, in ms. */
  readonly waits: number[] = [];

  override after(ms: number, run: () => void): Stop {
    const timer = setImmediate(() => {
      this.waits.push(ms);
      this.advance(ms);
      run();
    });
    return () => {
      clearImmediate(timer);
    };
  }
}
