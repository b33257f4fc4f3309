// The form of opendata-query with the mouse, by somebody who has never seen ODSQL: a dataset that is searched or chosen by its name,
// rows of a query builder, what will be asked in words, ten rows of it. In both languages.
import assert from 'node:assert/strict';
import { startOpenData, type RunningOpenData } from '../../sandbox/opendata/server';
import { listTable, type Table } from '../../sandbox/opendata/table';
import { PATIENCE_MS } from '../support/machine/patience';
import type { Editor } from '../support/node-red/editor';
import type { NodeRed } from '../support/node-red/process';
import { withEditor } from '../support/node-red/suite';

const LANGUAGES = {
  'en-US': {
    first: /^Choose a dataset/,
    found: 'Click one to choose it.',
    about: /Consumption of towns \(towns-x\) · 4 rows · data of 2026-11-05/,
    column: /town · text$/,
    figure: /energy · number · MWh · What was taken$/,
    unfinished: 'Not finished: a value is missing: town.',
    asked:
      'Asks __host__, in the dataset “Consumption of towns”, for the sum of Energy (MWh) and the number of rows, ' +
      'for each value of Town, over the rows where Energy (MWh) is more than 5.5 MWh and Town is not “Brest”, or has no value.',
    totals: 'Rows that are totals of others (“P0: Total …”) do not count, where they are known.',
    order: 'Ordered by the sum of Energy (MWh), the highest first; what has no value comes last.',
    limit: '1,000 rows at most.',
    rows: /^2 rows\.$/,
    stays: 'This question has no place in the rows of the form: it stays a text.',
    family: /^By profile, a row each half-hour, published each day\./,
    stopped: /Stops after 2016; “Register of installations \(Enedis\)” goes on from it\./,
    noDataset: /has no dataset “nothing-such”\. Search the catalogue/,
  },
  fr: {
    first: /^Choisissez un jeu de données/,
    found: 'Cliquez sur un jeu pour le choisir.',
    about: /Consumption of towns \(towns-x\) · 4 lignes · données du 2026-11-05/,
    column: /town · texte$/,
    figure: /energy · nombre · MWh · What was taken$/,
    unfinished: 'À compléter : il manque une valeur : town.',
    asked:
      'Demande à __host__, dans le jeu « Consumption of towns », la somme de la colonne Energy (MWh) et le nombre de lignes, ' +
      'pour chaque valeur de la colonne Town, sur l’ensemble des lignes où Energy (MWh) est supérieur à 5,5 MWh ' +
      'et Town ne vaut pas « Brest », ou n’a pas de valeur.',
    totals:
      'Les lignes qui sont des totaux d’autres lignes (« P0 : Total … ») ne comptent pas, quand elles sont connues.',
    order:
      'Dans l’ordre : la somme de la colonne Energy (MWh), le plus élevé d’abord ; ce qui n’a pas de valeur vient à la fin.',
    limit: '1 000 lignes au plus.',
    rows: /^2 ligne\(s\)\.$/,
    stays: 'Cette question n’entre pas dans les lignes du formulaire : elle reste un texte.',
    family: /^Par profil, une ligne par demi-heure, publié chaque jour\./,
    stopped: /S’arrête après 2016\s; la suite\s: «\sRegistre des installations \(Enedis\)\s»\./,
    noDataset: /«.nothing-such.»/,
  },
} as const;

const EVIL = '<img src=x onerror="window.hacked = 1"> evil';

function table(slug: string, title: string, towns: readonly (readonly [string, number | null])[]): Table {
  return listTable(
    {
      slug,
      internalId: `${slug}-internal`,
      title,
      columns: [
        { key: 'town', type: 'text', title: 'Town' },
        { key: 'energy', type: 'number', title: 'Energy (MWh)', description: 'What was taken' },
      ],
      changedAt: '2026-11-05T04:12:33.000Z',
    },
    towns.map(([town, energy]) => ({ town, energy })),
  );
}

const TOWNS = [
  ['Rennes', 10],
  ['Brest', 20],
  ['Nantes', 12.5],
  ['Rennes', 5],
] as const;

for (const [language, words] of Object.entries(LANGUAGES))
  describe(`the form of opendata-query (${language})`, () => {
    let editor: Editor;
    let red: NodeRed;
    let portals: RunningOpenData;
    let node: string;

    before(async () => {
      portals = await startOpenData({
        tables: { enedis: [table('towns-x', 'Consumption of towns', TOWNS), table('evil-x', EVIL, [[EVIL, 1]])] },
      });
    });
    after(() => portals.stop());
    withEditor(
      (one, running) => {
        editor = one;
        red = running;
      },
      {},
      { language: language as keyof typeof LANGUAGES },
    );

    const $ = (selector: string) => editor.page.locator(selector);
    const part = (name: string) => $(`#opendata-query-${name}`);
    const input = (name: string) => $(`#node-input-${name}`);
    const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ').trim();
    const asked = async (): Promise<string[]> => (await part('words').locator('> div').allInnerTexts()).map(plain);
    /** What the sentences have become, once they fit: they follow what is typed a moment later. */
    const askedOnce = async (fits: (said: readonly string[]) => boolean): Promise<string[]> => {
      const end = Date.now() + PATIENCE_MS;
      for (;;) {
        const said = await asked();
        if (fits(said) || Date.now() > end) return said;
        await editor.page.waitForTimeout(50);
      }
    };
    const says = (name: string, text: string | RegExp) => part(name).filter({ hasText: text }).waitFor();
    const field = (list: string, row: number, of: string) =>
      part(list).locator('> li').nth(row).locator(`[data-field="${of}"]:visible`);
    const add = async (list: string): Promise<void> => {
      const before = await part(list).locator('> li').count();
      const whole = $('.red-ui-editableList').filter({ has: part(list) });
      await whole.locator('> .red-ui-editableList-addButton').click();
      await part(list).locator('> li').nth(before).waitFor();
    };
    const stored = async (): Promise<unknown> =>
      JSON.parse(String((await editor.properties(node))['query'])) as unknown;
    const host = (): string => new URL(portals.enedis).host;

    it('finds a dataset by a word, and shows what its columns are', async () => {
      node = await editor.drag('opendata-query', { x: 250, y: 150 });
      await editor.open(node);
      assert.match((await askedOnce(([first = '']) => words.first.test(first))).join(' '), words.first);
      assert.equal(await part('preview-button').isDisabled(), true);
      await input('portal').selectOption('other');
      await input('url').fill(portals.enedis);
      await input('dataset').fill('towns');
      const found = part('found').locator('[data-id="towns-x"]');
      await found.waitFor();
      await says('about', words.found);
      await found.click();
      await says('about', words.about);
      await editor.unfold();
      const lines = part('columns').locator('label');
      assert.deepEqual(await lines.locator('> span:not(.linky-red-hint)').allInnerTexts(), ['Town', 'Energy (MWh)']);
      const [town = '', energy = ''] = await lines.locator('> .linky-red-hint').allInnerTexts();
      assert.match(town, words.column);
      assert.match(energy, words.figure);
      assert.doesNotMatch(await editor.dialogText(), /opendata-query\.|undefined/, 'a key that no catalogue knows');
    });

    it('says in words what its rows ask, and what is not finished', async () => {
      await add('conditions');
      await field('conditions', 0, 'field').selectOption('energy');
      await field('conditions', 0, 'operator').selectOption('>');
      await field('conditions', 0, 'value').fill('5,5');
      await add('conditions');
      await field('conditions', 1, 'field').selectOption('town');
      const open = await askedOnce((said) => said.includes(words.unfinished));
      assert.ok(open.includes(words.unfinished), open.join('\n'));
      assert.equal(await part('preview-button').isDisabled(), true);
      await field('conditions', 1, 'operator').selectOption('!=');
      // Whoever does not know the values is shown them.
      await field('conditions', 1, 'value').focus();
      const offered = part('conditions').locator('> li').nth(1).locator('datalist option');
      await offered.nth(2).waitFor({ state: 'attached' });
      const values = await offered.evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value));
      assert.deepEqual([...values].sort(), ['Brest', 'Nantes', 'Rennes']);
      await field('conditions', 1, 'value').fill('Brest');
      await add('groups');
      await field('groups', 0, 'field').selectOption('town');
      await add('measures');
      await field('measures', 0, 'measure').selectOption('sum');
      await field('measures', 0, 'field').selectOption('energy');
      await add('measures');
      await add('order');
      await field('order', 0, 'by').selectOption('sum_energy');
      await field('order', 0, 'direction').selectOption('down');
      const whole = [words.asked.replace('__host__', host()), words.totals, words.order, words.limit];
      assert.deepEqual(await askedOnce((said) => said.join() === whole.join()), whole);
    });

    it('shows rows of it before it is deployed', async () => {
      await part('preview-button').click();
      await says('preview-said', words.rows);
      const cells = await part('preview').locator('tr').allInnerTexts();
      assert.deepEqual(
        cells.map((row) => row.split('\t').map(plain)),
        [
          ['town', 'sum_energy', 'count'],
          ['Nantes', '12.5', '1'],
          ['Rennes', '10', '1'],
        ].map((row) => (language === 'fr' ? row.map((cell) => cell.replace('.', ',')) : row)),
      );
    });

    it('keeps what was built, and opens with it again', async () => {
      await editor.done();
      const query = {
        where: {
          and: [
            { field: 'energy', is: '>', value: 5.5 },
            { field: 'town', is: '!=', value: 'Brest' },
          ],
        },
        group: [{ field: 'town' }],
        aggregate: [
          { sum: 'energy', as: 'sum_energy' },
          { count: true, as: 'count' },
        ],
        order: [{ by: 'sum_energy', descending: true }],
        limit: 1000,
      };
      assert.deepEqual(await stored(), query);
      assert.equal((await editor.properties(node))['dataset'], 'towns-x');
      await editor.open(node);
      await says('about', words.about);
      const whole = words.asked.replace('__host__', host());
      assert.equal((await askedOnce(([first]) => first === whole))[0], whole);
      assert.equal(await field('conditions', 0, 'value').inputValue(), '5.5');
      assert.equal(await part('mode').inputValue(), 'build');
      await editor.done();
      assert.deepEqual(await stored(), query);
    });

    it('leaves a tree of conditions to the text, and ODSQL to those who know it', async () => {
      await editor.open(node);
      await says('about', words.about);
      await part('mode').selectOption('text');
      const tree = { where: { not: { or: [{ field: 'town', empty: true }, { search: 'x' }] } } };
      await input('query').fill(JSON.stringify(tree));
      const inText = /(?:not|non) \(Town/;
      assert.match((await askedOnce(([first = '']) => inText.test(first)))[0] ?? '', inText);
      await part('mode').selectOption('build');
      await says('mode-hint', words.stays);
      assert.equal(await part('mode').inputValue(), 'text');
      assert.deepEqual(JSON.parse(await input('query').inputValue()), tree);
      await part('mode').selectOption('odsql');
      await part('odsql-where').fill('town = "Nantes"');
      await part('limit').fill('3');
      const inOdsql = 'where=town = "Nantes".';
      assert.ok((await askedOnce(([first = '']) => first.endsWith(inOdsql)))[0]?.endsWith(inOdsql));
      await editor.done();
      assert.deepEqual(await stored(), { odsql: { where: 'town = "Nantes"' }, limit: 3 });
    });

    it('tells what is wrong in the language of the editor, and what may be meant', async () => {
      await editor.open(node);
      await input('dataset').fill('nothing-such');
      await input('dataset').blur();
      await says('about', words.noDataset);
      assert.match(await part('about').innerText(), /ERR_DATASET\b/);
    });

    it('shows what a portal sends as text, never as a part of the page', async () => {
      await input('dataset').fill('evil-x');
      await input('dataset').blur();
      await says('about', EVIL);
      await part('mode').selectOption('text');
      await input('query').fill('{}');
      await part('preview-button').click();
      await part('preview').locator('td', { hasText: EVIL }).waitFor();
      assert.equal(await $('.linky-red-form img').count(), 0);
      assert.equal(await editor.page.evaluate('window.hacked'), undefined);
    });

    it('has families of datasets as choices, with what they are like', async () => {
      // Enedis itself is not asked in a test: the stand-in is.
      await editor.page.route('**/opendata-query/dataset', (route) => {
        const form = route.request().postDataJSON() as object;
        return route.continue({ postData: JSON.stringify({ ...form, portal: 'other', url: portals.enedis }) });
      });
      await input('dataset').fill('');
      await input('portal').selectOption('enedis');
      await input('url').waitFor({ state: 'hidden' });
      const choices = await part('family').locator('option').allInnerTexts();
      assert.ok(choices.length > 25, String(choices.length));
      assert.ok(!choices.some((text) => text.includes('opendata-query.')));
      await part('family').selectOption('profile-coefficients');
      await says('about', words.family);
      await input('dataset').waitFor({ state: 'hidden' });
      await part('family').selectOption('annual-production-iris');
      await says('about', words.stopped);
      await part('family').selectOption('national-balance');
      await says('about', /bilan-electrique-demi-heure/);
      await input('portal').selectOption('odre');
      assert.equal(await part('family').inputValue(), '?', 'that one is not at ODRÉ');
      assert.equal(await input('dataset').inputValue(), '');
      await input('portal').selectOption('ademe');
      assert.equal(await part('family').locator('option').count(), 1);
      await editor.page.unroute('**/opendata-query/dataset');
      await editor.page.evaluate('RED.tray.close()');
    });

    it('asks nothing that only a running flow knows', async () => {
      await editor.page.locator('.red-ui-tray').waitFor({ state: 'detached' });
      await editor.open(node);
      await input('dataset').fill('${DATASET}');
      await input('dataset').blur();
      await says('about', /(?:environment variable|variable d’environnement)/i);
      assert.ok(
        !portals.calls('enedis').some(({ url }) => url.includes('DATASET')),
        'the name of the variable went out',
      );
      await editor.page.evaluate('RED.tray.close()');
      await editor.page.locator('.red-ui-tray').waitFor({ state: 'detached' });
      assert.deepEqual(editor.problems, []);
      assert.ok(red.url !== '');
    });
  });
