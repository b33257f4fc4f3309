// What the status under supplier-price says: what holds now, and when the price goes over its threshold.
import { isoParis } from '../../lib/grid/paris-time';
import type { PriceRowView } from '../../lib/grid/price';
import { decimal } from '../runtime/status/figures';
import type { Translate } from '../runtime/types';

/** "0,182 €/kWh · 41 g/kWh · over at 18h00": a colon has no place in a status. */
export function pricesStatus(row: PriceRowView, overAt: number | undefined, translate: Translate): string {
  const { costEurPerKWh: cost, co2GPerKWh: co2, start } = row;
  return [
    ...(cost === null ? [] : [`${decimal(translate, cost, 3)} €/kWh`]),
    ...(co2 === null ? [] : [`${decimal(translate, co2, 0)} g/kWh`]),
    ...(cost === null && co2 === null ? [translate('status.no-price')] : []),
    ...(overAt === undefined ? [] : [overText(overAt, start, translate)]),
  ].join(' · ');
}

function overText(at: number, today: string, translate: Translate): string {
  const iso = isoParis(at);
  const date = `${iso.slice(8, 10)}/${iso.slice(5, 7)}`;
  const key = iso.startsWith(today.slice(0, 10)) ? 'over' : 'over-later';
  return translate(`supplier-price.status.${key}`, { time: iso.slice(11, 16).replace(':', 'h'), date });
}
