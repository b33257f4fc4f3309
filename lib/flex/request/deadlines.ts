// What the clock does with a request, and when: it expires, begins, ends.
import type { Asset } from '../site/site';
import { requestWindow } from './profile';
import { type FlexRequest, productOf, type RequestState } from './request';
import { moved } from './states';

/** A request for the past, of a lenient site, has no deadline of its own: so long it waits for a hand. */
const WAITS_MS = 24 * 3_600_000;
/** What comes so little later than its time came in time. */
const PUNCTUAL_MS = 1000;

/** What the clock has to do next. */
export interface Due {
  /** Epoch ms. */
  readonly at: number;
  readonly state: RequestState;
}

/**
 * The last instant at which it may be confirmed; null: it is confirmed, or over. What was in the way when it was asked (of a
 * lenient site) is no deadline any more.
 * @param asset as it is now; undefined: it is there no more
 */
export function confirmBy(request: FlexRequest, asset: Asset | undefined): number | null {
  const { state, deviations, history } = request;
  if (state !== 'requested' && state !== 'accepted') return null;
  const { start, end } = requestWindow(request);
  if (deviations.includes('window-past')) return (history[0]?.at ?? end) + WAITS_MS;
  if (deviations.includes('mobilisation-delay')) return end;
  const product = productOf(request);
  const offers = asset?.potentials.filter((potential) => potential.product === product) ?? [];
  const delays = offers.map(({ mobilisationDelayMs }) => mobilisationDelayMs);
  return start - Math.min(...(delays.length === 0 ? [0] : delays));
}

/** Undefined: it waits for nobody's clock. */
export function dueOf(request: FlexRequest, asset: Asset | undefined): Due | undefined {
  const { start, end } = requestWindow(request);
  switch (request.state) {
    case 'requested':
    case 'accepted':
      // At that instant itself it is not too late.
      return { at: (confirmBy(request, asset) ?? end) + 1, state: 'expired' };
    case 'confirmed':
      return { at: start, state: 'active' };
    case 'active':
      return { at: end, state: 'completed' };
    default:
      return undefined;
  }
}

/** What the clock makes of a request by now; undefined: nothing. A start that was missed is late, a whole window that was: failed. */
export function broughtUp(request: FlexRequest, asset: Asset | undefined, now: number): FlexRequest | undefined {
  const due = dueOf(request, asset);
  if (due === undefined || now < due.at) return undefined;
  if (due.state === 'active' && now >= requestWindow(request).end)
    return moved(request, { state: 'failed', at: now, by: 'clock', rule: 'window-past' });
  // A confirmation that came after the start (of a lenient site) is nobody's delay.
  const lateMs = now - Math.max(due.at, request.history.at(-1)?.at ?? due.at);
  return moved(request, { state: due.state, at: now, by: 'clock', ...(lateMs > PUNCTUAL_MS && { lateMs }) });
}
