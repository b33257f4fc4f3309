// What a newcomer does in the editor, with the mouse: both nodes onto the canvas, a wire, the dialogs, Deploy, a look at the status.
import assert from 'node:assert/strict';
import { standIn, type Running } from '../../sandbox/index';
import type { Editor } from '../support/node-red/editor';
import { withEditor } from '../support/node-red/suite';

const LANGUAGES = {
  'en-US': { source: 'Bytes from', tcp: 'a TCP bridge', rhythm: 'Readings', receiving: /^receiving/, inputs: 'Inputs' },
  fr: { source: 'Octets de', tcp: 'une passerelle TCP', rhythm: 'Relevés', receiving: /^reçoit/, inputs: 'Entrées' },
} as const;

for (const [language, words] of Object.entries(LANGUAGES))
  describe(`the first flow in the editor (${language})`, function () {
    this.timeout(60_000);
    let meter: Running;
    let editor: Editor;
    let ticIn: string;
    let decode: string;

    before(async () => {
      const row = standIn('meter');
      assert.ok(row);
      meter = await row.start();
    });
    after(() => meter.stop());
    withEditor((one) => (editor = one), {}, { language: language as keyof typeof LANGUAGES });

    it('begins with both nodes in the palette of French energy', async () => {
      const category = editor.page.locator('#red-ui-palette-container .red-ui-palette-category', {
        has: editor.page.locator('[data-palette-type="tic-in"]'),
      });
      assert.match(await category.innerText(), /Énergie \(France\)/);
      ticIn = await editor.drag('tic-in', { x: 200, y: 150 });
      decode = await editor.drag('linky-decode', { x: 500, y: 150 });
      await editor.wire(ticIn, decode);
      assert.deepEqual((await editor.properties(ticIn))['wires'], [[decode]]);
    });

    it('says what is missing before anything is filled in', async () => {
      await editor.open(ticIn);
      await editor.page.locator('#node-input-port.input-error').waitFor();
      const text = await editor.dialogText();
      assert.ok(text.includes(words.source), text);
      // A key that no catalogue knows would be shown as it is.
      assert.doesNotMatch(text, /tic-in\./);
    });

    it('shows the fields of the source that is chosen, and those alone', async () => {
      const select = editor.page.locator('#node-input-source');
      await select.selectOption('tcp');
      assert.ok((await select.locator('option:checked').innerText()).startsWith(words.tcp));
      assert.equal(await editor.page.locator('#node-input-host').isVisible(), true);
      assert.equal(await editor.page.locator('#node-input-port').isVisible(), false);
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
      await editor.page.locator('#node-input-name').fill('Linky');
      await editor.done();
      assert.equal((await editor.properties(decode))['name'], 'Linky');
    });

    it('shows the power of the meter under the node, once deployed', async () => {
      await editor.deploy();
      await editor.status(ticIn, words.receiving);
      assert.match(await editor.status(decode, /kVA/), /^Linky std \d+\.\d\d kVA$/);
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
