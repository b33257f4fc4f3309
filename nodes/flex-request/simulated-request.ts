// The request that the command `simulate` makes up.
import type { RequestView } from '../../lib/flex/view/request-view';
import type { GridSignal } from '../../lib/grid/signal';
import { isPlainObject } from '../runtime/command';

/** Every field of `detail` that the command does not give. */
export function simulatedDetail(asset: string, fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const detail = isPlainObject(fields['detail']) ? fields['detail'] : {};
  const direction = fields['level'] === 0 ? 'increase' : 'reduce';
  return { requestId: 'simulated', asset, product: 'WID', direction, powerW: 1000, ...detail };
}

/** @param signal as it is played; `cleared`: it is over */
export function simulatedView(bacs: string, signal: GridSignal, now: string): RequestView {
  const detail = signal.detail;
  const text = (name: string): string => (typeof detail[name] === 'string' ? detail[name] : '');
  const [requestId, asset] = [text('requestId'), text('asset')];
  const powerW = typeof detail['powerW'] === 'number' ? detail['powerW'] : 0;
  const [start, end] = [signal.start ?? now, signal.end ?? now];
  return {
    ...{ request: `${bacs}/${asset}/${requestId}`, requestId, bacs, asset, product: text('product') },
    state: signal.state === 'cleared' ? 'completed' : 'active',
    ...{ since: now, operator: '', direction: detail['direction'] === 'increase' ? 'increase' : 'reduce', powerW },
    ...{ start, end, profile: [{ start, end, powerW }] },
    ...{ needsDecision: false, expiresAt: null, ackPriceEurPerKWh: null, deviations: [], reason: null, rule: null },
    ...{ lateSeconds: null, report: null, simulated: true },
  };
}
