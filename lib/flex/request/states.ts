// The life of a request as one table (spec/signals.md §4.4): from which state it may go to which, and who moves it. Everything
// that changes a state goes through `moved`.
import type { Actor, FlexRequest, RequestState, Step } from './request';

type Moves = Readonly<Record<RequestState, Readonly<Partial<Record<RequestState, readonly Actor[]>>>>>;

export const MOVES: Moves = {
  /** It waits for a decision. */
  requested: {
    accepted: ['building', 'person'],
    // A confirmation that came early may be what breaks a rule.
    rejected: ['building', 'person'],
    expired: ['clock'],
  },
  /** It waits for a confirmation, or for a hand that looks at a confirmation. */
  accepted: {
    confirmed: ['operator'],
    rejected: ['building', 'person'],
    cancelled: ['person'],
    expired: ['clock'],
  },
  confirmed: {
    active: ['clock'],
    cancelled: ['person'],
    // The building was down, or nobody listened, for the whole of its window.
    failed: ['clock'],
  },
  active: {
    completed: ['clock'],
    cancelled: ['person'],
  },
  /** Its consumptions have not been read yet. */
  completed: { reported: ['operator'] },
  rejected: {},
  reported: {},
  expired: {},
  cancelled: {},
  failed: {},
};

/** Nothing happens any more by itself: it is read and reported only. */
const OVER: ReadonlySet<RequestState> = new Set([
  'rejected',
  'completed',
  'reported',
  'expired',
  'cancelled',
  'failed',
]);

export function isOver({ state }: { readonly state: RequestState }): boolean {
  return OVER.has(state);
}

export function mayMove(from: RequestState, to: RequestState, by: Actor): boolean {
  return MOVES[from][to]?.includes(by) ?? false;
}

/** @throws RangeError for a move that is not in the table: whoever asks has to look first */
export function moved(request: FlexRequest, { state, by, ...rest }: Step): FlexRequest {
  if (!mayMove(request.state, state, by))
    throw new RangeError(`a request does not go from ${request.state} to ${state} by ${by}`);
  return { ...request, state, history: [...request.history, { state, by, ...rest }] };
}

/** A person has to say accept or reject: it was asked, or its confirmation is not what was accepted. */
export function needsDecision({ state, confirmation }: FlexRequest): boolean {
  return state === 'requested' || (state === 'accepted' && confirmation !== undefined);
}
