// A request as it travels, made of a request as it is kept.
import { isoParis } from '../../grid/paris-time';
import type { FlexReport } from '../metering/metering';
import {
  type FlexRequest,
  type PowerPeriod,
  profileOf,
  requestName,
  type RequestState,
  type Step,
} from '../request/request';
import { confirmBy } from '../request/deadlines';
import { needsDecision } from '../request/states';
import { directionOf } from '../site/direction';
import type { Bacs, SignConvention } from '../site/site';
import type { FlexRequestPayload, RequestView, SiteView } from './request-view';

/** What is known of the building beside the request. */
export interface ViewContext {
  readonly bacs: Bacs;
  readonly sign: SignConvention;
}

/** Of the profile that counts. */
export function boundsOf(request: FlexRequest): {
  readonly start: number;
  readonly end: number;
  readonly powerW: number;
} {
  const profile = profileOf(request);
  return {
    start: profile[0]?.start ?? 0,
    end: profile.at(-1)?.end ?? 0,
    powerW: profile.reduce<number>(largest, 0),
  };
}

export { isOver } from '../request/states';

/** It was in force. */
export function hasBegun({ history }: Pick<FlexRequest, 'history'>): boolean {
  return history.some(({ state }) => state === 'active');
}

/** @param report of a request whose end has come; null before, or where nobody measures */
export function requestView(request: FlexRequest, context: ViewContext, report: FlexReport | null): RequestView {
  const { start, end, powerW } = boundsOf(request);
  const last = request.history.at(-1);
  const begun = request.history.find(({ state }) => state === 'active');
  const asset = context.bacs.assets.find(({ id }) => id === request.asset);
  const expires = confirmBy(request, asset);
  return {
    request: requestName(request),
    requestId: request.requestId,
    bacs: request.bacs,
    asset: request.asset,
    product: request.product,
    state: request.state,
    since: isoParis(last?.at ?? start),
    operator: request.creator,
    direction: directionOf(powerW, context.sign),
    powerW: Math.abs(powerW),
    start: isoParis(start),
    end: isoParis(end),
    profile: profileOf(request).map((period) => ({
      start: isoParis(period.start),
      end: isoParis(period.end),
      powerW: period.powerW,
    })),
    needsDecision: needsDecision(request),
    expiresAt: expires === null ? null : isoParis(expires),
    ackPriceEurPerKWh: request.confirmation?.ackPriceEurPerKWh ?? null,
    deviations: [...request.deviations],
    reason: last?.reason ?? null,
    rule: last?.rule ?? null,
    lateSeconds: lateSeconds(begun),
    report,
  };
}

/** @param requests those that are open or ended lately, oldest first; `current` matters most; `at` is now, epoch ms */
export function sitePayload(
  view: RequestView,
  requests: readonly FlexRequest[],
  { bacs }: ViewContext,
  current: RequestView | null,
  at: number,
): FlexRequestPayload {
  return { ...view, at: isoParis(at), site: siteOf(requests, bacs, current) };
}

export function siteOf(requests: readonly FlexRequest[], bacs: Bacs, current: RequestView | null): SiteView {
  return {
    bacs: bacs.id,
    name: bacs.name,
    waiting: requests.filter(needsDecision).length,
    active: requests.filter(({ state }) => state === 'active').length,
    current,
  };
}

/** What matters most now: in force, then waiting for a decision, then confirmed, then the latest. */
export function currentOf(requests: readonly FlexRequest[]): FlexRequest | undefined {
  const kinds = [isIn('active'), needsDecision, isIn('confirmed')];
  for (const isWanted of kinds) {
    const found = requests.filter(isWanted).sort((a, b) => boundsOf(a).start - boundsOf(b).start);
    if (found[0] !== undefined) return found[0];
  }
  return [...requests].sort((a, b) => lastAt(b) - lastAt(a))[0];
}

function isIn(state: RequestState): (request: FlexRequest) => boolean {
  return (request) => request.state === state;
}

/** With its sign. */
function largest(most: number, { powerW }: PowerPeriod): number {
  return Math.abs(powerW) > Math.abs(most) ? powerW : most;
}

function lateSeconds(begun: Step | undefined): number | null {
  return begun?.lateMs === undefined ? null : Math.round(begun.lateMs / 1000);
}

function lastAt({ history }: FlexRequest): number {
  return history.at(-1)?.at ?? 0;
}
