// The pages that a user reads: every link leads somewhere, and French and English are the same page in two languages.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { findFiles } from './files.mjs';
import { judgeFrench } from './languages.mjs';

/** Addresses of our own files on GitHub, as blueprints are imported from. */
const OURS = 'https://github.com/linky-red/linky-red/blob/main/';
/**
 * The pages of Home Assistant that a link of my.home-assistant.io may open: of those in redirect.json of
 * home-assistant/my.home-assistant.io (August 2026) the ones that we use.
 */
export const MY_PAGES = new Set([
  'blueprint_import',
  'config_energy',
  'config_flow_start',
  'entities',
  'hardware',
  'integration',
  'integrations',
  'lovelace_dashboards',
  'supervisor_addon',
  'users',
]);
const MY = /^https:\/\/my\.home-assistant\.io\/redirect\/([a-z_]+)\/(?:\?.*)?$/;

/** @param {string} root the repository @returns {{problems: string[]}} */
export function checkDocs(root) {
  const files = [
    ...['README.md', 'README.fr.md', 'CONTRIBUTING.md', 'SECURITY.md'],
    ...findFiles(root, 'docs', /^docs\/[^/]+\.md$/),
  ];
  const pages = new Map(files.map((file) => [file, readFileSync(path.join(root, file), 'utf8')]));
  const exists = (file) => existsSync(path.join(root, file));
  return {
    problems: [
      ...[...pages].flatMap(([file, text]) => judgeLinks(file, text, pages, exists)),
      ...[...pages.keys()].filter((file) => file.endsWith('.fr.md')).flatMap((file) => checkPair(file, pages)),
      ...files
        .filter((file) => file.startsWith('docs/') && !/\.fr\.md$/.test(file) && !pages.has(french(file)))
        .map((file) => `${file} has no French page beside it`),
    ],
  };
}

function checkPair(file, pages) {
  const english = pages.get(file.replace('.fr.md', '.md'));
  if (english === undefined) return [`${file} has no English page beside it`];
  return [...comparePages(file, english, pages.get(file)), ...judgeFrench(file, prose(pages.get(file)))];
}

/**
 * @param {string} file the page, from the root of the repository @param {string} text its markdown
 * @param {Map<string, string>} pages all pages, for the headings that a link names
 * @param {(file: string) => boolean} exists whether a file or folder is in the repository
 * @returns {string[]} what leads nowhere
 */
export function judgeLinks(file, text, pages, exists) {
  return linksOf(text).flatMap((link) => {
    const fault = faultOf(link, file, pages, exists);
    return fault === undefined ? [] : [`${file}: ${link} ${fault}`];
  });
}

function faultOf(link, file, pages, exists) {
  if (link.startsWith('https://my.home-assistant.io/')) {
    if (!MY_PAGES.has(MY.exec(link)?.[1])) return 'is no page of my.home-assistant.io that we know';
    const blueprint = new URL(link).searchParams.get('blueprint_url');
    return blueprint === null ? undefined : faultOf(blueprint, file, pages, exists);
  }
  if (link.startsWith(OURS)) return exists(link.slice(OURS.length)) ? undefined : 'is not in the repository';
  if (/^[a-z]+:/.test(link)) return undefined;
  const [target, anchor] = link.split('#');
  const where = target === '' ? file : path.posix.join(path.posix.dirname(file), decodeURI(target));
  if (!exists(where)) return 'leads nowhere';
  if (anchor === undefined) return undefined;
  const page = pages.get(where);
  return page !== undefined && anchorsOf(page).includes(decodeURI(anchor))
    ? undefined
    : 'names no heading of that page';
}

/**
 * @param {string} file the French page @param {string} english @param {string} french
 * @returns {string[]} where the two are not the same page: headings, links, pictures, tables, code
 */
export function comparePages(file, english, french) {
  const [one, other] = [english, french].map(shapeOf);
  return Object.keys(one).flatMap((what) => {
    const at = Array.from({ length: Math.max(one[what].length, other[what].length) }, (_, index) => index).find(
      (index) => one[what][index] !== other[what][index],
    );
    if (at === undefined) return [];
    const [wanted = 'none', found = 'none'] = [one[what][at], other[what][at]];
    return [`${file}: ${what} ${at + 1} is "${found}", in English "${wanted}"`];
  });
}

/** What both languages have in common, in order. */
function shapeOf(text) {
  const lines = prose(text).split('\n');
  return {
    heading: lines.flatMap((line) => /^#+(?= )/.exec(line) ?? []),
    link: linksOf(text).map(neutral).sort(),
    row: lines.flatMap((line) => (/^\s*\|.*\|$/.test(line) ? `${(line.match(/\|/g) ?? []).length - 1} columns` : [])),
    code: codeOf(text).map(withoutWords),
  };
}

/** `wiring.fr.md#…`, `dashboard.fr.yaml` and the like are the same place in the other language. */
function neutral(link) {
  return link
    .replace(/#.*$/, '#')
    .replace(/([./])(?:fr|en)\.(?=(?:md|png|yaml)\b)/g, '$1')
    .replace(/\.md$/, '');
}

/** Code without comments and without what a person reads in it. */
function withoutWords(code) {
  return code
    .replace(/\s*# .*$/gm, '')
    .replace(/\b(alias|message): .*$/gm, '$1')
    .replace(/\n+/g, '\n');
}

function codeOf(text) {
  return [...text.matchAll(/^( *)```(\w*)\n([\s\S]*?)^\1```/gm)].map((match) => match[3]);
}

/** Without code blocks, whose `#` is no heading. */
function prose(text) {
  return text.replace(/^( *)```[\s\S]*?^\1```$/gm, '');
}

function linksOf(text) {
  return [
    ...prose(text)
      .replace(/`[^`\n]*`/g, '`')
      .matchAll(/\]\(([^()\s]+)\)/g),
  ].map((match) => match[1]);
}

/** As GitHub makes them of headings. */
function anchorsOf(text) {
  const seen = new Map();
  return [...prose(text).matchAll(/^#+ (.+)$/gm)].map((match) => {
    const anchor = match[1]
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
      .replace(/ /g, '-');
    const count = seen.get(anchor) ?? 0;
    seen.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${count}`;
  });
}

function french(file) {
  return file.replace(/\.md$/, '.fr.md');
}
