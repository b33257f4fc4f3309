// The settings of enedis-file, read once.
import type { Direction } from '../../lib/grid/point';
import { Settings } from '../runtime/settings';
import type { RawConfig } from '../runtime/types';
import { DEFAULTS, DIRECTION_CHOICES, PRM, STAMP_CHOICES, type EnedisFileFields } from './enedis-file.choices';

export interface EnedisFileConfig {
  /** undefined: each file has to name its meter. */
  readonly prm: string | undefined;
  readonly direction: Direction;
  readonly stamps: (typeof STAMP_CHOICES)[number];
}

/** @throws LinkyRedError ERR_CONFIG, ERR_CONFIG_VARIABLE with the field that makes no sense */
export function readConfig(raw: RawConfig<EnedisFileFields>): EnedisFileConfig {
  const settings = new Settings(raw, DEFAULTS);
  return {
    prm: settings.text('prm') === '' ? undefined : settings.match('prm', PRM, 'prm')[0].replace(/\s/g, ''),
    direction: settings.choice('direction', DIRECTION_CHOICES),
    stamps: settings.choice('stamps', STAMP_CHOICES),
  };
}
