// The catalogue of a node as the build makes it, and a `RED._` that reads it as Node-RED does.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Translate } from '../../../nodes/runtime/types';

export type Language = 'en-US' | 'fr';
interface Tree {
  readonly [key: string]: string | Tree;
}

const NODES = path.resolve(__dirname, '../../../nodes');

/** Dotted key → text: what all nodes say, and above it what this one says. */
export function catalogueOf(type: string, language: Language): Readonly<Record<string, string>> {
  return { ...flat(read('runtime', language)), ...flat(read(type, language)) };
}

/** A key that no catalogue has comes back, as from Node-RED. */
export function translateOf(type: string, language: Language): Translate {
  const catalogue = catalogueOf(type, language);
  return (key: string, facts: Record<string, string | number> = {}) =>
    (catalogue[key] ?? key).replace(/__(\w+?)__/g, (whole, name: string) => String(facts[name] ?? whole));
}

function read(folder: string, language: Language): Tree {
  return JSON.parse(readFileSync(path.join(NODES, folder, 'locales', `${language}.json`), 'utf8')) as Tree;
}

function flat(tree: Tree, prefix = ''): Record<string, string> {
  return Object.entries(tree).reduce<Record<string, string>>(
    (all, [key, value]) =>
      typeof value === 'string' ? { ...all, [prefix + key]: value } : { ...all, ...flat(value, `${prefix}${key}.`) },
    {},
  );
}
