// A collector on a clock that the test turns: days pass from call to call.
import { setImmediate } from 'node:timers/promises';
import { Collector } from '../../../lib/enedis/collect/collector';
import type { News, Want } from '../../../lib/enedis/collect/news';
import { Consents } from '../../../lib/enedis/consent/consents';
import type { Door } from '../../../lib/enedis/door';
import { KeptPoints } from '../../../lib/enedis/kept/kept-points';
import { Store } from '../../../lib/store/store';
import type { FakeClock } from '../machine/fake-clock';
import { PRM } from './fake-door';

export const WANT: Want = {
  directions: ['consumption'],
  measures: ['energy', 'load-curve'],
  byItself: { minute: 17, hours: [5, 20] },
  backfill: false,
};

/** Nobody needs more between two looks. */
const MOST_CALLS = 2000;

export interface Collecting {
  readonly collector: Collector;
  readonly consents: Consents;
  readonly news: News[];
  /** Until the wall clock shows `until`, from call to call. */
  readonly pass: (until: number | string) => Promise<void>;
  /** Another process on the same store. */
  readonly restarted: () => Promise<Collecting>;
}

export async function collecting(
  clock: FakeClock,
  door: () => Door | undefined,
  want: Want | null = WANT,
  store = new Store(undefined),
): Promise<Collecting> {
  const news: News[] = [];
  const consents = new Consents();
  const collector = new Collector({
    prm: PRM,
    account: { fingerprint: 'account' },
    consents,
    door,
    store,
    kept: new KeptPoints(store),
    clock,
    tells: {
      consentGone: () => {
        consents.revoke(PRM);
      },
    },
  });
  if (want !== null) collector.listen(want, (one) => news.push(one));
  await settled();
  const pass = async (until: number | string): Promise<void> => {
    const end = typeof until === 'string' ? Date.parse(until) : until;
    for (let calls = 0; ; calls++) {
      if (calls > MOST_CALLS) throw new Error('it asks and asks');
      await settled();
      const next = collector.state.nextCall ?? clock.now() + 3_600_000;
      if (next > end) break;
      // A clock that was put forward is noticed at the next look.
      clock.advance(next < clock.now() ? 60_000 : next - clock.now());
    }
    clock.advance(Math.max(0, end - clock.now()));
    await settled();
  };
  return {
    collector,
    consents,
    news,
    pass,
    restarted: async () => {
      await collector.close();
      return await collecting(clock, door, want, store);
    },
  };
}

/** Whatever goes on in memory has ended: it takes no time. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await setImmediate();
}
