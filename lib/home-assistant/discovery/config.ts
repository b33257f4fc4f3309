// What Home Assistant is told about an entity: one retained message per entity (single-component discovery).
import type { EntityRow, Language } from './row';
import {
  attributesTopic,
  commandTopic,
  configTopic,
  deviceStatusTopic,
  type Place,
  stateTopic,
  uniqueId,
} from './topics';

/** The topic that says whether Node-RED is there, and its two words. */
export interface ProcessStatus {
  readonly topic: string;
  readonly online: string;
  readonly offline: string;
}

/** Who publishes: name and version of this package. */
export interface Origin {
  readonly name: string;
  readonly version: string;
  readonly url: string;
}

/**
 * What is known of a device. Every field is always sent: one that is left out stays as it was in Home Assistant, null is
 * refused, the empty text clears it (spec/ha.md §00).
 */
export interface DeviceFacts {
  readonly name: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly modelId: string;
  readonly serialNumber: string;
  readonly hardware: string;
  readonly software: string;
}

/** Before anything is known of it. */
export function unknownDevice(name: string): DeviceFacts {
  return { name, manufacturer: '', model: '', modelId: '', serialNumber: '', hardware: '', software: '' };
}

export interface Announcement {
  readonly place: Place;
  readonly language: Language;
  readonly process: ProcessStatus;
  readonly origin: Origin;
  readonly device: DeviceFacts;
  /** What the device itself calls an entity; undefined: the name of the row. */
  readonly nameOf?: (row: EntityRow) => string | undefined;
}

export interface Message {
  readonly topic: string;
  readonly payload: string;
  readonly qos: 0 | 1;
  readonly retain: boolean;
}

/** The retained message that makes an entity, or changes one that is there (single-component discovery). */
export function configMessage(row: EntityRow, about: Announcement): Message {
  return {
    topic: configTopic(about.place, row.platform, row.id),
    payload: JSON.stringify(config(row, about)),
    qos: 1,
    retain: true,
  };
}

/**
 * Two messages are two changes in Home Assistant: an end that is published as a state still has the attributes of before, or the
 * other way round. So what has attributes and is no figure is read from its attributes, of which `state` is one (Home Assistant
 * keeps it out of those that it shows). The topic of the state is published all the same, for everybody else.
 */
export function isOneMessage(row: EntityRow): boolean {
  return (row.pace === 'at-once' || row.together === true) && row.attributes !== undefined;
}

/** What Home Assistant sends when a button is pressed. */
export const PRESSED = 'PRESS';

/** Attributes that a version before this one has left with the broker have no state. */
const STATE_OF_ATTRIBUTES = "{{ value_json.state | default('None') }}";

function config(
  row: EntityRow,
  { place, language, process, origin, device, nameOf }: Announcement,
): Record<string, unknown> {
  return {
    name: nameOf?.(row) ?? row.name[language],
    unique_id: uniqueId(place.key, row.id),
    default_entity_id: `${row.platform}.${place.key}_${row.id}`,
    ...topicsOf(row, place),
    ...kindFields(row),
    ...(row.attributes === undefined ? {} : { json_attributes_topic: attributesTopic(place, row.id) }),
    ...(row.icon === undefined ? {} : { icon: row.icon }),
    ...(row.category === undefined ? {} : { entity_category: row.category }),
    ...(row.enabled === undefined ? {} : { enabled_by_default: row.enabled }),
    availability: [
      { topic: process.topic, payload_available: process.online, payload_not_available: process.offline },
      ...(row.availability === 'process' ? [] : [{ topic: deviceStatusTopic(place) }]),
    ],
    availability_mode: 'all',
    device: {
      identifiers: [`linkyred_${place.key}`],
      name: device.name,
      manufacturer: device.manufacturer,
      model: device.model,
      model_id: device.modelId,
      serial_number: device.serialNumber,
      hw_version: device.hardware,
      sw_version: device.software,
    },
    origin: { name: origin.name, sw_version: origin.version, support_url: origin.url },
  };
}

function topicsOf(row: EntityRow, place: Place): Record<string, unknown> {
  // Of what is retained nobody knows when it was pressed.
  if (row.kind === 'button') return { command_topic: commandTopic(place, row.id), qos: 1, retain: false };
  if (!isOneMessage(row)) return { state_topic: stateTopic(place, row.id) };
  return { state_topic: attributesTopic(place, row.id), value_template: STATE_OF_ATTRIBUTES };
}

function kindFields(row: EntityRow): Record<string, unknown> {
  switch (row.kind) {
    case 'number':
      return {
        ...(row.deviceClass === undefined ? {} : { device_class: row.deviceClass }),
        ...(row.unit === undefined ? {} : { unit_of_measurement: row.unit }),
        ...(row.stateClass === undefined ? {} : { state_class: row.stateClass }),
        suggested_display_precision: row.precision,
      };
    case 'enum':
      return { device_class: 'enum', options: row.options.map(({ code }) => code) };
    case 'timestamp':
    case 'date':
      return { device_class: row.kind };
    case 'binary':
      return {
        payload_on: 'ON',
        payload_off: 'OFF',
        ...(row.deviceClass === undefined ? {} : { device_class: row.deviceClass }),
      };
    case 'event':
      return { event_types: row.types };
    case 'button':
      return { payload_press: PRESSED };
    case 'text':
      return {};
  }
}

/** What decides whether a state fits: a change of it asks for `None` before the new configuration. */
export function shapeOf(row: EntityRow): string {
  if (row.kind === 'enum') return row.options.map(({ code }) => code).join('|');
  return row.kind;
}
