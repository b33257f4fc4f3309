// A flexibility request as the building keeps it: what was asked, what was confirmed, where it stands, and how it came there.
// States are those of spec/signals.md §4.4. Instants are epoch milliseconds, powers watts as they were sent (the sign is the site's
// convention).
import type { FlexProduct } from '../site/site';

export const REQUEST_STATES = [
  'requested',
  'accepted',
  'rejected',
  'confirmed',
  'active',
  'completed',
  'reported',
  'expired',
  'cancelled',
  'failed',
] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

/** What a request is known by: the id is the operator's, and unique for an asset of a BACS only. */
export interface RequestKey {
  readonly bacs: string;
  readonly asset: string;
  readonly requestId: string;
}

export interface PowerPeriod {
  readonly start: number;
  readonly end: number;
  readonly powerW: number;
}

export const CHECK_RULES = [
  'product-not-offered',
  'no-power',
  'power-above-potential',
  'mobilisation-delay',
  'duration-above-maximum',
  'outside-periods',
  'activations-per-day',
  'overlap',
  'window-past',
] as const;
/** What a request can break: each is one field of a potential, or another request. */
export type CheckRule = (typeof CHECK_RULES)[number];

export type Actor = 'operator' | 'building' | 'person' | 'clock';

/** One step of its life. */
export interface Step {
  readonly state: RequestState;
  readonly at: number;
  readonly by: Actor;
  /** In whoever's words; of a person. */
  readonly reason?: string;
  /** Why the building refused. */
  readonly rule?: CheckRule;
  /** It should have been so many ms earlier: the building was down. */
  readonly lateMs?: number;
}

/** What the operator says in a confirmation. */
export interface Confirmation {
  readonly product: FlexProduct;
  readonly profile: readonly PowerPeriod[];
  readonly ackPriceEurPerKWh?: number;
}

export interface FlexRequest extends RequestKey {
  /** The credential that made it: nobody else sees it. A name or a fingerprint, never a secret. */
  readonly creator: string;
  readonly product: FlexProduct;
  /** In order of time, without overlap. */
  readonly asked: readonly PowerPeriod[];
  /** Kept from the first confirmation on; in force from the state `confirmed` on. */
  readonly confirmation?: Confirmation;
  readonly state: RequestState;
  /** What it breaks: let pass by a lenient site, why a strict one has rejected it. */
  readonly deviations: readonly CheckRule[];
  /** Oldest first; the last one is the present state. */
  readonly history: readonly Step[];
}

/** `bacs/asset/requestID`: origin of its signals, and how commands name it. */
export function requestName({ bacs, asset, requestId }: RequestKey): string {
  return `${bacs}/${asset}/${requestId}`;
}

/** What counts of it: what was confirmed, before that what was asked. */
export function profileOf({ asked, confirmation }: FlexRequest): readonly PowerPeriod[] {
  return confirmation?.profile ?? asked;
}

/** The product that counts, likewise. */
export function productOf({ product, confirmation }: FlexRequest): FlexProduct {
  return confirmation?.product ?? product;
}
