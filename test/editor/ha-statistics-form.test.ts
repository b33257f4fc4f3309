// ha-statistics in the editor, with the mouse: the way to Home Assistant, "Try" against the stand-in, what is kept and what is not.
import assert from 'node:assert/strict';
import { startHomeAssistant, type RunningHomeAssistant } from '../../sandbox/home-assistant/server';
import type { Editor } from '../support/node-red/editor';
import type { NodeRed } from '../support/node-red/process';
import { withEditor } from '../support/node-red/suite';

const TOKEN = 'a-token-of-the-test';
const NBSP = String.fromCharCode(0xa0);
const WORDS = {
  'en-US': {
    here: /There is no Home Assistant round this Node-RED/,
    good: ['Home Assistant 2026.11.0: good', 'Administrator’s token: good', 'Statistics: good'],
    wrong: /does not accept the token/,
    noServer: /node-red-contrib-home-assistant-websocket is not installed/,
    help: /never both/,
  },
  fr: {
    here: /ERR_HA_NOT_HERE/,
    good: [
      `Home Assistant 2026.11.0${NBSP}: correct`,
      `Jeton d’administrateur${NBSP}: correct`,
      `Statistiques${NBSP}: correct`,
    ],
    wrong: /ERR_HA_TOKEN/,
    noServer: /node-red-contrib-home-assistant-websocket n’est pas installé/,
    help: /jamais les deux/,
  },
} as const;

for (const [language, words] of Object.entries(WORDS))
  describe(`ha-statistics in the editor (${language})`, () => {
    let editor: Editor;
    let red: NodeRed;
    let home: RunningHomeAssistant;
    let id: string;

    before(async () => {
      home = await startHomeAssistant({ token: TOKEN });
    });
    after(async () => {
      await home.stop();
    });
    withEditor(
      (one, running) => {
        editor = one;
        red = running;
      },
      {},
      { language: language as keyof typeof WORDS },
    );

    const field = (name: string) => editor.page.locator(`#node-input-${name}`);
    const answer = () => editor.page.locator('#node-ha-statistics-answer');
    const trying = async (): Promise<void> => {
      await editor.page.locator('#node-ha-statistics-try').click();
    };

    it('asks for nothing inside the app, and says where there is none', async () => {
      id = await editor.drag('ha-statistics', { x: 250, y: 150 });
      await editor.open(id);
      const form = editor.page.locator('.red-ui-tray').last();
      assert.doesNotMatch(await form.innerText(), /ha-statistics\./, 'a key that no catalogue knows');
      for (const name of ['url', 'token']) await field(name).waitFor({ state: 'hidden' });
      await trying();
      await answer().filter({ hasText: words.here }).waitFor();
    });

    it('takes an address and a token, and says what Home Assistant thinks of them', async () => {
      await field('access').selectOption('token');
      await field('server').waitFor({ state: 'hidden' });
      await field('url').fill(home.url);
      await field('token').fill('wrong');
      await trying();
      await answer().filter({ hasText: words.wrong }).waitFor();
      await field('token').fill(TOKEN);
      await trying();
      for (const line of words.good) await answer().locator('div').filter({ hasText: line }).waitFor();
      await editor.done();
      await editor.deploy();
    });

    it('tries the token that is kept, which never comes back; it is in no flow', async () => {
      await editor.open(id);
      assert.equal(await field('token').inputValue(), '__PWRD__');
      await trying();
      await answer().locator('div').filter({ hasText: words.good[0] }).waitFor();
      await editor.done();
      assert.ok(!JSON.stringify(await red.ask('GET', '/flows')).includes(TOKEN));
      const { access, url } = await editor.properties(id);
      assert.deepEqual([access, url], ['token', home.url]);
    });

    it('says of a server node that its package is not here', async () => {
      await editor.open(id);
      await field('access').selectOption('server');
      await editor.page.locator('.ha-statistics-no-server').filter({ hasText: words.noServer }).waitFor();
      await field('access').selectOption('token');
      await field('ids').selectOption('ha-linky');
      await editor.page.locator('.ha-statistics-ha-linky').waitFor();
      await editor.done();
      assert.match(await editor.help('ha-statistics'), words.help);
      assert.deepEqual(editor.problems, []);
    });
  });
