// Who parses a TIC and passes its values on. A new one is a row here and a file beside this one.
import type { ParsedSource } from '../source';
import { ESPHOME } from './esphome';
import { TASMOTA } from './tasmota';
import { TELEINFO2MQTT } from './teleinfo2mqtt';
import { TIC2WEBSOCKET } from './tic2websocket';
import { ZIGBEE2MQTT } from './zigbee2mqtt';

export const PARSED_SOURCES = {
  zigbee2mqtt: ZIGBEE2MQTT,
  tasmota: TASMOTA,
  teleinfo2mqtt: TELEINFO2MQTT,
  esphome: ESPHOME,
  tic2websocket: TIC2WEBSOCKET,
} as const satisfies Readonly<Record<string, ParsedSource>>;
