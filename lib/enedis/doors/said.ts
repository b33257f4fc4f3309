// What the body of a refusal says. Enedis has three forms, each gateway wraps them in its own, up to three levels deep; in front of
// them all stand proxies that answer in HTML.
import { parseJson } from '../../http/json';

export interface Said {
  /** Codes and words of every level, the innermost first: what to look in. */
  readonly everything: string;
  /** Code and words of the innermost level, as they may be shown: one short line without numbers of meters or secrets. */
  readonly shown: string;
  readonly isHtml: boolean;
}

/** Levels within the outermost. */
const DEEPEST = 3;
const CODES = ['error', 'code', 'error_code', 'tag'] as const;
const WORDS = ['error_description', 'description', 'message', 'information', 'detail'] as const;
const INNER = ['error', 'fault', 'enedis_return', 'detail'] as const;

export function saidIn(text: string): Said {
  const isHtml = /^\s*<|<html/i.test(text);
  if (isHtml) return { everything: '', shown: '', isHtml };
  const levels = levelsOf(parseJson(text) ?? text, DEEPEST);
  return { everything: levels.join('\n'), shown: presentable(levels[0] ?? ''), isHtml };
}

/** What Cloudflare names a request by; its operator finds it with this. Undefined where there is none. */
export function rayIdIn(text: string, headers: Readonly<Record<string, string>> = {}): string | undefined {
  const inText = /ray id:?(?:\s|<[^>]*>|&nbsp;)*([0-9a-f]{8,32})\b/i.exec(text)?.[1];
  return inText ?? /^[0-9a-f]{8,32}/i.exec(headers['cf-ray'] ?? '')?.[0];
}

/** `code words` of each level, the innermost first. */
function levelsOf(value: unknown, deeper: number): string[] {
  if (typeof value === 'string') {
    const json = parseJson(value);
    return typeof json === 'object' && json !== null ? levelsOf(json, deeper) : [value];
  }
  if (typeof value !== 'object' || value === null) return [];
  const level = value as Readonly<Record<string, unknown>>;
  const inner = deeper === 0 ? [] : INNER.flatMap((name) => innerLevels(level[name], deeper - 1));
  const own = [...CODES, ...WORDS].map((name) => level[name]).filter((part) => isShort(part));
  return [...inner, ...(own.length === 0 ? [] : [own.join(' ')])];
}

/** Text is a level of its own only where it is JSON. */
function innerLevels(value: unknown, deeper: number): string[] {
  if (typeof value === 'string' && !/^\s*[{[]/.test(value)) return [];
  if (Array.isArray(value)) return value.slice(0, 3).flatMap((each) => levelsOf(each, deeper));
  return levelsOf(value, deeper);
}

function isShort(part: unknown): part is string | number {
  return typeof part === 'number' || (typeof part === 'string' && part !== '' && !/^\s*[{[]/.test(part));
}

const LONGEST_SHOWN = 160;

function presentable(text: string): string {
  const line = text
    .replace(/<[^>]*>|[\p{C}\s]+/gu, ' ')
    .replace(/(?<!\d)(\d{2})\d{8}(\d{4})(?!\d)/g, '$1…$2')
    // Tokens, ids of clients and of requests.
    .replace(/[\w.~+/=-]{30,}/g, '…')
    .trim();
  return line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN - 1)}…` : line;
}
