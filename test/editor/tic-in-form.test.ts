// The dialog of tic-in as a user fills it in.
import assert from 'node:assert/strict';
import type { Editor } from '../support/node-red/editor';
import { withEditor } from '../support/node-red/suite';

const BY_ID = '/dev/serial/by-id/usb-CH2i_uTinfo-V3.0_TINFO-2000-if00';

describe('the form of tic-in', function () {
  let editor: Editor;

  withEditor((one) => (editor = one), {
    flow: [
      { id: 'tab', type: 'tab', label: 'form' },
      { id: 'n1', type: 'tic-in', version: 1, z: 'tab', x: 300, y: 100, source: 'input', mode: '${MODE}', wires: [[]] },
      { id: 'empty', type: 'tic-in', version: 1, z: 'tab', x: 600, y: 100, source: 'serial', port: '', wires: [[]] },
    ],
  });

  const field = (name: string) => editor.page.locator(`#node-input-${name}`);
  const wrong = (name: string) => editor.page.locator(`#node-input-${name}.input-error`);
  const visible = async (...names: string[]) =>
    Promise.all(names.map(async (name) => [name, await field(name).isVisible()] as const)).then((all) =>
      all.filter(([, shown]) => shown).map(([name]) => name),
    );
  const ports = () => editor.page.locator('#tic-in-ports');
  const ALL = ['port', 'serial', 'host', 'tcpPort', 'mode', 'speed', 'deliver', 'stream'];

  it('shows what the chosen source needs, and nothing else', async () => {
    await editor.page.route('**/tic-in/ports', (route) => route.fulfill({ json: [] }));
    await editor.open('n1');
    await editor.unfold();
    // The list is asked for when the form opens.
    await ports().locator('option', { hasText: 'no port found' }).waitFor({ state: 'attached' });
    const shown: Record<string, string[]> = {};
    for (const source of ['serial', 'serial-port', 'tcp', 'input']) {
      await field('source').selectOption(source);
      shown[source] = await visible(...ALL);
    }
    assert.deepEqual(shown, {
      // The path itself is asked for where the list has no entry for it.
      serial: ['mode', 'deliver', 'stream'],
      // The config node's own list stands in the place of the field.
      'serial-port': ['serial', 'mode', 'deliver', 'stream'],
      tcp: ['host', 'tcpPort', 'deliver', 'stream'],
      input: ['deliver', 'stream'],
    });
  });

  it('keeps a choice that is an environment variable', async () => {
    await field('source').selectOption('serial');
    assert.equal(await field('mode').inputValue(), '${MODE}');
  });

  it('asks for a speed with a fixed speed alone', async () => {
    await field('mode').selectOption('fixed');
    assert.deepEqual(await visible('speed'), ['speed']);
    await field('speed').fill('fast');
    await field('speed').blur();
    await wrong('speed').waitFor();
    await field('mode').selectOption('auto');
    assert.deepEqual(await visible('speed'), []);
    assert.equal(await wrong('speed').count(), 0);
  });

  it('has filled its list of ports by itself, with nothing chosen where a node is deployed', async () => {
    const nothing = 'no port found: plug the dongle in';
    await ports().locator('option:checked', { hasText: nothing }).waitFor({ state: 'attached' });
    assert.equal(await ports().evaluate((list) => list.classList.contains('input-error')), true);
    await editor.page.unroute('**/tic-in/ports');
    await editor.page.route('**/tic-in/ports', (route) =>
      route.fulfill({
        json: [
          { path: BY_ID, device: '/dev/ttyACM0', about: 'CH2i uTinfo-V3.0 TINFO-2000', isLone: true },
          { path: '/dev/ttyUSB0', about: '<b>bold maker</b>' },
        ],
      }),
    );
    await editor.page.locator('#tic-in-search').click();
    await ports().locator('option', { hasText: 'ttyUSB0' }).waitFor({ state: 'attached' });
    assert.deepEqual(await ports().locator('option').allInnerTexts(), [
      'choose a port',
      'ttyACM0 : CH2i uTinfo-V3.0 TINFO-2000',
      'ttyUSB0 : <b>bold maker</b>',
      'another path, typed by hand',
    ]);
    assert.deepEqual([await ports().inputValue(), await field('port').inputValue()], ['', '']);
  });

  it('takes a port from the list, and shows its whole path', async () => {
    await ports().selectOption(BY_ID);
    assert.equal(await field('port').inputValue(), BY_ID);
    assert.equal(await editor.page.locator('#tic-in-ports-hint').innerText(), BY_ID);
    assert.deepEqual(await visible('port'), []);
    assert.equal(await wrong('port').count(), 0);
    assert.equal(await ports().evaluate((list) => list.classList.contains('input-error')), false);
  });

  it('asks for the path where the list does not have it', async () => {
    await ports().selectOption('typed');
    assert.deepEqual(await visible('port'), ['port']);
    await field('port').fill('');
    await field('port').blur();
    await wrong('port').waitFor();
    await field('port').fill('/dev/serial0');
    await field('port').blur();
    assert.equal(await wrong('port').count(), 0);
    await editor.page.locator('#tic-in-search').click();
    await ports().locator('option', { hasText: 'ttyUSB0' }).waitFor({ state: 'attached' });
    assert.deepEqual(await visible('port'), ['port'], 'what was typed is kept, and in sight');
    assert.equal(await field('port').inputValue(), '/dev/serial0');
  });

  it('lets a path be typed where a user may not ask for the list', async () => {
    await editor.page.unroute('**/tic-in/ports');
    await editor.page.route('**/tic-in/ports', (route) => route.fulfill({ status: 403 }));
    await ports().selectOption(BY_ID);
    await editor.page.locator('#tic-in-search').click();
    await ports().locator('option', { hasText: 'no list' }).waitFor({ state: 'attached' });
    assert.deepEqual(await visible('port'), ['port']);
    assert.equal(await field('port').inputValue(), BY_ID);
    // The browser's own word for the refusal.
    assert.match(editor.problems.splice(0).join(), /^Failed to load resource.*403/);
  });

  it('wants a host and a possible port for a bridge', async () => {
    await field('source').selectOption('tcp');
    await wrong('host').waitFor();
    await field('host').fill('${BRIDGE}');
    await field('host').blur();
    await field('tcpPort').fill('99999');
    await field('tcpPort').blur();
    await wrong('tcpPort').waitFor();
    await field('tcpPort').fill('4001');
    await field('tcpPort').blur();
    assert.equal((await wrong('host').count()) + (await wrong('tcpPort').count()), 0);
  });

  it('stores what was filled in, and is called by it', async () => {
    await field('deliver').selectOption('group');
    await field('stream').fill('cellar');
    await editor.done();
    const { source, port, host, tcpPort, mode, deliver, stream, version } = await editor.properties('n1');
    assert.deepEqual(
      { source, port, host, tcpPort, mode, deliver, stream, version },
      {
        source: 'tcp',
        port: BY_ID,
        host: '${BRIDGE}',
        tcpPort: '4001',
        mode: 'auto',
        deliver: 'group',
        stream: 'cellar',
        version: 1,
      },
    );
    // The label is drawn after the form has closed.
    const label = editor.page.locator('[id="n1"] .red-ui-flow-node-label');
    await label.filter({ hasText: /^\$\{BRIDGE\}:4001$/ }).waitFor();
    assert.deepEqual(editor.problems, []);
  });

  describe('with a lone dongle that looks like a receiver for the TIC', () => {
    const dongle = { path: BY_ID, device: '/dev/ttyACM0', about: 'CH2i uTinfo-V3.0 TINFO-2000', isLone: true };

    before(async () => {
      await editor.page.unroute('**/tic-in/ports');
      await editor.page.route('**/tic-in/ports', (route) => route.fulfill({ json: [dongle] }));
    });

    it('begins with it where the node is new, and says so', async () => {
      const id = await editor.drag('tic-in', { x: 300, y: 250 });
      await editor.open(id);
      await editor.page.locator('#tic-in-ports-hint', { hasText: /^The only dongle here .*by-id/ }).waitFor();
      assert.equal(await ports().inputValue(), BY_ID);
      await editor.done();
      assert.equal((await editor.properties(id))['port'], BY_ID);
    });

    it('changes no node that is deployed', async () => {
      await editor.open('empty');
      await ports().locator('option', { hasText: 'ttyACM0' }).waitFor({ state: 'attached' });
      assert.equal(await ports().inputValue(), '');
      await editor.done();
      const { port, source } = await editor.properties('empty');
      assert.deepEqual([source, port], ['serial', '']);
    });

    it('changes no port of a new node that was typed', async () => {
      const id = await editor.drag('tic-in', { x: 300, y: 350 });
      await editor.open(id);
      await ports().selectOption('typed');
      await field('port').fill('${PORT}');
      await editor.done();
      await editor.open(id);
      await ports().locator('option', { hasText: 'ttyACM0' }).waitFor({ state: 'attached' });
      assert.equal(await field('port').inputValue(), '${PORT}');
      await editor.done();
      assert.deepEqual(editor.problems, []);
    });
  });
});
