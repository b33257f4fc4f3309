// A building in the editor, with the mouse: its assets and keys as lists, a key that is shown once, what an operator then calls.
import assert from 'node:assert/strict';
import { callSite } from '../support/flex/site-bench';
import type { Editor } from '../support/node-red/editor';
import type { NodeRed } from '../support/node-red/process';
import { withEditor } from '../support/node-red/suite';

const LANGUAGES = {
  'en-US': { notDeployed: /Not deployed yet/, waiting: /Answers at \/flex/, hand: 'by hand' },
  fr: { notDeployed: /Pas encore déployé/, waiting: /Répond à \/flex/, hand: 'à la main' },
} as const;

for (const [language, words] of Object.entries(LANGUAGES))
  describe(`a building in the editor (${language})`, () => {
    let editor: Editor;
    let red: NodeRed;
    let request: string;
    const keys: string[] = [];
    withEditor(
      (one, running) => {
        editor = one;
        red = running;
      },
      {},
      { language: language as keyof typeof LANGUAGES },
    );

    const list = (name: string) => editor.page.locator(`#node-config-flex-site-${name}`);
    const row = (name: string, index: number) => list(name).locator('> li').nth(index);
    const field = (name: string, index: number, of: string) => row(name, index).locator(`[data-field="${of}"]`);
    const add = async (name: string): Promise<void> => {
      const before = await list(name).locator('> li').count();
      const whole = editor.page.locator('.red-ui-editableList').filter({ has: list(name) });
      await whole.locator('> .red-ui-editableList-addButton').click();
      await row(name, before).waitFor();
    };
    const makeKey = async (index: number, holder: string): Promise<string> => {
      await field('keys', index, 'holder').fill(holder);
      await row('keys', index).locator('button').click();
      const secret = row('keys', index).locator('input[id^="node-config-input-secret"]');
      assert.equal(await secret.getAttribute('type'), 'text', 'it can be read once');
      return await secret.inputValue();
    };
    const save = async (): Promise<void> => {
      await editor.page.locator('#node-config-dialog-ok').click();
      await editor.page.locator('#node-config-dialog-ok').waitFor({ state: 'detached' });
    };
    const state = () => editor.page.locator('#node-config-flex-site-state');
    /** Deployed is not started yet: until then nobody has the path, or it says that it comes back (503). */
    const asked = async (token: string): Promise<number> => {
      for (;;) {
        const { status } = await callSite(red.url, 'GET', '/flex/openapi.json', { token });
        if (status !== 404 && status !== 503) return status;
      }
    };

    it('is filled in: an id is there, two assets, a key that is made and shown', async () => {
      request = await editor.drag('flex-request', { x: 250, y: 150 });
      await editor.open(request);
      const { page } = editor;
      await page.locator('#node-input-btn-site-add').click();
      await state().filter({ hasText: words.notDeployed }).waitFor();
      const form = page.locator('.red-ui-tray').last();
      assert.doesNotMatch(await form.innerText(), /flex-site\./, 'a key that no catalogue knows');
      assert.match(await page.locator('#node-config-input-bacsId').inputValue(), /^[0-9a-f-]{36}$/);
      await page.locator('#node-config-input-bacsName').fill('Town hall');
      await page.locator('#node-config-input-port').waitFor({ state: 'hidden' });
      await page.locator('#node-config-input-server').selectOption('tls');
      await page.locator('#node-config-input-certFile').waitFor();
      await page.locator('#node-config-input-server').selectOption('node-red');
      await add('assets');
      await field('assets', 0, 'power').fill('60');
      await add('assets');
      await field('assets', 1, 'asset').fill('HeatPump');
      await field('assets', 1, 'product').selectOption('WDA');
      await field('assets', 1, 'power').fill('25');
      await add('keys');
      keys.push(await makeKey(0, 'operator 1'));
      assert.match(keys[0] ?? '', /^[\w-]{32}$/);
      await save();
      await editor.done();
      await editor.deploy();
      const { site } = (await editor.properties(request)) as { site: string };
      const properties = await editor.properties(site);
      assert.deepEqual(
        (properties['assets'] as { asset: string; product: string; power: string }[]).map(
          ({ asset, product, power }) => [asset, product, power],
        ),
        [
          ['WholeBuilding', 'WID', '60'],
          ['HeatPump', 'WDA', '25'],
        ],
      );
      assert.deepEqual(properties['keys'], [{ slot: '1', holder: 'operator 1', keyAssets: '' }]);
      assert.equal(await asked(keys[0] ?? ''), 200);
      assert.equal(await asked('another'), 401);
    });

    it('shows the lists again, without the key, and keeps what is not touched', async () => {
      await editor.open(request);
      await editor.page.locator('#node-input-btn-site-edit').click();
      await state()
        .filter({ hasText: /\/flex/ })
        .waitFor();
      await row('assets', 1).waitFor();
      assert.equal(await field('assets', 1, 'asset').inputValue(), 'HeatPump');
      assert.equal(await editor.page.locator('#node-config-input-secret1').inputValue(), '__PWRD__');
      await add('keys');
      keys.push(await makeKey(1, 'operator 2'));
      await field('keys', 1, 'keyAssets').fill('HeatPump');
      await save();
      await editor.done();
      await editor.deploy();
      assert.deepEqual([await asked(keys[0] ?? ''), await asked(keys[1] ?? '')], [200, 200]);
    });

    it('takes a key back with its row, and no other', async () => {
      await editor.open(request);
      await editor.page.locator('#node-input-btn-site-edit').click();
      await row('keys', 1).waitFor();
      await row('keys', 0).locator('.red-ui-editableList-item-remove').click();
      await row('keys', 1).waitFor({ state: 'detached' });
      await save();
      await editor.done();
      await editor.deploy();
      assert.deepEqual([await asked(keys[0] ?? ''), await asked(keys[1] ?? '')], [401, 200]);
      const flows = JSON.stringify(await red.ask('GET', '/flows'));
      for (const key of keys) assert.ok(!flows.includes(key), 'no key is in a flow');
      assert.deepEqual(editor.problems, []);
    });
  });
