// Ecowatt and Tempo in the editor, with the mouse: nodes onto the canvas, an account with its key, Try, Deploy, the status.
import assert from 'node:assert/strict';
import { DEFAULT_APPLICATION } from '../../sandbox/rte/portal';
import { SCENARIOS } from '../../sandbox/rte/scenarios';
import { startRte, type RunningRte } from '../../sandbox/rte/server';
import type { Editor } from '../support/node-red/editor';
import { withEditor } from '../support/node-red/suite';

const LANGUAGES = {
  'en-US': {
    plan: 'Plan hours',
    good: 'Id and secret: good',
    incomplete: /Id and secret: both are needed/,
    wrong: /does not know this client id/,
    last: /no call before .* The last one/,
    red: /^red(?: ·|$)/,
  },
  fr: {
    plan: 'Planifier',
    good: 'Identifiant et secret : correct',
    incomplete: /il les faut tous les deux/,
    wrong: /ne reconnaît pas cet identifiant/,
    last: /pas d’appel avant .* Le dernier/,
    red: /^rouge(?: ·|$)/,
  },
} as const;

for (const [language, words] of Object.entries(LANGUAGES))
  describe(`Ecowatt and Tempo in the editor (${language})`, function () {
    let rte: RunningRte;
    let editor: Editor;
    let ecowatt: string;

    before(async () => {
      const scenario = SCENARIOS.find(({ name }) => name === 'all-day');
      assert.ok(scenario);
      rte = await startRte({ scenario });
    });
    after(() => rte.stop());
    withEditor((one) => (editor = one), {}, { language: language as keyof typeof LANGUAGES });

    it('shows the fields of a plan when one is wanted, and says what is wrong in them', async () => {
      ecowatt = await editor.drag('ecowatt-signal', { x: 200, y: 150 });
      await editor.open(ecowatt);
      const text = await editor.dialogText();
      assert.ok(text.includes(words.plan), text);
      // A key that no catalogue knows would be shown as it is.
      assert.doesNotMatch(text, /ecowatt-signal\./);
      await editor.page.locator('#node-input-before').waitFor({ state: 'hidden' });
      await editor.page.locator('#node-input-plan').selectOption('window');
      await editor.page.locator('#node-input-before').fill('dawn');
      await editor.page.locator('#node-input-before').blur();
      await editor.page.locator('#node-input-before.input-error').waitFor();
      await editor.page.locator('#node-input-before').fill('07:00');
      await editor.page.locator('#node-input-before').blur();
      await editor.page.locator('#node-input-before:not(.input-error)').waitFor();
      await editor.page.locator('#node-input-plan').selectOption('none');
    });

    it('tries an account before it is deployed: wrong, good, and what the last call brought', async () => {
      const { page } = editor;
      await page.locator('#node-input-btn-account-add').click();
      // The base64 form holds the secret: it belongs where Node-RED never shows it again.
      assert.match(
        (await page.locator('#node-config-input-clientSecret[type=password]').getAttribute('placeholder')) ?? '',
        /base64/,
      );
      const answer = page.locator('#node-config-rte-account-answer');
      const press = async (): Promise<void> => {
        await page.locator('#node-config-rte-account-try').click();
      };
      await press();
      await answer.filter({ hasText: words.incomplete }).waitFor();
      await page.locator('#node-config-input-clientId').fill(` ${DEFAULT_APPLICATION.id} `);
      await page.locator('#node-config-input-clientSecret').fill('wrong');
      await editor.unfold();
      await page.locator('#node-config-input-baseUrl').fill(rte.url);
      await press();
      await answer.filter({ hasText: words.wrong }).waitFor();
      await page.locator('#node-config-input-clientSecret').fill(DEFAULT_APPLICATION.secret);
      await press();
      await answer.filter({ hasText: words.good }).waitFor();
      await press();
      await answer.filter({ hasText: words.last }).waitFor();
      assert.doesNotMatch(await answer.innerText(), /rte-account\.|errors\.|__/);
      await page.locator('#node-config-dialog-ok').click();
      await page.locator('#node-config-dialog-ok').waitFor({ state: 'detached' });
      await editor.done();
    });

    it('offers Tempo without an account, and asks for one when RTE is chosen', async () => {
      const tempo = await editor.drag('tempo-signal', { x: 200, y: 250 });
      await editor.open(tempo);
      assert.doesNotMatch(await editor.dialogText(), /tempo-signal\./);
      const account = editor.page.locator('.tempo-signal-account');
      await account.waitFor({ state: 'hidden' });
      await editor.unfold();
      await editor.page.locator('#node-input-first').selectOption('rte');
      await account.waitFor();
      await editor.page.locator('#node-input-first').selectOption('services-rte');
      await editor.page.locator('#node-input-servicesRteUrl').fill(rte.url);
      await editor.page.locator('#node-input-couleurTempoUrl').fill(`${rte.url}/api`);
      await editor.done();
    });

    it('deploys, and shows the colours under the nodes', async () => {
      await editor.deploy();
      // The account was tried a moment ago, and the quota is used: what the trial heard was kept.
      await editor.status(ecowatt, words.red);
      assert.deepEqual(editor.problems, []);
    });

    it('has a help for each node', async () => {
      for (const type of ['ecowatt-signal', 'tempo-signal', 'rte-account']) {
        assert.ok((await editor.help(type)).length > 500, type);
      }
    });
  });
