// The settings of ha-entities, read once: raw editor strings, or what an environment variable put in their place.
import { LinkyRedError } from '../../lib/errors';
import type { GridKind } from '../../lib/grid/message';
import type { Throttle } from '../../lib/home-assistant/discovery/throttle';
import type { Language } from '../../lib/home-assistant/discovery/row';
import { DEVICE_KEY, faultOfPrefix } from '../../lib/home-assistant/discovery/topics';
import { typed } from '../runtime/typed';
import type { RawConfig } from '../runtime/types';
import { DEFAULTS, LANGUAGES, THROTTLE_CHOICES, type HaEntitiesFields } from './ha-entities.choices';

export interface HaEntitiesConfig {
  /** Undefined: messages leave by the output. */
  readonly broker: string | undefined;
  readonly key: string;
  /** Keys of the devices that have no meter behind them. */
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
  const broker = text('broker', raw);
  return {
    broker: broker === '' ? undefined : broker,
    key: key('deviceKey', raw),
    gridKeys: { ecowatt: key('ecowattKey', raw), tempo: key('tempoKey', raw) },
    name: text('deviceName', raw),
    prefix: topic('prefix', raw),
    base: topic('base', raw),
    language: LANGUAGES.find((choice) => choice === text('language', raw)) ?? refuse('language', raw),
    throttle: THROTTLE_CHOICES.find((choice) => choice === text('throttle', raw)) ?? refuse('throttle', raw),
    hidePersonal: ['true', '1', 'on', 'yes'].includes(text('hidePersonal', raw).toLowerCase()),
  };
}

type Field = keyof HaEntitiesFields;

/** Missing or empty (an older flow, a flow written by hand, a field that was cleared) counts as the default. */
function text(field: Field, raw: RawConfig<HaEntitiesFields>): string {
  return typed(field, raw[field] ?? '') || String(DEFAULTS[field]);
}

function key(field: 'deviceKey' | 'ecowattKey' | 'tempoKey', raw: RawConfig<HaEntitiesFields>): string {
  const value = text(field, raw);
  return DEVICE_KEY.test(value) ? value : refuse(field, raw);
}

/** Blanks around are a slip of the hand, blanks inside are allowed in MQTT. */
function topic(field: 'prefix' | 'base', raw: RawConfig<HaEntitiesFields>): string {
  const value = text(field, raw).replace(/\/+$/, '');
  return faultOfPrefix(value) === null ? value : refuse(field, raw);
}

function refuse(field: Field, raw: RawConfig<HaEntitiesFields>): never {
  throw new LinkyRedError('ERR_CONFIG', { field, detail: text(field, raw) });
}
