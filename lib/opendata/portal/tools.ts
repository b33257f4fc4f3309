// What a portal is made of: where it is, and what all who ask it share.
import type { Clock } from '../../grid/clock';
import type { SharedLedger } from '../../provider/quota/shared-ledger';
import type { PortalKind } from '../kind/kind';

export interface PortalAddress {
  /** With or without the path of its API. */
  readonly baseUrl: string;
  /** Found out where it is not told. */
  readonly kind?: PortalKind;
  /** For the attribution; the host where nobody tells. */
  readonly publisher?: string;
  /** Of an account; the portals here are open without one. Goes out in a header, never in an address. */
  readonly apiKey?: string;
}

export interface PortalTools extends Pick<SharedLedger, 'ledger' | 'store' | 'once'> {
  readonly clock: Clock;
  /** Ends every call and every stream, with ERR_CLOSED. */
  readonly signal: AbortSignal;
  /** For an answer to begin, and for its next piece; a test may be less patient. */
  readonly timeoutMs?: number;
}

/** What a portal has last said of its quota, in headers. */
export interface PortalQuota {
  readonly limit: number | null;
  readonly remaining: number;
  /** ISO 8601 with the Paris offset; null where it does not say it. */
  readonly resetAt: string | null;
}
