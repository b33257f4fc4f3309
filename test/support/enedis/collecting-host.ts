// Collects as the nodes do, on a clock that runs fast, until somebody kills it: one store, accounts at conso-api beside one another.
import { Collector } from '../../../lib/enedis/collect/collector';
import type { CollectorState, Want } from '../../../lib/enedis/collect/news';
import { Consents } from '../../../lib/enedis/consent/consents';
import { openDoor } from '../../../lib/enedis/doors/open-door';
import { DOORS } from '../../../lib/enedis/doors/rows';
import { KeptPoints } from '../../../lib/enedis/kept/kept-points';
import { SYSTEM_CLOCK, type Clock } from '../../../lib/grid/clock';
import { shareLedger } from '../../../lib/provider/quota/shared-ledger';

/** Both processes, and the stand-in, read the same clock. */
export interface FastTime {
  /** Epoch ms, of the story and of this machine at the same moment. */
  readonly story: number;
  readonly host: number;
  readonly factor: number;
}

export interface HostedAccount {
  readonly prm: string;
  readonly token: string;
  readonly fingerprint: string;
  readonly want: Want;
}

export interface Hosted {
  readonly folder: string;
  readonly url: string;
  readonly time: FastTime;
  readonly accounts: readonly HostedAccount[];
}

/** What the other process hears. */
export interface Heard {
  readonly prm: string;
  readonly state: Pick<CollectorState, 'backfill' | 'nextCall'>;
  readonly problem: string | undefined;
}

export function storyTime({ story, host, factor }: FastTime): number {
  return story + (Date.now() - host) * factor;
}

export function host({ folder, url, time, accounts }: Hosted): void {
  const clock = fastClock(time);
  const shared = shareLedger(folder, clock, (trouble) => {
    throw new Error(JSON.stringify(trouble));
  });
  const kept = new KeptPoints(shared.store);
  for (const { prm, token, fingerprint, want } of accounts) {
    const consents = new Consents();
    const credentials = { secret: token, fingerprint };
    consents.set({ id: fingerprint, prms: [prm], credentials });
    const door = openDoor(DOORS['conso-api'], {
      credentials,
      baseUrl: url,
      clock,
      ledger: shared.ledger,
      store: shared.store,
      once: shared.once,
      signal: new AbortController().signal,
    });
    const collector = new Collector({
      prm,
      account: { fingerprint },
      consents,
      door: () => door,
      store: shared.store,
      kept,
      clock,
    });
    collector.listen(want, ({ state: { problem, backfill, nextCall } }) => {
      const heard: Heard = { prm, state: { backfill, nextCall }, problem: problem?.message };
      process.send?.(heard);
    });
  }
}

function fastClock(time: FastTime): Clock {
  return {
    now: () => storyTime(time),
    elapsed: () => SYSTEM_CLOCK.elapsed() * time.factor,
    after: (ms, run) => SYSTEM_CLOCK.after(ms / time.factor, run),
    every: (ms, run) => SYSTEM_CLOCK.every(ms / time.factor, run),
  };
}
