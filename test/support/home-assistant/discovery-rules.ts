// What Home Assistant says against messages of MQTT discovery, as seen in real ones (2025.10 to 2026.11): written down apart
// from the types of lib/home-assistant, so that both cannot be wrong in the same way.
import type { Message } from '../../../lib/home-assistant/discovery/config';

/** Class → its units and the state classes that fit, `-` for none. */
export const ACCEPTED: Readonly<Record<string, { units: string[]; states: string[] }>> = {
  energy: { units: ['Wh', 'kWh'], states: ['total_increasing', '-'] },
  reactive_energy: { units: ['varh', 'kvarh'], states: ['total_increasing', '-'] },
  apparent_power: { units: ['VA', 'kVA'], states: ['measurement', '-'] },
  power: { units: ['W', 'kW'], states: ['measurement', '-'] },
  reactive_power: { units: ['var'], states: ['measurement'] },
  current: { units: ['A'], states: ['measurement', '-'] },
  voltage: { units: ['V'], states: ['measurement'] },
  gas: { units: ['m³'], states: ['total_increasing'] },
  duration: { units: ['s', 'min', 'd'], states: ['measurement', '-'] },
  monetary: { units: ['EUR'], states: ['-'] },
  '-': {
    units: ['-', 'VAh', 'm³', '%', '/min', 'EUR/kWh', 'gCO2eq/kWh'],
    states: ['measurement', 'total_increasing', '-'],
  },
};

const CONFIG_TOPIC = /^homeassistant\/(sensor|binary_sensor|event|button)\/[a-zA-Z0-9_-]+\/config$/;
/** Numbers and texts below: what Python's own functions take. */
const DECIMAL = /^-?\d+(?:\.\d+)?$/;
const INSTANT = /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?(?:Z|[+-][01]\d:[0-5]\d)$/;
/** More bytes of attributes are not written to the database, with a warning. */
const MOST_ATTRIBUTES = 16_384;
const OWNED = /^(?:options|state|icon|unit_of_measurement|device_class|state_class|friendly_name|entity_id|available)$/;

interface Config {
  readonly name: unknown;
  readonly state_topic: string;
  readonly value_template?: string;
  readonly json_attributes_topic?: string;
  readonly device_class?: string;
  readonly unit_of_measurement?: string;
  readonly state_class?: string;
  readonly options?: string[];
  readonly event_types?: string[];
  readonly payload_on?: string;
  readonly payload_off?: string;
  readonly command_topic?: string;
  readonly payload_press?: string;
  readonly availability: { topic: string; payload_available?: string; payload_not_available?: string }[];
  readonly device: Readonly<Record<string, unknown>>;
}

/** Everything that it would log an error or a warning for, in the order of the messages; empty: nothing. */
export function refusals(messages: readonly Message[]): string[] {
  const configs = new Map<string, Config>();
  const byTopic = (pick: (config: Config) => string | undefined, topic: string): Config | undefined =>
    [...configs.values()].find((config) => pick(config) === topic);
  return messages.flatMap(({ topic, payload, retain }) => {
    const against = (what: string | null): string[] =>
      what === null ? [] : [`${topic}: ${what}: ${payload.slice(0, 200)}`];
    if (typeof payload !== 'string') return [`${topic}: a payload that is no text`];
    if (/[+#\0]/.test(topic) || topic.length > 255) return against('not a topic');
    if (topic.startsWith('homeassistant/')) {
      if (!CONFIG_TOPIC.test(topic) || !retain) return against('not a topic of discovery');
      if (payload === '') return configs.delete(topic) ? [] : [];
      const config = JSON.parse(payload) as Config;
      configs.set(topic, config);
      return against(againstConfig(config));
    }
    if (payload === '') return [];
    const whole = byTopic((config) => config.state_topic, topic);
    if (whole?.value_template !== undefined)
      return against(againstAttributes(payload, ['state']) ?? againstState(whole, stateIn(payload), retain));
    // Beside a state that it reads from the attributes: for everybody else.
    const ofState = whole ?? byTopic((config) => config.state_topic, `${topic}/attributes`);
    if (ofState !== undefined) return against(againstState(ofState, payload, retain));
    if (byTopic((config) => config.json_attributes_topic, topic) !== undefined)
      return against(againstAttributes(payload));
    if (topic.endsWith('/status')) return against(payload === 'online' || payload === 'offline' ? null : 'a status');
    return against('nothing has announced it');
  });
}

function againstConfig(config: Config): string | null {
  if (hasNull(config)) return 'null';
  const { device_class: deviceClass = '-', unit_of_measurement: unit = '-', state_class: stateClass = '-' } = config;
  if (typeof config.name !== 'string' || config.name === '') return 'no name';
  if (Object.values(config.device).some((field) => typeof field !== 'string' && !Array.isArray(field))) return 'device';
  if (Object.values(config.device).some((field) => typeof field === 'string' && field.length > 255)) return 'device';
  if (config.payload_press !== undefined)
    return typeof config.command_topic === 'string' && !/[+#]/.test(config.command_topic) ? null : 'no command topic';
  if (config.options !== undefined)
    return config.options.length > 0 && stateClass === '-' && unit === '-' ? null : 'an enum';
  if (
    config.event_types !== undefined ||
    config.payload_on !== undefined ||
    deviceClass === 'timestamp' ||
    deviceClass === 'date'
  )
    return null;
  const accepted = ACCEPTED[deviceClass];
  return accepted?.units.includes(unit) === true && accepted.states.includes(stateClass) ? null : 'class or unit';
}

function hasNull(value: unknown): boolean {
  return value === null || (typeof value === 'object' && Object.values(value).some(hasNull));
}

function againstState(config: Config, payload: string, retain: boolean): string | null {
  if (config.event_types !== undefined) {
    if (retain) return 'an event that would come again';
    const { event_type: type } = JSON.parse(payload) as { event_type?: unknown };
    if (payload.length > MOST_ATTRIBUTES) return 'more than can be recorded';
    return typeof type === 'string' && config.event_types.includes(type) ? null : 'an event of no known type';
  }
  if (!retain) return 'a state that is not retained';
  if (payload === 'None') return null;
  if (config.payload_on !== undefined)
    return payload === config.payload_on || payload === config.payload_off ? null : 'neither on nor off';
  if (config.options !== undefined) return config.options.includes(payload) ? null : 'not one of the options';
  if (config.device_class === 'date') return isInstant(`${payload}T00:00Z`) ? null : 'no date';
  if (config.device_class === 'timestamp') return isInstant(payload) ? null : 'no instant';
  const isNumber = config.unit_of_measurement !== undefined || config.state_class !== undefined;
  if (!isNumber) return payload.length <= 255 ? null : 'too long';
  if (!DECIMAL.test(payload) || !Number.isFinite(Number(payload))) return 'no number';
  return config.state_class === 'total_increasing' && Number(payload) < 0 ? 'a negative total' : null;
}

/** What the one template that we send makes of it. */
function stateIn(payload: string): string {
  const { state = 'None' } = JSON.parse(payload) as { state?: string };
  return state;
}

function againstAttributes(payload: string, dropped: readonly string[] = []): string | null {
  if (Buffer.byteLength(payload) > MOST_ATTRIBUTES) return 'more than can be recorded';
  const read = JSON.parse(payload) as unknown;
  if (typeof read !== 'object' || read === null || Array.isArray(read)) return 'no attributes';
  const shown = Object.keys(read).filter((name) => !dropped.includes(name));
  return shown.some((name) => OWNED.test(name)) ? 'an attribute that it owns' : null;
}

/** A day that the calendar has, in years that every part of Home Assistant can convert. */
function isInstant(text: string): boolean {
  const [, year = 0, month = 0, day = 0] = (INSTANT.exec(text) ?? []).map(Number);
  return year >= 1900 && year < 2200 && new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
}
