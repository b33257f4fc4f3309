// An RTE on loopback and the shared ledger of a folder, on one clock.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { shareLedger, type SharedLedger } from '../../../lib/provider/quota/shared-ledger';
import { rteCredentials } from '../../../lib/rte/portal/credentials';
import { rteAccount, type RteAccount } from '../../../lib/rte/portal/portal';
import type { Trouble } from '../../../lib/store/store';
import { DEFAULT_APPLICATION, type Application } from '../../../sandbox/rte/portal';
import { SCENARIOS } from '../../../sandbox/rte/scenarios';
import type { Scenario } from '../../../sandbox/rte/scenario';
import { startRte, type RunningRte } from '../../../sandbox/rte/server';
import { FakeClock } from '../machine/fake-clock';

export function scenario(name: string): Scenario {
  const found = SCENARIOS.find((row) => row.name === name);
  if (found === undefined) throw new Error(`no scenario ${name}`);
  return found;
}

export class RteBench {
  readonly troubles: Trouble[] = [];
  private readonly opened: { release: () => Promise<void>; abort: AbortController }[] = [];

  private constructor(
    readonly clock: FakeClock,
    readonly dir: string,
    readonly rte: RunningRte,
  ) {}

  /** @param trueTime what the clock at RTE shows, if that of the host is wrong */
  static async open(
    at: string,
    story = 'calm',
    applications?: readonly Application[],
    trueTime?: string,
  ): Promise<RteBench> {
    const clock = new FakeClock(at);
    const dir = await mkdtemp(path.join(os.tmpdir(), 'linky-red-rte-'));
    const start = Date.parse(trueTime ?? '') - clock.elapsed();
    const rte = await startRte({
      scenario: scenario(story),
      now: () => (trueTime === undefined ? clock.now() : start + clock.elapsed()),
      ...(applications && { applications }),
    });
    return new RteBench(clock, dir, rte);
  }

  /** As after a start of Node-RED: nothing in memory, everything in the folder. */
  account(
    secret = DEFAULT_APPLICATION.secret,
    timeoutMs = 5_000,
    { baseUrl = this.rte.url, dir = this.dir }: { baseUrl?: string; dir?: string } = {},
  ): { account: RteAccount; shared: SharedLedger } {
    const shared = this.shared(dir);
    const abort = new AbortController();
    const credentials = rteCredentials(DEFAULT_APPLICATION.id, secret);
    if (credentials === undefined) throw new Error('no credentials');
    const { ledger, store } = shared;
    const account = rteAccount({
      credentials,
      baseUrl,
      ledger,
      store,
      clock: this.clock,
      signal: abort.signal,
      timeoutMs,
    });
    this.opened.push({ release: shared.release, abort });
    return { account, shared };
  }

  shared(dir = this.dir): SharedLedger {
    const shared = shareLedger(dir, this.clock, (trouble) => this.troubles.push(trouble));
    this.opened.push({ release: shared.release, abort: new AbortController() });
    return shared;
  }

  /** Everything of the process lets go, as a stop of Node-RED does. */
  async shutDown(): Promise<void> {
    for (const { release, abort } of this.opened.splice(0)) {
      abort.abort();
      await release();
    }
  }

  /** How often something was asked for. */
  count(name: string): number {
    return this.rte.calls.filter((call) => call.name === name).length;
  }

  async close(): Promise<void> {
    await this.shutDown();
    await this.rte.stop();
    await rm(this.dir, { recursive: true, force: true, maxRetries: 5 });
  }
}
