// What becomes of a request when somebody speaks: pure, the time and what is broken are handed in. Strict sites reject what breaks
// a rule; lenient ones name it, and let a hand decide.
import type { SiteRules } from '../site/site';
import { sameProfile } from './profile';
import { type CheckRule, type Confirmation, type FlexRequest, productOf, profileOf, type RequestKey } from './request';
import type { Judged } from './checks';
import { moved } from './states';

export interface Verdict {
  /** In the order of CHECK_RULES. */
  readonly broken: readonly CheckRule[];
  readonly rules: SiteRules;
  /** Epoch ms. */
  readonly now: number;
}

/** It was asked, for the first time. */
export function asked(creator: string, key: RequestKey, { product, profile }: Judged, verdict: Verdict): FlexRequest {
  const { broken, rules, now } = verdict;
  const { bacs, asset, requestId } = key;
  const request: FlexRequest = {
    ...{ bacs, asset, requestId, creator, product },
    asked: profile,
    state: 'requested',
    deviations: broken,
    history: [{ state: 'requested', at: now, by: 'operator' }],
  };
  if (broken.length > 0) return rules.strictness === 'strict' ? refused(request, verdict) : request;
  return rules.acceptance === 'by-itself' ? moved(request, { state: 'accepted', at: now, by: 'building' }) : request;
}

/** Its first confirmation came. Before a decision it is kept; so it is when it is not what a hand has accepted. */
export function confirmed(request: FlexRequest, confirmation: Confirmation, verdict: Verdict): FlexRequest {
  const { broken, rules } = verdict;
  const kept: FlexRequest = { ...request, confirmation, deviations: broken };
  if (broken.length > 0 && rules.strictness === 'strict') return refused(kept, verdict);
  if (request.state === 'requested') return kept;
  const isAnother = broken.length > 0 && !sameBody(request, kept);
  return isAnother || isWorse(request, broken) ? kept : inForce(kept, verdict);
}

/**
 * A hand accepts it. What was confirmed before takes effect now.
 * @param verdict of the confirmation that is kept; without one it does not matter
 */
export function accepted(request: FlexRequest, verdict: Verdict): FlexRequest {
  const { broken, rules, now } = verdict;
  const decided =
    request.state === 'requested' ? moved(request, { state: 'accepted', at: now, by: 'person' }) : request;
  if (request.confirmation === undefined) return decided;
  const judged: FlexRequest = { ...decided, deviations: broken };
  if (broken.length > 0 && rules.strictness === 'strict') return refused(judged, verdict);
  // What the hand could not see when it said yes it has to be shown first.
  return isWorse(request, broken) ? judged : inForce(judged, verdict);
}

/** Whether that is the body it was asked with. */
export function isAsked({ product, asked: profile }: FlexRequest, other: Judged): boolean {
  return product === other.product && sameProfile(profile, other.profile);
}

/** Whether that is what its confirmation says. */
export function isConfirmation({ confirmation }: FlexRequest, other: Confirmation): boolean {
  return (
    confirmation?.product === other.product &&
    confirmation.ackPriceEurPerKWh === other.ackPriceEurPerKWh &&
    sameProfile(confirmation.profile, other.profile)
  );
}

function inForce(request: FlexRequest, { now }: Verdict): FlexRequest {
  return moved(request, { state: 'confirmed', at: now, by: 'operator' });
}

function refused(request: FlexRequest, { broken, now }: Verdict): FlexRequest {
  const [rule] = broken;
  return moved(request, { state: 'rejected', at: now, by: 'building', ...(rule !== undefined && { rule }) });
}

function sameBody(a: FlexRequest, b: FlexRequest): boolean {
  return productOf(a) === productOf(b) && sameProfile(profileOf(a), profileOf(b));
}

function isWorse({ deviations }: FlexRequest, broken: readonly CheckRule[]): boolean {
  return broken.some((rule) => !deviations.includes(rule));
}
