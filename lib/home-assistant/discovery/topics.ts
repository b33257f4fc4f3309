// Ids and topics. Home Assistant takes `[a-zA-Z0-9_-]` in ids only, and MQTT no `+`, `#` or NUL in topics.

/** `NJOURF+1` → `njourf_plus_1`, `SMAXSN-1` → `smaxsn_minus_1`. Injective over all known labels but for letter case. */
export function slug(label: string): string {
  return label
    .toLowerCase()
    .replace(/\+/g, '_plus_')
    .replace(/-/g, '_minus_')
    .replace(/[^a-z0-9_]/g, '_')
    .replace(/_+/g, '_')
    .replace(/^_|_$/g, '');
}

/** Where things lie for one device. */
export interface Place {
  /** Discovery prefix of Home Assistant. */
  readonly prefix: string;
  /** Base of our own topics. */
  readonly base: string;
  readonly key: string;
}

/** What Home Assistant knows an entity by for ever, whatever its name becomes. */
export function uniqueId(key: string, entity: string): string {
  return `linkyred_${key}_${entity}`;
}

/** `<prefix>/<platform>/<unique id>/config`. */
export function configTopic({ prefix, key }: Place, platform: string, entity: string): string {
  return `${prefix}/${platform}/${uniqueId(key, entity)}/config`;
}

/** `<base>/<device key>/<entity>`. */
export function stateTopic({ base, key }: Place, entity: string): string {
  return `${base}/${key}/${entity}`;
}

/** Where Home Assistant says that somebody has pressed an entity. */
export function commandTopic(place: Place, entity: string): string {
  return `${stateTopic(place, entity)}/${COMMAND}`;
}

/** The commands of all entities of a device. */
export function commandsOf(place: Place): string {
  return commandTopic(place, '+');
}

/** The way back of commandTopic; undefined: another topic. */
export function commanded(base: string, topic: string): { readonly key: string; readonly entity: string } | undefined {
  if (!topic.startsWith(`${base}/`)) return undefined;
  const [key = '', entity = '', word, ...more] = topic.slice(base.length + 1).split('/');
  return word === COMMAND && more.length === 0 ? { key, entity } : undefined;
}

const COMMAND = 'set';

/** The JSON attributes of an entity, beside its state. */
export function attributesTopic(place: Place, entity: string): string {
  return `${stateTopic(place, entity)}/attributes`;
}

/** The second availability topic: whether the meter speaks. */
export function deviceStatusTopic({ base, key }: Place): string {
  return `${base}/${key}/status`;
}

/** Whether Node-RED is there; the same for all nodes on one broker, whatever their base topic. */
export const PROCESS_STATUS_TOPIC = 'linkyred/status';

/** Why a text cannot be the first part of a topic, or null. Blanks inside are allowed. */
export function faultOfPrefix(text: string): 'empty' | 'character' | 'slash' | null {
  if (text === '') return 'empty';
  if (/[+#\0\b\f\n\r\t\v]/.test(text)) return 'character';
  return text.split('/').some((part) => part.trim() === '') || text.startsWith('$') ? 'slash' : null;
}

/** A device key: part of ids, so only what Home Assistant takes there. */
export const DEVICE_KEY = /^[a-z0-9](?:[a-z0-9_]{0,38}[a-z0-9])?$/;
