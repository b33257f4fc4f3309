// Where requests of one building are taken in, decided, and carried out by the clock: what the operator's side (lib/flex/bacs) and
// the person's side (flex-request) both speak to.
import type { CheckRule, Confirmation, FlexRequest, PowerPeriod, RequestKey } from '../request/request';
import type { FlexProduct } from '../site/site';

/** What the operator asks. */
export interface Creation {
  readonly product: FlexProduct;
  readonly profile: readonly PowerPeriod[];
}

/**
 * What came of a call. `done`: it stands as `request` says. `refused`: it breaks a rule and was stored as rejected. `unknown`: no such
 * asset, no such request, or of another creator. `conflict`: another body under a known id, or a state that does not allow it.
 * `unavailable`: nobody listens, or the disk takes nothing: nothing has changed.
 */
export type Outcome =
  | { readonly kind: 'done'; readonly request: FlexRequest }
  | { readonly kind: 'refused'; readonly request: FlexRequest; readonly rules: readonly CheckRule[] }
  | { readonly kind: 'unknown'; readonly what: 'bacs' | 'asset' | 'request' }
  | { readonly kind: 'conflict'; readonly request?: FlexRequest }
  | { readonly kind: 'unavailable' };

/** The operator's side. Each resolves once what it says is on the disk. @param creator the credential that asks */
export interface OperatorDesk {
  /** Somebody listens, and the disk has taken the last write. */
  readonly available: boolean;
  create(creator: string, key: RequestKey, creation: Creation): Promise<Outcome>;
  confirm(creator: string, key: RequestKey, confirmation: Confirmation): Promise<Outcome>;
  /** As it stands; nothing changes. */
  read(creator: string, key: RequestKey): Promise<Outcome>;
  /** Its consumptions are about to be read: a completed one is reported from now on. */
  report(creator: string, key: RequestKey): Promise<Outcome>;
}

/** Told after each step, once it is on the disk, in order; also of those that the clock or a restart made. */
export type OnStep = (request: FlexRequest) => void;

/** The building's side. Commands of people name a request as requestName does. */
export interface BuildingDesk {
  /** While somebody listens, requests are taken in. @returns stops listening */
  listen(onStep: OnStep): () => void;
  /** Those that are not over, and those that ended since a day, oldest first. Resolves once what lies on the disk is known. */
  open(): Promise<readonly FlexRequest[]>;
  /** @throws LinkyRedError ERR_FLEX_REQUEST: no such request, or its state does not allow it; ERR_FLEX_DISK: the disk takes nothing */
  accept(name: string): Promise<FlexRequest>;
  reject(name: string, reason: string): Promise<FlexRequest>;
  stop(name: string, reason: string): Promise<FlexRequest>;
  /** Every request ever, oldest first. */
  journal(): AsyncIterable<FlexRequest>;
}

export type FlexDesk = OperatorDesk & BuildingDesk;
