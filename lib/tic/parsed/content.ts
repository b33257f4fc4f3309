// Payloads and topics of MQTT and WebSockets, taken apart.
import { isJson, jsonIn } from '../bytes/foreign';
import type { Telling } from './source';

/** What a payload holds: JSON that came as text or bytes is read, other text stays text. */
export function contentOf(payload: unknown): unknown {
  if (payload instanceof Uint8Array) return contentOf(new TextDecoder().decode(payload));
  if (typeof payload !== 'string') return payload;
  return jsonIn(payload) ?? payload.trim();
}

/** The parts of a topic; none of an empty one. */
export function partsOf(topic: string): string[] {
  return topic.split('/').filter((part) => part !== '');
}

/** A name of a device from parts of its topic; null where none are left. */
export function deviceOf(parts: readonly string[]): string | null {
  return parts.length === 0 ? null : parts.join('/');
}

const GONE: ReadonlySet<string> = new Set(['offline', 'down']);

/** `offline`, or `{"state":"offline"}`: the device is lost. Any other word of that topic is an aside. */
export function availability(content: unknown, device: string | null, below?: true): Telling {
  const word = isJson(content) ? content['state'] : content;
  const isGone = typeof word === 'string' && GONE.has(word.toLowerCase());
  return isGone ? { kind: 'lost', device, ...(below === undefined ? {} : { below }) } : { kind: 'aside' };
}
