// The settings of ha-entities, read once.
import type { GridKind } from '../../lib/grid/message';
import type { Throttle } from '../../lib/home-assistant/discovery/throttle';
import type { Language } from '../../lib/home-assistant/discovery/row';
import { DEVICE_KEY, faultOfPrefix } from '../../lib/home-assistant/discovery/topics';
import { Settings } from '../runtime/settings';
import type { RawConfig } from '../runtime/types';
import { DEFAULTS, LANGUAGES, THROTTLE_CHOICES, type HaEntitiesFields } from './ha-entities.choices';

export interface HaEntitiesConfig {
  /** Undefined: messages leave by the output. */
  readonly broker: string | undefined;
  readonly key: string;
  /** Keys of the devices whose states somebody else tells than a meter. */
  readonly gridKeys: Readonly<Record<GridKind, string>>;
  readonly name: string;
  readonly prefix: string;
  readonly base: string;
  readonly language: Language;
  readonly throttle: Throttle;
  readonly hidePersonal: boolean;
}

/** @throws LinkyRedError ERR_CONFIG, ERR_CONFIG_VARIABLE with the field that makes no sense */
export function readConfig(raw: RawConfig<HaEntitiesFields>): HaEntitiesConfig {
  const settings = new Settings(raw, DEFAULTS, 'counts-as-missing');
  const key = (field: 'deviceKey' | `${GridKind}Key`): string => settings.match(field, DEVICE_KEY, 'key')[0];
  const broker = settings.text('broker');
  return {
    broker: broker === '' ? undefined : broker,
    key: key('deviceKey'),
    gridKeys: {
      ecowatt: key('ecowattKey'),
      tempo: key('tempoKey'),
      enedis: key('enedisKey'),
      flex: key('flexKey'),
      supplier: key('supplierKey'),
      tariff: key('tariffKey'),
    },
    name: settings.text('deviceName'),
    prefix: topicOf(settings, 'prefix'),
    base: topicOf(settings, 'base'),
    language: settings.choice('language', LANGUAGES),
    throttle: settings.choice('throttle', THROTTLE_CHOICES),
    hidePersonal: settings.flag('hidePersonal'),
  };
}

/** Blanks around are a slip of the hand, blanks inside are allowed in MQTT. */
function topicOf(settings: Settings<HaEntitiesFields>, field: 'prefix' | 'base'): string {
  const topic = settings.text(field).replace(/\/+$/, '');
  return faultOfPrefix(topic) === null ? topic : settings.refuseForm(field, 'topic');
}
