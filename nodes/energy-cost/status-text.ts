// What the status under energy-cost says: price and class of now, and for how many days a colour is waited for.
import type { PriceNow } from '../../lib/tariff/cost/price';
import type { DayKey } from '../../lib/grid/paris-time';
import { decimal } from '../runtime/status/figures';
import type { StatusLook } from '../runtime/status/status';
import type { Translate } from '../runtime/types';

export interface ShownTariff {
  /** Null: no period of the contract holds. */
  readonly present: PriceNow | null;
  /** Tariff days of points that wait for their colour. */
  readonly awaitedDays: readonly DayKey[];
}

const OWN = 'energy-cost.status';

/** "0,2516 €/kWh · heures creuses · 3 days without a colour". */
export function tariffStatus(
  { present, awaitedDays }: ShownTariff,
  translate: Translate,
): { readonly look: StatusLook; readonly text: string } {
  const waits =
    awaitedDays.length === 0
      ? []
      : [translate(`${OWN}.${awaitedDays.length === 1 ? 'awaits-one' : 'awaits'}`, { days: awaitedDays.length })];
  const known = present !== null && present.eurPerKWh !== null;
  return {
    look: known && waits.length === 0 ? 'ok' : 'waiting',
    text: [...presentText(present, translate), ...waits].join(' · '),
  };
}

function presentText(present: PriceNow | null, translate: Translate): string[] {
  if (present === null) return [translate('status.no-period')];
  const { eurPerKWh, tariffClass } = present;
  const name = tariffClass === null ? [] : [translate(`energy-cost.class.${tariffClass}`)];
  if (tariffClass === null) return [translate(`${OWN}.no-colour`)];
  return [eurPerKWh === null ? translate('status.no-price') : `${decimal(translate, eurPerKWh, 4)} €/kWh`, ...name];
}
