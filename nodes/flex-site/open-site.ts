// What a flex-site carries while it runs, for the nodes that name it: its requests, its meters, and how its server stands.
import { createHash } from 'node:crypto';
import type { LinkyRedError } from '../../lib/errors';
import { RequestDesk } from '../../lib/flex/desk/request-desk';
import type { BuildingDesk } from '../../lib/flex/desk/desk';
import { Metering } from '../../lib/flex/metering/building-metering';
import type { PotentialWords } from '../../lib/flex/site/potential-words';
import type { Bacs, SiteRules } from '../../lib/flex/site/site';
import type { Clock } from '../../lib/grid/clock';
import type { Store } from '../../lib/store/store';
import type { OpenAccount } from '../runtime/account/account';
import type { FlexSiteConfig } from './flex-site.config';
import { KeptPotentials } from './kept-potentials';

export interface ServerState {
  readonly listening: boolean;
  /** Why nobody reaches it; null: nothing is known against it. */
  readonly problem: LinkyRedError | null;
  /** Of somebody who was let in, epoch ms; null: not since the start. */
  readonly lastCallAt: number | null;
  /** Where it answers: path on Node-RED's server, or protocol, port and path of its own. */
  readonly address: string;
}

export interface OpenFlexSite extends OpenAccount {
  /** With the present potentials. */
  readonly bacs: Bacs;
  readonly rules: SiteRules;
  readonly desk: BuildingDesk;
  readonly metering: Metering;
  /**
   * What an asset can do from now on, kept over a restart until the form says something else of it.
   * @throws LinkyRedError ERR_INPUT, ERR_FLEX_DISK
   */
  setPotentials(asset: string, potentials: readonly PotentialWords[]): Promise<void>;
  readonly server: ServerState;
  /** Told when something of the server or of the potentials is another. @returns stops telling */
  onChange(told: () => void): () => void;
}

export class OpenSite implements OpenFlexSite {
  readonly account: { readonly fingerprint: string };
  readonly desk: RequestDesk;
  readonly metering: Metering;
  private readonly potentials: KeptPotentials;
  private readonly listeners = new Set<() => void>();
  private state: ServerState;

  constructor(
    readonly config: FlexSiteConfig,
    address: string,
    { store, clock }: { readonly store: Store; readonly clock: Clock },
  ) {
    const fingerprint = createHash('sha256').update(config.bacs.id).digest('hex').slice(0, 16);
    const name = `flex-${fingerprint}`;
    this.account = { fingerprint };
    this.state = { listening: false, problem: null, lastCallAt: null, address };
    this.potentials = new KeptPotentials(config.assets, config.zone, store, name);
    this.desk = new RequestDesk({ bacs: () => this.bacs, rules: config.rules, store, name, clock });
    this.metering = new Metering({ store, name, clock });
  }

  get bacs(): Bacs {
    return { ...this.config.bacs, assets: this.potentials.assets };
  }

  get rules(): SiteRules {
    return this.config.rules;
  }

  get server(): ServerState {
    return this.state;
  }

  /** Resolves when what is kept of the potentials is in force: nobody is judged by others. */
  load(): Promise<void> {
    return this.potentials.load();
  }

  async setPotentials(asset: string, potentials: readonly PotentialWords[]): Promise<void> {
    await this.potentials.set(asset, potentials);
    this.changed();
  }

  onChange(told: () => void): () => void {
    this.listeners.add(told);
    return () => this.listeners.delete(told);
  }

  /** What is new of its server. */
  note(news: Partial<ServerState>): void {
    const before = this.state;
    this.state = { ...before, ...news };
    const { listening, problem, lastCallAt } = this.state;
    const isFirstCall = before.lastCallAt === null && lastCallAt !== null;
    if (listening !== before.listening || problem?.code !== before.problem?.code || isFirstCall) this.changed();
  }

  async idle(): Promise<void> {
    await this.metering.idle();
  }

  async close(): Promise<void> {
    this.listeners.clear();
    await this.desk.close();
    await this.idle();
  }

  private changed(): void {
    for (const told of [...this.listeners]) told();
  }
}
