// Fetches what is known of one meter, for all who listen: each day what is new, the past in between, nothing twice.
import { LinkyRedError } from '../../errors';
import type { Clock, Stop } from '../../grid/clock';
import type { Point } from '../../grid/point';
import type { Store } from '../../store/store';
import type { Consents } from '../consent/consents';
import type { Door } from '../door';
import type { EnergySummary } from '../summary/energy-summary';
import type { CollectorState, CollectorTells, News, Reply, Request, Want } from './news';

export interface CollectorOptions {
  /** 14 digits. */
  readonly prm: string;
  /** Of the account, in the names of files. */
  readonly account: { readonly fingerprint: string };
  /** Of the account: a consent that comes or changes starts again what was stopped. */
  readonly consents: Consents;
  /** What is open for this meter now. */
  readonly door: () => Door | undefined;
  readonly store: Store;
  readonly clock: Clock;
  readonly tells?: CollectorTells;
}

export class Collector {
  constructor(private readonly options: CollectorOptions) {}

  get state(): CollectorState {
    return {
      problem: undefined,
      stopped: undefined,
      backfill: { running: false, daysLeft: 0, reached: undefined },
      nextCall: undefined,
    };
  }

  /**
   * Collecting begins with the first listener and ends with the last. Told once what holds (no points), then after each call.
   * @returns the way out
   */
  listen(_want: Want, _told: (news: News) => void): Stop {
    return () => undefined;
  }

  /** What is kept, and of what lacks as much as can be asked for now within the row's tries. Never throws for a refusal. */
  ask(_request: Request): Promise<Reply> {
    return Promise.reject(this.unready());
  }

  /** What is kept, without any call. */
  replay(_request: Request): Promise<readonly Point[]> {
    return Promise.reject(this.unready());
  }

  /** Asks now for what lacks of these days, within the row's tries. Listeners are told. */
  refresh(): Promise<void> {
    return Promise.reject(this.unready());
  }

  /** The past is fetched (again): what was cancelled, gaps that were closed, what has ended; nothing that is there. */
  reload(): Promise<void> {
    return Promise.reject(this.unready());
  }

  /** The past is left alone until `reload`. */
  cancel(): Promise<void> {
    return Promise.reject(this.unready());
  }

  /** Points and progress of this meter are deleted, in all accounts; the ledger counts on. */
  forget(): Promise<void> {
    return Promise.reject(this.unready());
  }

  /** @param want what it speaks of */
  summary(_want: Pick<Want, 'directions' | 'measures'>): Promise<EnergySummary> {
    return Promise.reject(this.unready());
  }

  /** Resolves when what is under way has ended, and what it had to keep is on the disk. The account aborts its calls. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  private unready(): LinkyRedError {
    return new LinkyRedError('ERR_INTERNAL', { detail: this.options.prm.slice(0, 2) });
  }
}
