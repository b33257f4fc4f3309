// What other tools make of a TIC: their JSON, which is no TIC any more. Seen in messages that are wired in by mistake.
import { isOwnSchema } from '../../grid/message';

/** Each knows its JSON by what stands in it; the first that fits has made it. */
const TOOLS: readonly { readonly name: string; readonly made: (json: Json) => boolean }[] = [
  // Any message of ours, by its schema.
  { name: 'linky-red', made: (json) => Object.values(json).some(isOwnSchema) },
  { name: 'zigbee2mqtt (ZLinky)', made: (json) => 'linkquality' in json || 'current_tarif' in json },
  // Each label with its text and its number (fmartinou/teleinfo2mqtt).
  { name: 'teleinfo2mqtt', made: (json) => Object.values(json).some((entry) => isJson(entry) && 'raw' in entry) },
  { name: 'Tasmota', made: (json) => ['TIC', 'ENERGY', 'METER', 'CONTRACT'].some((key) => isJson(json[key])) },
];

export type Json = Readonly<Record<string, unknown>>;

/** Name of the tool that made an object; undefined: none that is known. */
export function toolBehind(json: Json): string | undefined {
  return TOOLS.find(({ made }) => made(json))?.name;
}

/** The object or array that a text is in JSON; undefined for any other text. No TIC begins as one does. */
export function jsonIn(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** An object of JSON: no list, no null. */
export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}
