// The page that a user searches for the text that he sees: every error code, every status, every warning has its place on it, in
// both languages, in the very words; and nothing has a place that does not exist.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ERROR_CODES } from '../../lib/errors/codes';
import { catalogueOf, type Language } from '../support/node-red/catalogues';

const NODES = [
  'tic-in',
  'linky-decode',
  'ha-entities',
  'ecowatt-signal',
  'tempo-signal',
  'rte-account',
  'enedis-account',
  'dataconnect-query',
  'flex-request',
  'flex-operator',
  'supplier-price',
  'opendata-query',
  'enedis-file',
  'energy-cost',
  'ha-statistics',
] as const;
const PAGES = { 'en-US': 'troubleshooting.md', fr: 'troubleshooting.fr.md' } as const;
const CODES = Object.entries(ERROR_CODES);

/** What varies is three dots. */
const asRead = (text: string): string => text.replace(/__\w+?__/g, '…');
/** A sentence that is hardly more than what varies. */
const MOSTLY_FACTS = 8;

function pageIn(language: Language): string {
  return readFileSync(path.resolve(__dirname, '../../docs', PAGES[language]), 'utf8');
}

for (const language of ['en-US', 'fr'] as const)
  describe(`docs/${PAGES[language]}`, () => {
    const page = pageIn(language);
    const shared = catalogueOf('runtime', language);

    it('has a place for every error code, once, and for no other', () => {
      const places = [...page.matchAll(/^#### `(\w+)`$/gm)].map((match) => match[1]);
      assert.deepEqual(places.sort(), CODES.map(([code]) => code).sort());
      for (const [code] of page.matchAll(/\bERR_\w+/g)) assert.ok(code in ERROR_CODES, `${code} is no code`);
    });

    it('has the sentence of every error as a user reads it', () => {
      for (const [code, { key }] of CODES) {
        const sentence = asRead(shared[`errors.${key}`] ?? '');
        if (sentence.replace(/…/g, '').length <= MOSTLY_FACTS) continue;
        assert.ok(page.includes(`#### \`${code}\`\n\n> ${sentence}\n`), `${code}: > ${sentence}`);
      }
    });

    it('leads from the status of every error to its codes', () => {
      for (const [code, { status }] of CODES) {
        const row = page.split('\n').find((line) => line.startsWith(`| \`${String(shared[`status.${status}`])}\` `));
        assert.ok(
          row?.includes(`[\`${code}\`](#${code.toLowerCase()})`) === true,
          `${status}: ${String(row)} lacks ${code}`,
        );
      }
    });

    for (const type of NODES)
      it(`has every status of ${type}`, () => {
        const section = page.split(/^### /m).find((each) => each.startsWith(`${type}\n`)) ?? '';
        for (const [key, text] of Object.entries(catalogueOf(type, language))) {
          const isOwn = key.startsWith(`${type}.status.`) || (key.startsWith('status.') && shared[key] === undefined);
          if (isOwn) assert.ok(section.includes(`\`${asRead(text)}\``), `${key}: \`${asRead(text)}\``);
        }
      });

    it('has every warning', () => {
      for (const type of NODES)
        for (const [key, text] of Object.entries(catalogueOf(type, language)))
          if (/(^|\.)warning\./.test(key)) assert.ok(page.includes(`> ${asRead(text)}\n`), `${key}: > ${asRead(text)}`);
    });

    it('has what is said of a setting that cannot be used', () => {
      for (const key of ['empty', 'variable', 'variable-part', 'config-node']) {
        const [problem = ''] = asRead(shared[`setting.${key}`] ?? '').split('. ');
        assert.ok(page.includes(problem), `${key}: ${problem}`);
      }
    });
  });
