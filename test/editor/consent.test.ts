// Linking a meter as a user does it: from the form and from the canvas, through the page of a gateway and that of Enedis, and on all
// three ways back. Not in the fast lane: a browser.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { APPLICATION } from '../../sandbox/enedis/applications';
import { startEnedis, type RunningEnedis } from '../../sandbox/enedis/server';
import { startGateways, type RunningGateways } from '../../sandbox/gateways/server';
import { PRM } from '../../sandbox/household/households';
import { textsBelow } from '../support/machine/texts-below';
import type { Editor } from '../support/node-red/editor';
import type { NodeRed } from '../support/node-red/process';
import { withEditor } from '../support/node-red/suite';

const MASKED = `${PRM.family.slice(0, 2)}…${PRM.family.slice(-4)}`;
const WORDS = {
  'en-US': {
    received: 'Consent received',
    refused: 'Answer refused',
    none: 'No consent',
    blocker: /ad blocker/,
    linked: /Linked/,
  },
  fr: {
    received: 'Consentement reçu',
    refused: 'Réponse refusée',
    none: 'Aucun consentement',
    blocker: /bloqueur de publicité/,
    linked: /Relié/,
  },
} as const;

/** Node-RED as the app of Home Assistant has it: flows answer below /endpoint. */
const SETTINGS = { httpNodeRoot: '/endpoint' };

for (const [language, words] of Object.entries(WORDS))
  describe(`a consent in the editor (${language})`, function () {
    let enedis: RunningEnedis;
    let gateways: RunningGateways;
    let editor: Editor;
    let red: NodeRed;

    before(async () => {
      enedis = await startEnedis();
      gateways = await startGateways();
    });
    after(async () => {
      await enedis.stop();
      await gateways.stop();
    });
    withEditor(
      (one, its) => {
        editor = one;
        red = its;
      },
      () => ({
        settings: SETTINGS,
        flow: [
          { id: 'tab', type: 'tab', label: 'consent' },
          { id: 'tap', type: 'test-tap', z: 'tab', x: 600, y: 400, wires: [] },
        ],
      }),
      { language: language as keyof typeof WORDS },
    );

    /** Whatever opens the page of Enedis: the box, the button. @returns the page on which the browser arrives */
    const agree = async (press: () => Promise<void>, button: 'accept' | 'refuse' = 'accept'): Promise<Page> => {
      const opening = editor.page.context().waitForEvent('page');
      await press();
      const page = await opening;
      await page.locator(`#${button}`).waitFor();
      if (button === 'accept') {
        await page.locator(`input[name=prm][value="${PRM.family}"]`).check();
        await page.locator('#agree').check();
      }
      await page.locator(`#${button}`).click();
      return page;
    };
    const pressOnCanvas = (id: string) => () =>
      editor.page.locator(`[id="${id}"] .red-ui-flow-node-button-button`).click();
    const heading = async (page: Page): Promise<string> => {
      await page.locator('main[data-outcome] h1').waitFor();
      return await page.locator('h1').innerText();
    };

    it('conso-api: the form opens its page, the token is pasted, the meter is read in it', async () => {
      const { page } = editor;
      const id = await editor.drag('dataconnect-oauth', { x: 250, y: 100 });
      await editor.open(id);
      assert.match(await editor.dialogText(), words.blocker);
      assert.doesNotMatch(await editor.dialogText(), /dataconnect-oauth\.|__/);
      await page.locator('#node-input-btn-account-add').click();
      // The form of the account has opened by then.
      await page.locator('#node-config-input-provider').waitFor();
      await editor.unfold();
      await page.locator('#node-config-input-baseUrl').fill(gateways.url);
      await page.locator('#node-config-input-consentPage').fill(gateways.url);
      await page.locator('#node-config-dialog-ok').click();
      await page.locator('#node-config-dialog-ok').waitFor({ state: 'detached' });
      await page.locator('#node-input-token').waitFor();

      const opening = page.context().waitForEvent('page');
      await page.locator('#node-input-dataconnect-oauth-open').click();
      const gateway = await opening;
      await gateway.locator('#link').click();
      await gateway.locator(`input[name=prm][value="${PRM.family}"]`).check();
      await gateway.locator('#agree').check();
      await gateway.locator('#accept').click();
      await gateway.locator('#show').click();
      const token = await gateway.locator('#token').innerText();
      await gateway.close();

      await page.locator('#node-input-token').fill(token);
      await page.locator('#node-input-prm').fill('12');
      await page.locator('#node-input-prm').blur();
      await page.locator('#node-input-prm.input-error').waitFor();
      await page.locator('#node-input-prm').fill('');
      await editor.done();
      await editor.deploy();
      await editor.status(id, new RegExp(`^${MASKED} · `));
      await editor.open(id);
      await page.locator('#node-input-dataconnect-oauth-state', { hasText: words.linked }).waitFor();
      await editor.done();
    });

    let id: string;

    it('Enedis itself: an application is typed, and deployed', async () => {
      const { page } = editor;
      id = await editor.drag('dataconnect-oauth', { x: 250, y: 250 });
      await editor.open(id);
      await page.locator('#node-input-account').selectOption('_ADD_');
      await page.locator('#node-input-btn-account-add').click();
      await page.locator('#node-config-input-provider').selectOption('enedis-direct');
      await page.locator('#node-config-input-clientId').fill(APPLICATION.id);
      await page.locator('#node-config-input-clientSecret').fill(APPLICATION.secret);
      await editor.unfold();
      await page.locator('#node-config-input-baseUrl').fill(enedis.url);
      await page.locator('#node-config-input-consentPage').fill(`${enedis.url}/dataconnect/v2/oauth2/authorize`);
      await page.locator('#node-config-dialog-ok').click();
      await page.locator('#node-config-dialog-ok').waitFor({ state: 'detached' });
      await page.locator('#node-input-token').waitFor({ state: 'hidden' });
      await editor.unfold();
      assert.equal(
        await page.locator('#node-input-dataconnect-oauth-root').innerText(),
        `${red.url}/endpoint/dataconnect-oauth/callback`,
      );
      assert.equal(
        await page.locator('#node-input-dataconnect-oauth-admin').innerText(),
        `${red.url}/dataconnect-oauth/callback`,
      );
      await editor.done();
      await editor.deploy();
    });

    it('refused by the holder: that is said on the page and under the node', async () => {
      enedis.redirectTo(`${red.url}/dataconnect-oauth/callback`);
      const page = await agree(pressOnCanvas(id), 'refuse');
      assert.equal(await heading(page), words.none);
      await page.close();
      await editor.status(id, /refus/);
    });

    it('linked by the way back to the admin side; the same address a second time is refused', async () => {
      const page = await agree(pressOnCanvas(id));
      assert.equal(await heading(page), words.received);
      await editor.status(id, new RegExp(`^${MASKED} · `));
      await page.reload();
      assert.equal(await heading(page), words.refused);
      await page.goto(`${red.url}/dataconnect-oauth/callback?autorisation_id=10234`);
      assert.equal(await heading(page), words.refused, 'no state');
      await page.goto(`${red.url}/dataconnect-oauth/callback?autorisation_id=10234&state=wrong`);
      assert.equal(await heading(page), words.refused, 'wrong state');
      await page.close();
    });

    it('linked by the way back below the node root, as in Home Assistant', async () => {
      enedis.redirectTo(`${red.url}/endpoint/dataconnect-oauth/callback`);
      const page = await agree(pressOnCanvas(id));
      assert.equal(await heading(page), words.received);
      await page.close();
    });

    it('linked by the address that is pasted in the form, where no way back can be reached', async () => {
      // Some page or other: the address in the browser is what counts.
      enedis.redirectTo(`${gateways.url}/nobody`);
      await editor.open(id);
      const button = editor.page.locator('#node-input-dataconnect-oauth-open');
      const page = await agree(() => button.click());
      await page.waitForURL(/autorisation_id/);
      const address = page.url();
      await page.close();
      await editor.unfold();
      await editor.page.locator('#node-input-dataconnect-oauth-pasted').fill(address);
      await editor.page.locator('#node-input-dataconnect-oauth-take').click();
      await editor.page.locator('#node-input-dataconnect-oauth-state', { hasText: words.linked }).waitFor();
      await editor.page.locator('#node-input-dataconnect-oauth-take').click();
      await editor.page.locator('#node-input-dataconnect-oauth-state', { hasText: 'ERR_CONSENT_STATE' }).waitFor();
      await editor.done();
    });

    it('token, secret and number stand in no flow file, log or kept file', () => {
      const { names, texts } = textsBelow(red.userDir);
      const all = [red.log, ...names, ...texts].join('\n');
      assert.ok(gateways.tokens.length > 0 && enedis.tokens.length > 0);
      for (const hidden of [PRM.family, APPLICATION.secret, ...gateways.tokens, ...enedis.tokens])
        assert.ok(!all.includes(hidden), hidden);
      // The address that was used before was refused, which browsers write down.
      assert.deepEqual(
        editor.problems.filter((text) => !text.includes('status of 500')),
        [],
      );
    });

    it('has a help', async () => {
      assert.ok((await editor.help('dataconnect-oauth')).length > 500);
    });
  });
