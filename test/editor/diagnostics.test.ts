// The button "Copy diagnostics" in the forms, in a real browser: what it copies can be pasted.
// Not in the fast lane: a browser and a Node-RED.
import assert from 'node:assert/strict';
import type { Editor } from '../support/node-red/editor';
import type { NodeRed } from '../support/node-red/process';
import { withEditor } from '../support/node-red/suite';

const TYPES = ['tic-in', 'linky-decode', 'ha-entities'] as const;

describe('the button "Copy diagnostics"', function () {
  let editor: Editor;
  withEditor(
    (opened: Editor, _red: NodeRed) => (editor = opened),
    {
      flow: [
        { id: 'flow', type: 'tab', label: 'test' },
        ...TYPES.map((type, i) => ({
          id: `n${String(i)}`,
          type,
          z: 'flow',
          x: 200,
          y: 80 + 80 * i,
          name: '',
          wires: [],
        })),
      ],
    },
    { language: 'fr' },
  );

  for (const [i, type] of TYPES.entries())
    it(`copies from the form of ${type}`, async () => {
      const { page } = editor;
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await editor.open(`n${String(i)}`);
      const button = page.locator(`#${type}-diagnostics`);
      assert.match(await button.innerText(), /Copier le diagnostic/);
      await button.click();
      await page.locator('.red-ui-notification', { hasText: 'Relisez-le avant de le coller' }).waitFor();
      const copied: string = await page.evaluate('navigator.clipboard.readText()');
      assert.match(copied, /^## linky-red diagnostics\n/);
      for (const each of TYPES) assert.ok(copied.includes(`### ${each}\n`), each);
      await page.locator('.red-ui-notification').first().click();
      await editor.done();
      assert.deepEqual(editor.problems, []);
    });
});
