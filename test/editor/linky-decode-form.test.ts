// The dialog of linky-decode as a user fills it in, and its help as the editor renders it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { GridSignal } from '../../lib/grid/signal';
import type { Editor } from '../support/node-red/editor';
import type { NodeRed } from '../support/node-red/process';
import { withEditor } from '../support/node-red/suite';

const NODES = path.resolve(__dirname, '../../nodes');

describe('the form of linky-decode', function () {
  let editor: Editor;
  let id: string;

  withEditor((one) => (editor = one));
  before(async () => {
    id = await editor.drag('linky-decode', { x: 300, y: 150 });
    await editor.open(id);
    await editor.unfold();
  });

  const field = (name: string) => editor.page.locator(`#node-input-${name}`);
  const wrong = (name: string) => editor.page.locator(`#node-input-${name}.input-error`);

  async function fill(name: string, value: string): Promise<void> {
    await field(name).fill(value);
    await field(name).blur();
  }

  it('asks for seconds where they count, and alone there', async () => {
    await field('seconds').waitFor({ state: 'hidden' });
    await field('rhythm').selectOption('interval');
    await field('seconds').waitFor();
    await fill('seconds', '80');
    await wrong('seconds').waitFor();
    await field('rhythm').selectOption('frame');
    assert.equal(await wrong('seconds').count(), 0);
    await field('rhythm').selectOption('interval');
    await wrong('seconds').waitFor();
    await fill('seconds', '20');
    assert.equal(await wrong('seconds').count(), 0);
  });

  it('knows time zones and seconds of silence, and leaves environment variables alone', async () => {
    for (const [name, bad, good] of [
      ['zone', 'Mars/Olympus', 'Indian/Reunion'],
      ['silence', 'never', '30'],
    ] as const)
      for (const fine of [good, '${ANY}']) {
        await fill(name, bad);
        await wrong(name).waitFor();
        await fill(name, fine);
        assert.equal(await wrong(name).count(), 0, `${name} ${fine}`);
      }
    await fill('silence', '');
    assert.equal(await wrong('silence').count(), 0);
  });

  it('keeps what was filled in', async () => {
    await field('groups').check();
    await editor.done();
    const { rhythm, seconds, silence, zone, groups, lenient, version } = await editor.properties(id);
    assert.deepEqual(
      { rhythm, seconds, silence, zone, groups, lenient, version },
      { rhythm: 'interval', seconds: '20', silence: '', zone: '${ANY}', groups: true, lenient: false, version: 1 },
    );
  });

  for (const type of ['tic-in', 'linky-decode'])
    it(`has help that shows every property with its type: ${type}`, async () => {
      const source = readFileSync(path.join(NODES, type, 'help', 'en-US.md'), 'utf8');
      const written = [...source.matchAll(/^ *: _?([^ (]+?)_? \(([^)]+)\) :/gm)].map(([, name, kind]) => [name, kind]);
      await editor.help(type);
      const shown = editor.page.locator('.red-ui-help dt');
      const read = await shown.evaluateAll((all) =>
        all.map((dt) => [dt.firstChild?.textContent?.trim(), dt.querySelector('.property-type')?.textContent]),
      );
      assert.deepEqual(read, written);
      assert.ok(written.length > 5);
    });
});

describe('the button of linky-decode on the canvas', function () {
  let editor: Editor;
  let red: NodeRed;
  const at = (id: string, type: string, y: number, wires: string[][] = []) => ({
    id,
    type,
    z: 'tab',
    x: 300,
    y,
    wires,
  });

  withEditor(
    (one, running) => {
      editor = one;
      red = running;
    },
    {
      flow: [
        { id: 'tab', type: 'tab', label: 'button' },
        { ...at('decode', 'linky-decode', 100, [[], ['tap']]), played: 'notice' },
        { ...at('tap', 'test-tap', 200), name: 'signals' },
      ],
    },
    { language: 'fr' },
  );

  const press = (id: string) => editor.page.locator(`[id="${id}"] .red-ui-flow-node-button-button`).click();
  const notified = (text: string) => editor.page.locator('.red-ui-notification', { hasText: text }).waitFor();

  it('plays what the form names, and says so', async () => {
    await press('decode');
    await notified('Joué pendant 60\u00a0s\u00a0: un préavis de dépassement');
    const { signal, state, level, detail } = (await red.next('signals')).payload as GridSignal;
    assert.deepEqual([signal, state, level], ['power-overrun', 'announced', 2]);
    assert.equal((detail as { simulated?: unknown }).simulated, true);
  });

  it('asks for Deploy where the node is not what runs', async () => {
    const heard = red.messages('signals').length;
    await press(await editor.drag('linky-decode', { x: 300, y: 300 }));
    await notified('modifications non déployées');
    assert.equal(red.messages('signals').length, heard);
    assert.deepEqual(editor.problems, []);
  });
});
