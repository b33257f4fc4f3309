// Ids of statistics: our own, or those of ha-linky, so that its series go on.
import { LinkyRedError } from '../../errors';
import type { Direction } from '../../grid/point';
import type { Series } from './series';

export type IdStyle = 'linkyred' | 'ha-linky';

interface IdRow {
  readonly energy: (prm: string) => string;
  readonly cost: (prm: string) => string;
}

const IDS: Readonly<Record<IdStyle, Readonly<Record<Direction, IdRow>>>> = {
  linkyred: {
    consumption: { energy: (prm) => `linkyred:conso_${prm}`, cost: (prm) => `linkyred:cost_${prm}` },
    production: { energy: (prm) => `linkyred:prod_${prm}`, cost: (prm) => `linkyred:gain_${prm}` },
  },
  'ha-linky': {
    consumption: { energy: (prm) => `linky:${prm}`, cost: (prm) => `linky:${prm}_cost` },
    production: { energy: (prm) => `linky_prod:${prm}`, cost: (prm) => `linky_prod:${prm}_cost` },
  },
};

/** Home Assistant's own (recorder/statistics.py): what does not fit is refused, capitals and a double underscore among it. */
const VALID = /^(?!.+__)(?!_)[\da-z_]+(?<!_):(?!_)[\da-z_]+(?<!_)$/;

/** @throws LinkyRedError ERR_INPUT: a PRM of which no id can be made */
export function statisticOf({ prm, direction, of }: Series, style: IdStyle): string {
  const id = IDS[style][direction][of](prm);
  if (!VALID.test(id)) throw new LinkyRedError('ERR_INPUT', { detail: id });
  return id;
}

/** What stands before the colon: Home Assistant wants it twice. */
export function sourceOf(statistic: string): string {
  return statistic.slice(0, statistic.indexOf(':'));
}
