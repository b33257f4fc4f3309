// Requests as a desk keeps them, made for tests, and readings as linky-decode sends them.
import type { FlexRequest, PowerPeriod, RequestState, Step } from '../../../lib/flex/request/request';
import { readingMessage } from '../../../nodes/linky-decode/reading-message';
import { listen } from '../tic/tic-listener';

export const SITE = 'f47ac10b-58cc-4372-a567-0e02b2c3d479';

/** What leads to a state. */
const WAYS: Readonly<Record<RequestState, readonly RequestState[]>> = {
  requested: ['requested'],
  accepted: ['requested', 'accepted'],
  rejected: ['requested', 'rejected'],
  confirmed: ['requested', 'accepted', 'confirmed'],
  active: ['requested', 'accepted', 'confirmed', 'active'],
  completed: ['requested', 'accepted', 'confirmed', 'active', 'completed'],
  reported: ['requested', 'accepted', 'confirmed', 'active', 'completed', 'reported'],
  expired: ['requested', 'expired'],
  cancelled: ['requested', 'accepted', 'confirmed', 'active', 'cancelled'],
  failed: ['requested', 'accepted', 'confirmed', 'failed'],
};

export interface Wish {
  readonly state: RequestState;
  /** `[start, end, powerW]`, ISO 8601 or epoch milliseconds. */
  readonly profile: readonly (readonly [string | number, string | number, number])[];
  readonly requestId?: string;
  readonly asset?: string;
  /** When it came into its state; the steps before it a minute apart. */
  readonly at?: number;
  readonly last?: Partial<Step>;
}

export function flexRequest({
  state,
  profile,
  requestId = 'req-1',
  asset = 'WholeBuilding',
  at,
  last,
}: Wish): FlexRequest {
  const asked = profile.map(([start, end, powerW]): PowerPeriod => ({
    start: instant(start),
    end: instant(end),
    powerW,
  }));
  const way = WAYS[state];
  const since = at ?? (asked[0]?.start ?? 0) - 3_600_000;
  const history = way.map((each, i): Step => ({
    state: each,
    at: since - (way.length - 1 - i) * 60_000,
    by: 'clock',
    ...(i === way.length - 1 && last),
  }));
  const isConfirmed = way.includes('confirmed');
  return {
    ...{ bacs: SITE, asset, requestId, creator: 'operator 1', product: 'WID', asked, state, deviations: [], history },
    ...(isConfirmed && { confirmation: { product: 'WID', profile: asked } }),
  };
}

/** A decoder whose readings are handed on as linky-decode sends them. */
export function readings(stream: string, take: (msg: Record<string, unknown>) => void) {
  return listen({ stream, listGroups: false }, (frame) => {
    take(readingMessage(frame, stream, {}, false));
  });
}

function instant(time: string | number): number {
  return typeof time === 'string' ? Date.parse(time) : time;
}
