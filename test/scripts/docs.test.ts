// What `npm run check` says of the pages for users, and that it would say something: every rule is shown a page that breaks it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checkDocs, comparePages, judgeLinks } from '../../scripts/check/docs.mjs';

const ROOT = path.resolve(__dirname, '../..');

describe('the pages for users', () => {
  it('lead somewhere with every link, and are the same in both languages', () => {
    assert.deepEqual(checkDocs(ROOT).problems, []);
  });
});

/** Those with figures are seen by test/editor/first-flow.test.ts. */
describe('the statuses of the first flow', () => {
  const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

  for (const [readme, language] of [
    ['README.md', 'en-US'],
    ['README.fr.md', 'fr'],
  ] as const)
    it(`are the nodes' own words in ${readme}`, () => {
      const rows = [...read(readme).matchAll(/^\| `(tic-in|linky-decode)` +\| (`.*?`) +\|/gm)];
      assert.equal(rows.length, 4);
      for (const [, node = '', cell = ''] of rows) {
        const { status } = JSON.parse(read(`nodes/${node}/locales/${language}.json`)) as {
          status: Record<string, string>;
        };
        for (const [, said = ''] of cell.matchAll(/`([^`]+)`/g))
          assert.ok(/\d/.test(said) || Object.values(status).includes(said), `${node}: ${said}`);
      }
    });
});

describe('a link', () => {
  const pages = new Map([
    ['README.md', '# linky-red\n\n## Mettre à jour : comment ?\n'],
    ['docs/a.md', '## One\n\n## One\n\n```sh\n# no heading\n```\n'],
  ]);
  const exists = (file: string): boolean => pages.has(file) || file === 'docs/home-assistant/blueprints/shed.yaml';
  const judge = (link: string): string[] => judgeLinks('docs/a.md', `See [it](${link}).`, pages, exists);
  const blueprint = (file: string): string =>
    `https://my.home-assistant.io/redirect/blueprint_import/?blueprint_url=${encodeURIComponent(
      `https://github.com/linky-red/linky-red/blob/main/docs/home-assistant/blueprints/${file}`,
    )}`;

  for (const right of [
    '../README.md',
    '#one-1',
    '../README.md#mettre-à-jour--comment-',
    'https://nodered.org',
    'https://my.home-assistant.io/redirect/integration/?domain=mqtt',
    blueprint('shed.yaml'),
  ])
    it(`may be ${right}`, () => {
      assert.deepEqual(judge(right), []);
    });

  for (const wrong of [
    'README.md',
    '../docs/b.md',
    '#two',
    '#no-heading',
    '../README.md#update',
    'https://my.home-assistant.io/redirect/mqtt/',
    'https://my.home-assistant.io/integration',
    blueprint('gone.yaml'),
    'https://github.com/linky-red/linky-red/blob/main/docs/b.md',
  ])
    it(`may not be ${wrong}`, () => {
      assert.equal(judge(wrong).length, 1);
    });

  it('in code is none', () => {
    assert.deepEqual(judgeLinks('docs/a.md', '`[x](nowhere)`\n\n```md\n[x](nowhere)\n```\n', pages, exists), []);
  });
});

describe('two languages of a page', () => {
  const english = [
    '# Wiring\n\n![a](images/p.png) [there](b.md#one) [file](f.en.yaml)\n',
    '## Port\n\n| a | b |\n| - | - |\n| c | d |\n',
    "```yaml\n- alias: One\n  to: 'on'\n  # words\n```\n",
  ].join('\n');
  const french = english
    .replace('Wiring', 'Câblage')
    .replace('p.png', 'p.fr.png')
    .replace('b.md#one', 'b.fr.md#un')
    .replace('f.en', 'f.fr')
    .replace('alias: One', 'alias: Un')
    .replace('# words', '# mots');
  const judge = (page: string): string[] => comparePages('a.fr.md', english, page);

  it('may differ in their words', () => {
    assert.deepEqual(judge(french), []);
  });

  const broken: [what: string, change: (page: string) => string][] = [
    ['heading', (page) => page.replace('## Port', 'Port')],
    ['heading', (page) => page.replace('## Port', '### Port')],
    ['heading', (page) => `${page}\n## More\n`],
    ['link', (page) => page.replace('[there](b.fr.md#un)', 'there')],
    ['link', (page) => page.replace('b.fr.md', 'c.fr.md')],
    ['row', (page) => page.replace('| c | d |\n', '')],
    ['row', (page) => page.replace('| c | d |', '| c |')],
    ['code', (page) => page.replace("'on'", "'off'")],
  ];
  for (const [what, change] of broken)
    it(`may not differ in a ${what}: ${JSON.stringify(change(french).slice(-60))}`, () => {
      const problems = judge(change(french));
      assert.equal(problems.length, 1, problems.join('\n'));
      assert.match(problems.join(), new RegExp(`^a\\.fr\\.md: ${what} \\d`));
    });
});
