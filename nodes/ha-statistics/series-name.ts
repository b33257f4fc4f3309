// What a new statistic is called in Home Assistant.
import { maskedPrm } from '../../lib/enedis/prm';
import type { Series } from '../../lib/home-assistant/statistics/series';
import type { HaStatisticsConfig } from './ha-statistics.config';

type Words = Readonly<Record<Series['direction'], Readonly<Record<Series['of'], string>>>>;

const WORDS: Readonly<Record<HaStatisticsConfig['language'], Words>> = {
  fr: {
    consumption: { energy: 'consommation', cost: 'coût' },
    production: { energy: 'production', cost: 'gain' },
  },
  en: {
    consumption: { energy: 'consumption', cost: 'cost' },
    production: { energy: 'production', cost: 'gain' },
  },
};

/** `Linky 30…7890 consommation`. */
export function seriesName({ prm, direction, of }: Series, language: HaStatisticsConfig['language']): string {
  return `Linky ${maskedPrm(prm)} ${WORDS[language][direction][of]}`;
}
