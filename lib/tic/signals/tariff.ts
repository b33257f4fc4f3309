// `tariff-period`: what PTEC, LTARF and NTARF say of the tariff in force.
import type { Condition, Channel } from '../../grid/event/condition';
import { hoursNamed } from '../../grid/tariff-name';
import type { Situation } from './knowledge';

export const TARIFF_PERIOD: Channel = {
  name: 'tariff-period',
  signal: 'tariff-period',
  unfulfilled: 'ended',
  successive: true,
};

/** What a tariff-period from the meter tells. */
export interface TariffPeriodDetail extends Record<string, unknown> {
  /** The meter's own text: `HC..`, `HEURE  CREUSE`; the number of the index where it names none. */
  period: string;
  /** Null where the text does not say. */
  offPeak: boolean | null;
}

/** The tariff period in force; undefined while it is not known. */
export function tariffPeriod({ knowledge }: Situation): Condition | undefined {
  const { period } = knowledge;
  if (period === undefined) return undefined;
  return {
    state: 'active',
    level: null,
    key: period,
    detail: { period, offPeak: isOffPeak(period) } satisfies TariffPeriodDetail,
  };
}

/** `HC..`, `HCJB`, `BLEU HC`, `H SUPER CREUSES` are off-peak; a text that names no hours says nothing. */
export function isOffPeak(period: string): boolean | null {
  const hours = hoursNamed(period);
  if (hours !== null) return hours === 'off-peak';
  return /pointe/i.test(period) || /^(TH|PM|HN)\.\.|^PM?$/.test(period) ? false : null;
}

/** Words that names of tariff periods are made of (spec/tic.md §2.2, and what suppliers call theirs). */
const WORDS: ReadonlySet<string> = new Set(
  (
    'H HEURE HEURES HP HC HN HPH HCH HPE HCE HPB HCB CREUSE CREUSES PLEINE PLEINES SUPER NORMALE NORMALES POINTE MOBILE ' +
    'SOLAIRE SOLAIRES BLEU BLEUE BLANC BLANCHE ROUGE JOUR JOURS JB JW JR PM EJP TEMPO BASE INDEX NON CONSO PRODUCTEUR ' +
    'WEEK END WE WEEKEND SEM SEMAINE LUNDI MARDI MERCREDI JEUDI VENDREDI SAMEDI DIMANCHE ET HIVER ETE HAUTE BASSE SAISON'
  ).split(' '),
);

/** Nothing in the name looks damaged: two turned bits make another free text of one, and the sum may not see them. */
export function isPlainName(period: string): boolean {
  return period.split(/[ /.-]+/).every((word) => word === '' || WORDS.has(word));
}
