// The settings of ha-statistics, read once.
import type { IdStyle } from '../../lib/home-assistant/statistics/ids';
import { Settings } from '../runtime/settings';
import type { RawConfig } from '../runtime/types';
import {
  ACCESSES,
  ADDRESS,
  DEFAULTS,
  ID_STYLES,
  LANGUAGES,
  type AccessWay,
  type HaStatisticsFields,
} from './ha-statistics.choices';

/** Where Home Assistant is, without the token. */
export interface Whereabouts {
  readonly access: AccessWay;
  /** Of `token` only. */
  readonly url: string;
  /** Of `server` only. */
  readonly server: string;
}

export interface HaStatisticsConfig extends Whereabouts {
  readonly ids: IdStyle;
  readonly language: (typeof LANGUAGES)[number];
  readonly dryRun: boolean;
  readonly billing: boolean;
}

type Raw = Partial<Readonly<Record<keyof HaStatisticsFields | 'type', unknown>>>;

/** @throws LinkyRedError ERR_CONFIG, ERR_CONFIG_VARIABLE with the field that makes no sense */
export function readConfig(raw: RawConfig<HaStatisticsFields>): HaStatisticsConfig {
  const settings = new Settings<HaStatisticsFields>(raw, DEFAULTS, 'counts-as-missing');
  return {
    ...whereaboutsOf(raw),
    ids: settings.choice('ids', ID_STYLES),
    language: settings.choice('names', LANGUAGES),
    dryRun: settings.flag('dryRun'),
    billing: settings.flag('billing'),
  };
}

/** @throws LinkyRedError as readConfig does */
export function whereaboutsOf(raw: Raw): Whereabouts {
  const settings = new Settings<HaStatisticsFields>(raw, DEFAULTS, 'counts-as-missing');
  const access = settings.choice('access', ACCESSES);
  const [url, server] = [settings.text('url'), settings.text('server')];
  if (access === 'token' && settings.filled('url') !== '') settings.match('url', ADDRESS, 'url');
  return { access, url, server };
}
