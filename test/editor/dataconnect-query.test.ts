// Enedis' data in the editor, with the mouse: an account and its rows, the minute that was drawn, what does not fit.
import assert from 'node:assert/strict';
import type { Editor } from '../support/node-red/editor';
import { withEditor } from '../support/node-red/suite';

const LANGUAGES = {
  'en-US': {
    tip: 'At most 40 calls in 24 hours',
    noConsent: /Consents: No consent/,
    toDraw: 'drawn at Deploy',
    drawn: /drawn: \d+/,
    unlinked: /^no consent$/,
  },
  fr: {
    tip: 'Au plus 40 appels par 24 heures',
    noConsent: /Consentements\s: Aucun consentement/,
    toDraw: 'tirée au déploiement',
    drawn: /tirée\s: \d+/,
    unlinked: /^pas de consentement$/,
  },
} as const;

for (const [language, words] of Object.entries(LANGUAGES))
  describe(`Enedis’ data in the editor (${language})`, () => {
    let editor: Editor;
    let query: string;
    withEditor((one) => (editor = one), {}, { language: language as keyof typeof LANGUAGES });

    const field = (name: string) => editor.page.locator(`#node-input-${name}`);

    it('shows of an account what its provider wants', async () => {
      query = await editor.drag('dataconnect-query', { x: 250, y: 150 });
      await editor.open(query);
      assert.doesNotMatch(await editor.dialogText(), /dataconnect-query\./);
      const { page } = editor;
      await page.locator('#node-input-btn-account-add').click();
      const [id, segment] = ['clientId', 'segment'].map((name) => page.locator(`#node-config-input-${name}`));
      assert.ok(id !== undefined && segment !== undefined);
      await page.locator('#node-config-enedis-account-tip', { hasText: words.tip }).waitFor();
      for (const each of [id, segment]) await each.waitFor({ state: 'hidden' });
      await page.locator('#node-config-input-provider').selectOption('enedis-company');
      for (const each of [id, segment]) await each.waitFor();
      await page.locator('#node-config-input-provider').selectOption('conso-api');
      await editor.unfold();
      await page.locator('#node-config-input-baseUrl').fill('http://127.0.0.1:9');
      await page.locator('#node-config-enedis-account-try').click();
      await page.locator('#node-config-enedis-account-answer', { hasText: words.noConsent }).waitFor();
      await page.locator('#node-config-dialog-ok').click();
      await page.locator('#node-config-dialog-ok').waitFor({ state: 'detached' });
    });

    it('marks what does not fit: no 14 digits, hours that end before they begin', async () => {
      for (const [name, wrong, right] of [
        ['prm', '1234', '14 000 000 000 001'],
        ['minute', '60', ''],
        ['toHour', '5', '15'],
      ] as const) {
        await field(name).fill(wrong);
        await field(name).blur();
        await editor.page.locator(`#node-input-${name}.input-error`).waitFor();
        await field(name).fill(right);
        await field(name).blur();
        await editor.page.locator(`#node-input-${name}:not(.input-error)`).waitFor();
      }
      await field('bySelf').uncheck();
      await field('minute').waitFor({ state: 'hidden' });
      await field('bySelf').check();
    });

    it('8. shows the minute that was drawn at the first deploy, and takes another', async () => {
      const hint = editor.page.locator('#dataconnect-query-minute');
      assert.ok((await hint.innerText()).includes(words.toDraw));
      await editor.done();
      await editor.deploy();
      // By then it has drawn one.
      await editor.status(query, words.unlinked);
      await editor.open(query);
      await hint.filter({ hasText: words.drawn }).waitFor();
      const minute = await field('minute').getAttribute('placeholder');
      assert.ok(
        (await hint.innerText()).replace(/\u00a0/g, ' ').includes(`: ${String(minute)},`),
        await hint.innerText(),
      );
      assert.equal(await field('minute').inputValue(), '', 'the flow names no minute that everybody would have');
      await field('minute').fill('41');
      await editor.done();
      assert.equal((await editor.properties(query))['minute'], '41');
      assert.deepEqual(editor.problems, []);
    });

    it('has a help for each node', async () => {
      for (const type of ['enedis-account', 'dataconnect-query'])
        assert.ok((await editor.help(type)).length > 500, type);
    });
  });
