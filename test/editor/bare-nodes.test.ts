// Nodes of a flow that was written by hand or sent through the API: nothing is there but id, type and place.
import assert from 'node:assert/strict';
import type { Editor } from '../support/node-red/editor';
import { withEditor } from '../support/node-red/suite';

/** What each list has to show: what a new node begins with, which is what the runtime takes for what is missing. */
const LISTS = {
  'tic-in': { source: 'input', mode: 'auto', deliver: 'frame' },
  'linky-decode': { rhythm: 'frame', budget: 'auto', played: 'overrun' },
  'ha-entities': { language: 'fr', throttle: 'default' },
  'flex-request': { played: 'reduce' },
  'flex-operator': { side: 'building', product: 'WID', times: 'local' },
  'supplier-price': { uploadAs: 'multipart', played: 'price' },
  'opendata-query': { portal: 'enedis', send: 'one', release: 'credit', format: 'csv', timeIs: 'start' },
  'ecowatt-signal': { plan: 'none', played: 'red' },
  'tempo-signal': {
    first: 'services-rte',
    second: 'api-couleur-tempo',
    third: 'meter',
    fourth: 'none',
    played: 'red-peak',
  },
} as const;

describe('the forms of nodes that lack every setting', function () {
  let editor: Editor;

  withEditor((one) => (editor = one), {
    flow: [
      { id: 'tab', type: 'tab', label: 'bare' },
      { id: 'half', type: 'tic-in', z: 'tab', x: 600, y: 100, source: 'serial', wires: [] },
      { id: 'bridge', type: 'tic-in', z: 'tab', x: 600, y: 200, host: 'bridge.local', wires: [] },
      ...Object.keys(LISTS).map((type, i) => ({ id: type, type, z: 'tab', x: 300, y: 60 * (i + 1), wires: [] })),
    ],
  });

  it('are drawn with a name, whatever they lack', async () => {
    const label = (id: string) => editor.page.locator(`[id="${id}"] .red-ui-flow-node-label`).textContent();
    assert.deepEqual(await Promise.all(['tic-in', 'half', 'bridge', 'linky-decode'].map(label)), [
      'TIC reader',
      'TIC reader',
      'bridge.local:2001',
      'Linky decoder',
    ]);
    assert.deepEqual(editor.problems, []);
  });

  for (const [type, lists] of Object.entries(LISTS))
    it(`opens with what holds in the runtime: ${type}`, async () => {
      await editor.open(type);
      const shown = await Promise.all(
        Object.keys(lists).map(async (field) => [
          field,
          await editor.page.locator(`#node-input-${field}`).inputValue(),
        ]),
      );
      assert.deepEqual(Object.fromEntries(shown), lists);
      await editor.done();
      assert.deepEqual(editor.problems, []);
    });
});
