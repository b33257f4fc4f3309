// What a broker sends to an edge, read from a stream in any pieces (OASIS MQTT 5.0 §2, §3).

export type Incoming =
  | {
      readonly kind: 'connack';
      readonly reason: number;
      readonly receiveMaximum: number;
      readonly keepAlive: number | null;
    }
  | { readonly kind: 'puback'; readonly id: number; readonly reason: number }
  | { readonly kind: 'suback'; readonly reasons: readonly number[] }
  | { readonly kind: 'publish'; readonly id: number | null; readonly topic: string; readonly payload: Buffer }
  | { readonly kind: 'disconnect'; readonly reason: number }
  | { readonly kind: 'other' };

/** More than an acknowledgement of a whole batch takes; a broker that sends more is none. */
const LONGEST_PACKET = 16 * 1024 * 1024;
const MOST_LENGTH_BYTES = 4;

/** Splits a stream into packets. */
export class PacketReader {
  private pending: Buffer = Buffer.alloc(0);

  /** @throws RangeError where the bytes are no MQTT */
  push(chunk: Buffer): Incoming[] {
    const bytes = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk]);
    const packets: Incoming[] = [];
    let at = 0;
    for (;;) {
      const head = readLength(bytes, at + 1);
      if (head === undefined) break;
      const end = head.next + head.value;
      if (head.value > LONGEST_PACKET) throw new RangeError('a packet that is too long');
      if (end > bytes.length) break;
      packets.push(read(bytes[at] ?? 0, bytes.subarray(head.next, end)));
      at = end;
    }
    // A copy: the rest of a chunk would keep the whole of it.
    this.pending = Buffer.from(bytes.subarray(at));
    return packets;
  }
}

function read(first: number, body: Buffer): Incoming {
  switch (first >> 4) {
    case 2:
      return connack(body);
    case 3:
      return publish(first, body);
    case 4:
      return { kind: 'puback', id: body.readUInt16BE(0), reason: body[2] ?? 0 };
    case 9: {
      const properties = readLength(body, 2) ?? refuse();
      return { kind: 'suback', reasons: [...body.subarray(properties.next + properties.value)] };
    }
    case 14:
      return { kind: 'disconnect', reason: body[0] ?? 0 };
    default:
      return { kind: 'other' };
  }
}

function publish(first: number, body: Buffer): Incoming {
  const topicEnd = 2 + body.readUInt16BE(0);
  const hasId = ((first >> 1) & 3) > 0;
  const afterId = topicEnd + (hasId ? 2 : 0);
  const properties = readLength(body, afterId) ?? refuse();
  return {
    kind: 'publish',
    id: hasId ? body.readUInt16BE(topicEnd) : null,
    topic: body.toString('utf8', 2, topicEnd),
    payload: Buffer.from(body.subarray(properties.next + properties.value)),
  };
}

/** How many messages without PUBACK a broker takes when it says nothing (§3.2.2.3.3). */
const DEFAULT_RECEIVE_MAXIMUM = 65_535;
const RECEIVE_MAXIMUM = 0x21;
const SERVER_KEEP_ALIVE = 0x13;

function connack(body: Buffer): Incoming {
  const properties = readLength(body, 2) ?? { value: 0, next: body.length };
  const told = properties.value === 0 ? new Map<number, number>() : readNumbers(body.subarray(properties.next));
  return {
    kind: 'connack',
    reason: body[1] ?? 0,
    receiveMaximum: told.get(RECEIVE_MAXIMUM) ?? DEFAULT_RECEIVE_MAXIMUM,
    keepAlive: told.get(SERVER_KEEP_ALIVE) ?? null,
  };
}

/** Bytes of each property that a CONNACK may have (§2.2.2.2). */
const NUMBERS: Readonly<Record<number, 1 | 2 | 4>> = {
  0x11: 4,
  [SERVER_KEEP_ALIVE]: 2,
  [RECEIVE_MAXIMUM]: 2,
  0x22: 2,
  0x24: 1,
  0x25: 1,
  0x27: 4,
  0x28: 1,
  0x29: 1,
  0x2a: 1,
};
const USER_PROPERTY = 0x26;

function readNumbers(bytes: Buffer): Map<number, number> {
  const numbers = new Map<number, number>();
  let at = 0;
  while (at < bytes.length) {
    const id = bytes[at] ?? 0;
    const width = NUMBERS[id];
    at += 1;
    if (width !== undefined) {
      numbers.set(id, bytes.readUIntBE(at, width));
      at += width;
      continue;
    }
    // All others are texts; a user property is two of them.
    at += 2 + bytes.readUInt16BE(at);
    if (id === USER_PROPERTY) at += 2 + bytes.readUInt16BE(at);
  }
  return numbers;
}

/** A variable byte integer and where it ends; undefined where more bytes are needed. */
function readLength(bytes: Buffer, from: number): { readonly value: number; readonly next: number } | undefined {
  let value = 0;
  for (let index = 0; index < MOST_LENGTH_BYTES; index += 1) {
    const byte = bytes[from + index];
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * 128 ** index;
    if (byte < 0x80) return { value, next: from + index + 1 };
  }
  return refuse();
}

function refuse(): never {
  throw new RangeError('bytes that are no MQTT 5');
}
