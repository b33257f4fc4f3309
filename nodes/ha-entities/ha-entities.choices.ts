// What the form of ha-entities offers, and what a new node begins with. Shared with the editor.

export const LANGUAGES = ['fr', 'en'] as const;
export const THROTTLE_CHOICES = ['default', 'economical', 'none'] as const;

/** Where the button of the form points the broker's birth, close and will messages. */
export const STATUS_TOPIC = 'linkyred/status';

/** A device key is part of ids: letters, digits, underscore. */
export const KEY_PATTERN = /^[a-z0-9](?:[a-z0-9_]{0,38}[a-z0-9])?$/;

export interface HaEntitiesFields {
  /** Id of an `mqtt-broker` config node; empty: messages leave by the output. */
  broker: string;
  deviceKey: string;
  deviceName: string;
  ecowattKey: string;
  tempoKey: string;
  /** Of the first PRM; a second one gets `…_2`. */
  enedisKey: string;
  /** Of the first building that answers requests. */
  flexKey: string;
  /** Of the first delivery point with prices. */
  supplierKey: string;
  /** Of the first contract. */
  tariffKey: string;
  prefix: string;
  base: string;
  language: (typeof LANGUAGES)[number];
  throttle: (typeof THROTTLE_CHOICES)[number];
  hidePersonal: boolean;
  version: number;
}

export const DEFAULTS: HaEntitiesFields = {
  broker: '',
  deviceKey: 'linky',
  deviceName: 'Linky',
  ecowattKey: 'ecowatt',
  tempoKey: 'tempo',
  enedisKey: 'enedis',
  flexKey: 'flex',
  supplierKey: 'supplier',
  tariffKey: 'tariff',
  prefix: 'homeassistant',
  base: 'linkyred',
  language: 'fr',
  throttle: 'default',
  hidePersonal: false,
  version: 1,
};
