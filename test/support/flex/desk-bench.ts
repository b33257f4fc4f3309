// A desk over a folder, which can be closed, killed (nothing is closed) and begun anew; what was told, in order.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { RequestDesk } from '../../../lib/flex/desk/request-desk';
import type { FlexRequest } from '../../../lib/flex/request/request';
import type { Bacs, SiteRules } from '../../../lib/flex/site/site';
import { Store, type Trouble } from '../../../lib/store/store';
import { FakeClock } from '../machine/fake-clock';
import { BUILDING, STRICT } from './building';

export class DeskBench {
  readonly told: FlexRequest[] = [];
  readonly troubles: Trouble[] = [];
  bacs: Bacs = BUILDING;
  private current: { readonly desk: RequestDesk; readonly store: Store } | undefined;

  private constructor(
    readonly folder: string,
    readonly clock: FakeClock,
    private readonly rules: SiteRules,
  ) {}

  static async open(rules: SiteRules = STRICT, clock = new FakeClock('2026-01-15T09:00:00+01:00')): Promise<DeskBench> {
    const parent = await mkdtemp(path.join(os.tmpdir(), 'linky-red-desk-'));
    const bench = new DeskBench(path.join(parent, 'linky-red'), clock, rules);
    await bench.start();
    return bench;
  }

  get desk(): RequestDesk {
    if (this.current === undefined) throw new Error('the desk is closed');
    return this.current.desk;
  }

  /** @param listens somebody hears the steps */
  async start(listens = true): Promise<void> {
    const store = new Store(this.folder, (trouble) => this.troubles.push(trouble));
    const parts = { bacs: () => this.bacs, rules: this.rules, store, name: 'docks', clock: this.clock };
    const desk = new RequestDesk(parts);
    this.current = { desk, store };
    if (listens) desk.listen((request) => this.told.push(request));
    await desk.open();
    await this.settled();
  }

  async stop(): Promise<void> {
    const { current } = this;
    this.current = undefined;
    await current?.desk.close();
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Until nothing is under way any more: what timers have begun is on the disk and told. */
  async settled(): Promise<void> {
    for (let quiet = 0; quiet < 3;) {
      const { length } = this.told;
      await turn();
      await this.desk.idle();
      quiet = this.told.length === length ? quiet + 1 : 0;
    }
  }

  async advance(ms: number): Promise<void> {
    this.clock.advance(ms);
    await this.settled();
  }

  async advanceTo(time: string): Promise<void> {
    await this.advance(Date.parse(time) - this.clock.now());
  }

  /** What was told of a request, or of all, and forgets it. */
  heard(): string[] {
    return this.told.splice(0).map(({ requestId, state }) => `${requestId} ${state}`);
  }

  async clear(): Promise<void> {
    await this.stop();
    await rm(path.dirname(this.folder), { recursive: true, force: true, maxRetries: 5 });
  }
}
