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
    ],
  });

  const field = (name: string) => editor.page.locator(`#node-input-${name}`);
  const wrong = (name: string) => editor.page.locator(`#node-input-${name}.input-error`);
  const visible = async (...names: string[]) =>
    Promise.all(names.map(async (name) => [name, await field(name).isVisible()] as const)).then((all) =>
      all.filter(([, shown]) => shown).map(([name]) => name),
    );
  const ALL = ['port', 'serial', 'host', 'tcpPort', 'mode', 'speed', 'deliver', 'stream'];

  it('shows what the chosen source needs, and nothing else', async () => {
    await editor.open('n1');
    const shown: Record<string, string[]> = {};
    for (const source of ['serial', 'serial-port', 'tcp', 'input']) {
      await field('source').selectOption(source);
      shown[source] = await visible(...ALL);
    }
    assert.deepEqual(shown, {
      serial: ['port', 'mode', 'deliver', 'stream'],
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

  it('finds the ports of the machine, and says that there are none', async () => {
    const answers: object[][] = [
      [],
      [
        { path: BY_ID, about: '/dev/ttyACM0' },
        { path: '/dev/ttyUSB0', about: '<b>bold maker</b>' },
      ],
    ];
    await editor.page.route('**/tic-in/ports', (route) => route.fulfill({ json: answers.shift() ?? [] }));
    await wrong('port').waitFor();
    await editor.page.locator('#tic-in-search').click();
    await editor.page.locator('.red-ui-notification', { hasText: 'No serial port was found' }).waitFor();
    await editor.page.locator('#tic-in-search').click();
    const entries = editor.page.locator('.red-ui-menu a:visible', { hasText: '/dev/' });
    await entries.first().waitFor();
    assert.deepEqual(await entries.allInnerTexts(), [`${BY_ID} (/dev/ttyACM0)`, '/dev/ttyUSB0 (<b>bold maker</b>)']);
    await entries.first().click();
    assert.equal(await field('port').inputValue(), BY_ID);
    assert.equal(await wrong('port').count(), 0);
  });

  it('says that it found no port where a user may not ask for them', async () => {
    await editor.page.locator('.red-ui-notification').first().waitFor({ state: 'detached' });
    await editor.page.unroute('**/tic-in/ports');
    await editor.page.route('**/tic-in/ports', (route) => route.fulfill({ status: 403 }));
    await editor.page.locator('#tic-in-search').click();
    await editor.page.locator('.red-ui-notification', { hasText: 'No serial port was found' }).waitFor();
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
    const label = editor.page.locator('[id="n1"] .red-ui-flow-node-label');
    assert.equal((await label.allTextContents()).join(''), '${BRIDGE}:4001');
    assert.deepEqual(editor.problems, []);
  });
});
