// The desk of one building: what operators ask is judged, kept and carried out by the clock.
import type { Clock } from '../../grid/clock';
import type { Store } from '../../store/store';
import type { Confirmation, FlexRequest, RequestKey } from '../request/request';
import type { Bacs, SiteRules } from '../site/site';
import type { Creation, FlexDesk, OnStep, Outcome } from './desk';

export interface DeskParts {
  /** With the present potentials. */
  readonly bacs: () => Bacs;
  readonly rules: SiteRules;
  readonly store: Store;
  /** Of the file that keeps its requests: letters, digits, dots, dashes (the id of the site's node). */
  readonly name: string;
  readonly clock: Clock;
}

export class RequestDesk implements FlexDesk {
  constructor(private readonly parts: DeskParts) {}

  get available(): boolean {
    return false;
  }

  create(_creator: string, _key: RequestKey, _creation: Creation): Promise<Outcome> {
    return Promise.resolve({ kind: 'unavailable' });
  }

  confirm(_creator: string, _key: RequestKey, _confirmation: Confirmation): Promise<Outcome> {
    return Promise.resolve({ kind: 'unavailable' });
  }

  read(_creator: string, _key: RequestKey): Promise<Outcome> {
    return Promise.resolve({ kind: 'unavailable' });
  }

  report(_creator: string, _key: RequestKey): Promise<Outcome> {
    return Promise.resolve({ kind: 'unavailable' });
  }

  listen(_onStep: OnStep): () => void {
    return () => undefined;
  }

  open(): Promise<readonly FlexRequest[]> {
    return Promise.resolve([]);
  }

  accept(name: string): Promise<FlexRequest> {
    return Promise.reject(new Error(`${this.parts.name}: ${name}`));
  }

  reject(name: string, _reason: string): Promise<FlexRequest> {
    return this.accept(name);
  }

  stop(name: string, _reason: string): Promise<FlexRequest> {
    return this.accept(name);
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- the journal is read from the disk
  async *journal(): AsyncIterable<FlexRequest> {
    yield* [];
  }

  /** Nothing runs any more; resolves when what was under way is on the disk. */
  close(): Promise<void> {
    return Promise.resolve();
  }
}
