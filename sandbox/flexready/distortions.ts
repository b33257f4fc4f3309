// Answers that are changed on their way out: the call has been carried out, what comes back is wrong or never arrives.
import type { Reply } from '../web-server';
import type { FlexDistortion } from './faults';
import type { SupplierSignal } from './supplier/signal';

const OF_PRICES: Readonly<Record<Exclude<FlexDistortion, 'lost'>, (signal: SupplierSignal) => object>> = {
  'columns-differ': ({ cost, ...signal }) => ({ ...signal, cost: cost.slice(1) }),
  'multiplier-unknown': ({ power, ...signal }) => ({
    ...signal,
    power: power.map((quantity) => ({ ...quantity, multiplier: 'x' })),
  }),
  'unit-unknown': ({ cost, ...signal }) => ({
    ...signal,
    cost: cost.map((quantity) => ({ ...quantity, unit: '$/kWh' })),
  }),
  'out-of-order': ({ horodate, ...signal }) => ({ ...signal, horodate: [...horodate].reverse() }),
  'offset-of-summer': ({ horodate, ...signal }) => ({
    ...signal,
    // The same wall with another offset: an hour earlier.
    horodate: horodate.map((text) => text.replace('+01:00', '+02:00')),
  }),
};

export function distorted(how: FlexDistortion, reply: Reply): Reply {
  if (how === 'lost') return { cuts: true };
  const { status = 200, body } = reply;
  return status === 200 ? { ...reply, body: OF_PRICES[how](body as SupplierSignal) } : reply;
}
