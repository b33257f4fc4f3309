// The settings of tempo-signal, read once.
import type { TempoTotals } from '../../lib/rte/tempo/state';
import type { TempoSource } from '../../lib/rte/tempo/answers';
import { Settings } from '../runtime/settings';
import type { RawConfig } from '../runtime/types';
import { DEFAULTS, PLACES, SOURCES, type TempoSignalFields } from './tempo-signal.choices';

export interface TempoSignalConfig {
  /** In the user's order, each once. */
  readonly order: readonly TempoSource[];
  readonly account: string;
  readonly totals: TempoTotals;
  readonly urls: Readonly<Record<'services-rte' | 'api-couleur-tempo', string>>;
}

/** @throws LinkyRedError ERR_CONFIG, ERR_CONFIG_VARIABLE with the field that makes no sense */
export function readConfig(raw: RawConfig<TempoSignalFields>): TempoSignalConfig {
  const settings = new Settings(raw, DEFAULTS, 'counts-as-missing');
  const chosen = PLACES.map((place) => settings.choice(place, SOURCES));
  const order = [...new Set(chosen)].filter((source) => source !== 'none');
  if (order.length === 0) settings.refuseMissing('first');
  const days = (field: 'red' | 'white'): number => settings.number(field, { least: 0, most: 366, whole: true });
  return {
    order,
    account: settings.text('account'),
    totals: { red: days('red'), white: days('white') },
    urls: { 'services-rte': settings.text('servicesRteUrl'), 'api-couleur-tempo': settings.text('couleurTempoUrl') },
  };
}
