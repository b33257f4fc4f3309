// French and English say the same things: catalogues with the same keys and placeholders, helps with the same sections,
// and nothing that the editor asks for is missing.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { findFiles } from './files.mjs';

export const LANGUAGES = ['en-US', 'fr'];
/** The order of Node-RED's style guide for help texts. */
const SECTIONS = {
  'en-US': ['Inputs', 'Outputs', 'Details', 'References'],
  fr: ['Entrées', 'Sorties', 'Détails', 'Références'],
};

/** @param {string} root the repository @returns {{problems: string[]}} */
export function checkLanguages(root) {
  const folders = findFiles(root, 'nodes', /^nodes\/[^/]+\/locales$/).map((found) => path.dirname(found));
  const shared = readCatalogue(path.join(root, 'nodes/runtime'), 'en-US');
  return {
    problems: folders.flatMap((folder) => {
      const full = path.join(root, folder);
      const isNode = existsSync(path.join(full, `${path.basename(folder)}.ts`));
      return [
        ...compareCatalogues(folder, readCatalogue(full, 'en-US'), readCatalogue(full, 'fr')),
        ...Object.entries(readCatalogue(full, 'fr')).flatMap(([key, text]) => judgeFrench(`${folder}: "${key}"`, text)),
        ...(isNode ? checkHelp(full, folder) : []),
        ...(isNode ? checkEditorKeys(full, folder, { ...shared, ...readCatalogue(full, 'en-US') }) : []),
      ];
    }),
  };
}

/**
 * @param {Record<string, string>} english dotted key → text
 * @param {Record<string, string>} french
 * @returns {string[]} what one has and the other has not
 */
export function compareCatalogues(where, english, french) {
  const problems = [];
  for (const key of new Set([...Object.keys(english), ...Object.keys(french)])) {
    const [en, fr] = [english[key], french[key]];
    if (en === undefined || fr === undefined)
      problems.push(`${where}: "${key}" is missing in ${en === undefined ? 'en-US' : 'fr'}`);
    else if (en.trim() === '' || fr.trim() === '') problems.push(`${where}: "${key}" is empty`);
    else if (placeholders(en) !== placeholders(fr)) problems.push(`${where}: "${key}" has other placeholders in fr`);
  }
  return problems;
}

/** @param {string} text markdown @param {string} language @returns {string[]} what breaks the style guide */
export function judgeHelp(where, text, language) {
  const sections = [...text.matchAll(/^### (.+)$/gm)].map((match) => match[1].trim());
  const problems = [];
  if (sections.join() !== SECTIONS[language].join())
    problems.push(`${where}: sections are ${sections.join(', ') || 'none'}, not ${SECTIONS[language].join(', ')}`);
  const tooltip = text.trimStart().split(/\n\s*\n/)[0];
  if (tooltip.startsWith('#') || tooltip.length > 300)
    problems.push(`${where}: the first paragraph is the tooltip of the palette: plain, at most 300 characters`);
  for (const [index, line] of text.split('\n').entries())
    if (rendersWrong(line))
      problems.push(`${where}:${index + 1}: the editor makes nonsense of the colons in this line`);
  return problems;
}

/**
 * French typography: ’ for the apostrophe, and a no-break space before : ; ? ! » and after «, or a narrow dialog breaks the
 * line there. Code, and the colons that make a property, stay as they are.
 * @param {string} text @returns {string[]}
 */
export function judgeFrench(where, text) {
  const prose = text.replace(/^ *: [^:()]+ \([^:()]+\) :/gm, '').replace(/`[^`\n]*`/g, '`');
  return [
    ...[...prose.matchAll(/\S* [:;?!»]|« /g)].map(([at]) => `${where}: a no-break space is wanted in "${at}"`),
    ...[...prose.matchAll(/\S*\p{L}'[\p{L}`]/gu)].map(([at]) => `${where}: ’ is wanted in "${at}"`),
  ];
}

/**
 * A property is `: name (type) : text`, and there must be no further colon in the text. Elsewhere the editor takes for a
 * property whatever has a colon, something in brackets and another colon.
 */
function rendersWrong(line) {
  return /^ *:/.test(line) ? !/^ *: [^:()]+ \([^:()]+\) : [^:]+$/.test(line) : /:[^:]+\([^:]+\).*:/.test(line);
}

function checkHelp(full, folder) {
  return LANGUAGES.flatMap((language) => {
    const file = path.join(full, 'help', `${language}.md`);
    if (!existsSync(file)) return [`${folder}: help/${language}.md is missing`];
    const where = `${folder}/help/${language}.md`;
    const text = readFileSync(file, 'utf8');
    return [...judgeHelp(where, text, language), ...(language === 'fr' ? judgeFrench(where, text) : [])];
  });
}

/** Every key that the form or the editor script names, but those of Node-RED itself (`node-red:…`). */
function checkEditorKeys(full, folder, catalogue) {
  const type = path.basename(folder);
  const form = readFileSync(path.join(full, `${type}.editor.html`), 'utf8');
  const script = readFileSync(path.join(full, `${type}.editor.ts`), 'utf8');
  const asked = [
    ...[...form.matchAll(/data-i18n="([^"]+)"/g)].flatMap((match) => match[1].split(';')),
    ...[...script.matchAll(/\b(?:this|node|RED)\._\(\s*'([^'$]+)'/g)].map((match) => match[1]),
  ].map((key) => key.replace(/^\[[^\]]*\]/, ''));
  return [...new Set(asked)]
    .filter((key) => !key.includes(':') && catalogue[key] === undefined)
    .map((key) => `${folder}: the editor asks for "${key}", which no catalogue has`);
}

function readCatalogue(folder, language) {
  const file = path.join(folder, 'locales', `${language}.json`);
  return existsSync(file) ? flatten(JSON.parse(readFileSync(file, 'utf8'))) : {};
}

/** Nested catalogue → dotted key → text. */
function flatten(catalogue, prefix = '') {
  return Object.entries(catalogue).reduce((flat, [key, value]) => {
    const name = `${prefix}${key}`;
    return typeof value === 'string' ? { ...flat, [name]: value } : { ...flat, ...flatten(value, `${name}.`) };
  }, {});
}

function placeholders(text) {
  return [...text.matchAll(/\{\{?\s*\w+\s*\}?\}|__\w+__/g)]
    .map((match) => match[0])
    .sort()
    .join();
}
