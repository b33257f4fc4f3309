// The few packets of MQTT 5 that an edge sends (OASIS MQTT 5.0 §3). Written here by hand because the sandbox runs on node: built-ins,
// and because thousands of frames a second leave no time for what a whole client does for each.

const CONNECT = 0x10;
const PUBLISH = 0x30;
const PUBACK = 0x40;
const SUBSCRIBE = 0x82;
const QOS_1 = 0x02;
const VERSION = 5;
const CLEAN_START = 0x02;
const HAS_PASSWORD = 0x40;
const HAS_USER = 0x80;
const NO_PROPERTIES = Buffer.from([0]);

const Property = { responseTopic: 0x08, receiveMaximum: 0x21, userProperty: 0x26 } as const;

export const PINGREQ = Buffer.from([0xc0, 0]);
/** Normal end: the broker forgets the session. */
export const DISCONNECT = Buffer.from([0xe0, 0]);

export interface Login {
  readonly user?: string | undefined;
  readonly password?: string | undefined;
}

/** @param keepAlive seconds */
export function connectPacket(clientId: string, keepAlive: number, { user, password }: Login): Buffer {
  const flags = CLEAN_START | (user === undefined ? 0 : HAS_USER) | (password === undefined ? 0 : HAS_PASSWORD);
  const properties = Buffer.from([3, Property.receiveMaximum, 0xff, 0xff]);
  return packet(CONNECT, [
    text('MQTT'),
    Buffer.from([VERSION, flags]),
    word(keepAlive),
    properties,
    text(clientId),
    ...(user === undefined ? [] : [text(user)]),
    ...(password === undefined ? [] : [text(password)]),
  ]);
}

/** QoS 1, one subscription for each filter. */
export function subscribePacket(id: number, filters: readonly string[]): Buffer {
  return packet(SUBSCRIBE, [word(id), NO_PROPERTIES, ...filters.flatMap((filter) => [text(filter), Buffer.from([1])])]);
}

export function pubackPacket(id: number): Buffer {
  return Buffer.from([PUBACK, 2, id >> 8, id & 0xff]);
}

/** What a message carries beside its payload, encoded once where it stays the same. */
export function messageProperties(pairs: readonly (readonly [string, string])[], responseTopic?: string): Buffer {
  const parts = pairs.flatMap(([name, value]) => [Buffer.from([Property.userProperty]), text(name), text(value)]);
  if (responseTopic !== undefined) parts.unshift(Buffer.from([Property.responseTopic]), text(responseTopic));
  return Buffer.concat(parts);
}

/** QoS 1, not retained. `topic` as `text` gives it, `properties` as `messageProperties` does. */
export function publishPacket(id: number, topic: Buffer, properties: readonly Buffer[], payload: Buffer): Buffer {
  const length = properties.reduce((all, part) => all + part.length, 0);
  return packet(PUBLISH | QOS_1, [topic, word(id), variableLength(length), ...properties, payload]);
}

/** Length in two bytes, then UTF-8. */
export function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8');
  return Buffer.concat([word(bytes.length), bytes]);
}

function packet(type: number, parts: readonly Buffer[]): Buffer {
  const length = parts.reduce((all, part) => all + part.length, 0);
  return Buffer.concat([Buffer.from([type]), variableLength(length), ...parts]);
}

function word(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff]);
}

/** Seven bits a byte, the least significant first (§1.5.5). */
function variableLength(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest > 0 ? low | 0x80 : low);
  } while (rest > 0);
  return Buffer.from(bytes);
}
