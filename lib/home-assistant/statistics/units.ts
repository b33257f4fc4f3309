// Units that a statistic may be kept in. One that exists keeps its own: Home Assistant overwrites a unit without converting rows.
import { LinkyRedError } from '../../errors';
import { GRAINS } from './hours';
import type { IdStyle } from './ids';
import type { Series } from './series';

/** How many Wh (EUR) the unit is. */
const UNITS: Readonly<Record<Series['of'], Readonly<Record<string, number>>>> = {
  energy: { Wh: 1, kWh: 1e3, MWh: 1e6 },
  cost: { EUR: 1, '€': 1 },
};

const NEW: Readonly<Record<IdStyle, Readonly<Record<Series['of'], string>>>> = {
  linkyred: { energy: 'Wh', cost: 'EUR' },
  'ha-linky': { energy: 'Wh', cost: '€' },
};

/** Of a statistic that does not exist yet. */
export function newUnit({ of }: Series, style: IdStyle): string {
  return NEW[style][of];
}

/**
 * How many grains the unit is.
 * @throws LinkyRedError ERR_STATISTIC_UNIT: it is none for this
 */
export function grainsOf({ of }: Series, statistic: string, unit: string): number {
  const size = UNITS[of][unit];
  if (size === undefined) throw new LinkyRedError('ERR_STATISTIC_UNIT', { statistic, unit });
  return size * GRAINS[of];
}
