// What travels of a request on the wires (schema flex-request@1): ISO 8601 with the Paris offset, watts.
import type { FlexReport } from '../metering/metering';
import type { CheckRule, RequestState } from '../request/request';

export interface RequestView {
  /** `bacs/asset/requestID`: how commands name it. */
  request: string;
  requestId: string;
  bacs: string;
  asset: string;
  product: string;
  state: RequestState;
  /** Since when it is in that state. */
  since: string;
  /** Who asks: the name of the credential. */
  operator: string;
  direction: 'reduce' | 'increase' | 'limit';
  /** Of the profile that counts: the largest of its periods, without sign. */
  powerW: number;
  start: string;
  end: string;
  profile: { start: string; end: string; powerW: number }[];
  /** It waits for accept or reject. */
  needsDecision: boolean;
  /** When it is over if nobody confirms it; null: it is confirmed, or over. */
  expiresAt: string | null;
  ackPriceEurPerKWh: number | null;
  deviations: CheckRule[];
  reason: string | null;
  rule: CheckRule | null;
  /** It began so many seconds late; null: in time, or not begun. */
  lateSeconds: number | null;
  /** From the end on; null before. */
  report: FlexReport | null;
  simulated?: true;
}

/** `msg.payload` of output 1. */
export interface FlexRequestPayload extends RequestView {
  /** When this was said. */
  at: string;
  site: SiteView;
}

/** The same where there is no request to speak of: after a start, and when somebody asks. */
export interface FlexSitePayload {
  state: null;
  at: string;
  site: SiteView;
}

/** How the whole building stands. */
export interface SiteView {
  bacs: string;
  name: string;
  /** Requests that wait for a decision, and that are in force. */
  waiting: number;
  active: number;
  /** What matters most now: in force, then waiting for a decision, then confirmed, then the latest; null: there was none. */
  current: RequestView | null;
}
