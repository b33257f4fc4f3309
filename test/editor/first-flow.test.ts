// What a newcomer does in the editor, with the mouse, as the README tells it: nodes onto the canvas, wires, the dialogs, Deploy, a
// look at the statuses and at the sidebar. LINKY_RED_SCREENSHOTS=docs/images renews the pictures of the README.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { standIn, type Running } from '../../sandbox/index';
import type { Editor } from '../support/node-red/editor';
import { withEditor } from '../support/node-red/suite';

const LANGUAGES = {
  'en-US': { source: 'Bytes from', tcp: 'a TCP bridge', rhythm: 'Readings', receiving: /^receiving/, inputs: 'Inputs' },
  fr: { source: 'Octets de', tcp: 'une passerelle TCP', rhythm: 'Relevés', receiving: /^reçoit/, inputs: 'Entrées' },
} as const;

const ROOT = path.resolve(__dirname, '../..');
const PICTURES = process.env['LINKY_RED_SCREENSHOTS'];
const README = { 'en-US': 'README.md', fr: 'README.fr.md' } as const;
const PICTURE = { 'en-US': 'first-flow.png', fr: 'first-flow.fr.png' } as const;

/** What the README says that stands below a node, but for the figures. */
function statusesInReadme(file: string, type: string): RegExp[] {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  const rows = [...text.matchAll(/^\| `([a-z-]+)` +\| (`.*?`) +\|/gm)].filter(([, name]) => name === type);
  return rows.flatMap(([, , cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(
      ([, status = '']) => new RegExp(`^${status.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\d+/g, '\\d+')}$`),
    ),
  );
}

for (const [language, words] of Object.entries(LANGUAGES))
  describe(`the first flow in the editor (${language})`, function () {
    let meter: Running;
    let editor: Editor;
    let ticIn: string;
    let decode: string;
    let debug: string;

    before(async () => {
      const row = standIn('meter');
      assert.ok(row);
      meter = await row.start();
    });
    after(() => meter.stop());
    // Statuses with figures are in the language of Node-RED itself.
    withEditor(
      (one) => (editor = one),
      { settings: { lang: language } },
      { language: language as keyof typeof LANGUAGES },
    );

    const said = (type: string): RegExp[] => statusesInReadme(README[language as keyof typeof README], type);

    it('begins with both nodes in the palette of French energy', async () => {
      const category = editor.page.locator('#red-ui-palette-container .red-ui-palette-category', {
        has: editor.page.locator('[data-palette-type="tic-in"]'),
      });
      assert.match(await category.innerText(), /Énergie \(France\)/);
      ticIn = await editor.drag('tic-in', { x: 130, y: 110 });
      decode = await editor.drag('linky-decode', { x: 370, y: 110 });
      debug = await editor.drag('debug', { x: 590, y: 110 });
      await editor.wire(ticIn, decode);
      await editor.wire(decode, debug);
      // The second output tells the files of a recording.
      assert.deepEqual((await editor.properties(ticIn))['wires'], [[decode], []]);
      assert.deepEqual((await editor.properties(decode))['wires'], [[debug], []]);
    });

    it('says what is missing before anything is filled in', async () => {
      await editor.open(ticIn);
      await editor.page.locator('#tic-in-ports.input-error').waitFor();
      const text = await editor.dialogText();
      assert.ok(text.includes(words.source), text);
      // A key that no catalogue knows would be shown as it is.
      assert.doesNotMatch(text, /tic-in\./);
    });

    it('shows the fields of the source that is chosen, and those alone', async () => {
      const select = editor.page.locator('#node-input-source');
      await select.selectOption('tcp');
      assert.ok((await select.locator('option:checked').innerText()).startsWith(words.tcp));
      await editor.page.locator('#node-input-host').waitFor();
      await editor.page.locator('#node-input-port').waitFor({ state: 'hidden' });
      await editor.page.locator('#node-input-host').fill('127.0.0.1');
      await editor.page.locator('#node-input-tcpPort').fill(String(meter.port));
      await editor.done();
      const { source, host, tcpPort } = await editor.properties(ticIn);
      assert.deepEqual(
        { source, host, tcpPort: String(tcpPort) },
        { source: 'tcp', host: '127.0.0.1', tcpPort: String(meter.port) },
      );
    });

    it('opens linky-decode in the same language', async () => {
      await editor.open(decode);
      const text = await editor.dialogText();
      assert.ok(text.includes(words.rhythm), text);
      assert.doesNotMatch(text, /linky-decode\./);
      await editor.page.locator('#node-input-name').fill('linky-decode');
      await editor.done();
      assert.equal((await editor.properties(decode))['name'], 'linky-decode');
    });

    it('shows the power of the meter under the node, once deployed', async () => {
      await editor.deploy();
      const statuses = {
        'tic-in': await editor.status(ticIn, words.receiving),
        'linky-decode': await editor.status(decode, /kVA/),
      };
      for (const [type, status] of Object.entries(statuses))
        assert.ok(
          said(type).some((pattern) => pattern.test(status)),
          `the README does not know "${status}" below ${type}`,
        );
    });

    it('shows the readings in the sidebar of debug', async () => {
      await editor.page.evaluate(`RED.sidebar.show('debug')`);
      await editor.page.locator('.red-ui-debug-msg .red-ui-debug-msg-object-handle').first().click();
      await editor.page.locator('.red-ui-debug-msg', { hasText: 'SINSTS' }).first().waitFor();
      if (PICTURES !== undefined)
        await editor.picture(path.join(PICTURES, PICTURE[language as keyof typeof PICTURE]), 'tic-in');
    });

    it('takes a port from a serial-port config node that is made on the spot', async () => {
      const serial = await editor.drag('tic-in', { x: 200, y: 300 });
      await editor.open(serial);
      await editor.page.locator('#node-input-source').selectOption('serial-port');
      await editor.page.locator('#node-input-btn-serial-add, #node-input-lookup-serial').click();
      await editor.page.locator('#node-config-input-serialport').fill('/dev/ttyUSB0');
      await editor.page.locator('#node-config-dialog-ok').click();
      await editor.page.locator('#node-config-input-serialport').waitFor({ state: 'detached' });
      await editor.done();
      const config = await editor.properties(String((await editor.properties(serial))['serial']));
      assert.deepEqual([config['type'], config['serialport']], ['serial-port', '/dev/ttyUSB0']);
    });

    for (const type of ['tic-in', 'linky-decode'])
      it(`has help for ${type}`, async () => {
        assert.ok((await editor.help(type)).includes(words.inputs));
      });

    it('leaves no error in the console', () => {
      assert.deepEqual(editor.problems, []);
    });
  });
