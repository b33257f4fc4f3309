// The settings of tempo-signal, read once: raw editor strings, or what an environment variable put in their place.
import { LinkyRedError } from '../../lib/errors';
import type { TempoTotals } from '../../lib/rte/tempo/state';
import type { TempoSource } from '../../lib/rte/tempo/answers';
import { typed } from '../runtime/typed';
import type { RawConfig } from '../runtime/types';
import { DEFAULTS, PLACES, SOURCES, type TempoSignalFields } from './tempo-signal.choices';

export interface TempoSignalConfig {
  /** In the user's order, each once. */
  readonly order: readonly TempoSource[];
  readonly account: string;
  readonly totals: TempoTotals;
  readonly urls: Readonly<Record<'services-rte' | 'api-couleur-tempo', string>>;
}

type Field = keyof TempoSignalFields;
type Raw = RawConfig<TempoSignalFields>;

/** @throws LinkyRedError ERR_CONFIG, ERR_CONFIG_VARIABLE with the field that makes no sense */
export function readConfig(raw: Raw): TempoSignalConfig {
  const chosen = PLACES.map((place) => SOURCES.find((choice) => choice === text(place, raw)) ?? refuse(place, raw));
  const order = [...new Set(chosen)].filter((source) => source !== 'none');
  if (order.length === 0) refuse('first', raw);
  return {
    order,
    account: text('account', raw),
    totals: { red: days('red', raw), white: days('white', raw) },
    urls: { 'services-rte': text('servicesRteUrl', raw), 'api-couleur-tempo': text('couleurTempoUrl', raw) },
  };
}

/** Missing or emptied counts as the default. */
function text(field: Field, raw: Raw): string {
  return typed(field, raw[field] ?? '') || String(DEFAULTS[field]);
}

function days(field: 'red' | 'white', raw: Raw): number {
  const value = Number(text(field, raw));
  return Number.isInteger(value) && value >= 0 && value <= 366 ? value : refuse(field, raw);
}

function refuse(field: Field, raw: Raw): never {
  throw new LinkyRedError('ERR_CONFIG', { field, detail: text(field, raw) });
}
