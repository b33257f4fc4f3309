// The forms of all nodes at the width that the editor gives them, with everything unfolded, in both languages: no label over
// two lines, no choice and no placeholder cut off. Beside them the form of another package, which keeps its looks.
import assert from 'node:assert/strict';
import type { Editor } from '../support/node-red/editor';
import { withEditor } from '../support/node-red/suite';

const CONFIG_TYPES = ['rte-account', 'enedis-account', 'flex-site', 'flex-account'] as const;
const DRAGGED = [
  'tic-in',
  'linky-decode',
  'ecowatt-signal',
  'tempo-signal',
  'ha-entities',
  'dataconnect-oauth',
  'dataconnect-query',
  'flex-request',
  'flex-operator',
  'supplier-price',
  'opendata-query',
  'enedis-file',
  'energy-cost',
  'ha-statistics',
] as const;
const TYPES = [...DRAGGED, ...CONFIG_TYPES] as const;
/** What brings further rows into sight. */
const CHOICES: Partial<Record<(typeof TYPES)[number], readonly (readonly [string, string])[]>> = {
  'tic-in': [
    ['source', 'serial'],
    ['source', 'serial-port'],
    ['source', 'tcp'],
    ['source', 'input'],
  ],
  'linky-decode': [
    ['rhythm', 'interval'],
    ['source', 'zigbee2mqtt'],
    ['source', 'esphome'],
  ],
  'ecowatt-signal': [['plan', 'window']],
  'tempo-signal': [['fourth', 'rte']],
  'ha-entities': [['broker', 'mqtt']],
  'enedis-account': [
    ['provider', 'myelectricaldata-v1'],
    ['provider', 'myelectricaldata-v2'],
    ['provider', 'enedis-direct'],
    ['provider', 'enedis-company'],
  ],
  'dataconnect-query': [['direction', 'both']],
  'opendata-query': [
    ['portal', 'odre'],
    ['portal', 'other'],
    ['send', 'batches'],
    ['release', 'free'],
    ['send', 'file'],
  ],
  'flex-account': [['access', 'client']],
  'flex-site': [
    ['server', 'tls'],
    ['server', 'plain'],
  ],
};
/** The tray that a small form opens. */
const TRAY_PX = 500;

/** In the page: what does not fit, of all that is in sight. The text of a list is measured, since it has no scrollWidth. */
const MISFITS = `(() => {
  const pen = document.createElement('canvas').getContext('2d');
  const form = [...document.querySelectorAll('.linky-red-form')].at(-1);
  const inSight = (selector) => [...form.querySelectorAll(selector)].filter((one) => one.offsetParent !== null);
  const px = (style, ...names) => names.reduce((sum, name) => sum + parseFloat(style[name]), 0);
  const tooWide = (one, text, arrow) => {
    const style = getComputedStyle(one);
    pen.font = style.font;
    return pen.measureText(text).width > one.clientWidth - px(style, 'paddingLeft', 'paddingRight') - arrow;
  };
  const lines = (one) => Math.round(one.getBoundingClientRect().height / parseFloat(getComputedStyle(one).lineHeight));
  return [
    ...inSight('label, summary').filter((one) => lines(one) > 2).map((one) => 'label: ' + one.innerText),
    ...inSight('select').flatMap((one) => [...one.options].filter((o) => tooWide(one, o.text, 16)).map((o) => 'choice: ' + o.text)),
    ...inSight('input[placeholder]').filter((one) => tooWide(one, one.placeholder, 0)).map((one) => 'placeholder: ' + one.placeholder),
    ...inSight('button, .form-tips, .linky-red-hint, .linky-red-beside')
      .filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => 'cut: ' + one.innerText),
    ...inSight('*').filter((one) => one.getBoundingClientRect().right > form.getBoundingClientRect().right + 1)
      .map((one) => 'sticks out: ' + one.outerHTML.slice(0, 80)),
  ];
})()`;

const CONFIG_NODES = [
  { id: 'mqtt', type: 'mqtt-broker', name: 'Mosquitto', broker: '127.0.0.1', port: '9' },
  ...CONFIG_TYPES.map((type) => ({ id: type, type, name: '', version: 1 })),
];

for (const [language, configNodes] of [
  ['en-US', CONFIG_NODES],
  ['fr', CONFIG_NODES],
  // Where the lists say that one has to be made.
  ['en-US', []],
  ['fr', []],
] as const)
  describe(`the forms of all nodes at the width of their tray (${language}, ${String(configNodes.length)} config nodes)`, () => {
    let editor: Editor;
    const at = (id: string, type: string) => ({ id, type, z: 'tab', x: 300, y: 100, wires: [] });

    withEditor(
      (one) => (editor = one),
      {
        flow: [
          { id: 'tab', type: 'tab', label: 'forms' },
          ...configNodes,
          ...DRAGGED.map((type) => at(type, type)),
          at('inject', 'inject'),
        ],
      },
      { language },
    );
    before(async () => {
      // Low enough for a scroll bar, which takes its part of the width.
      await editor.page.setViewportSize({ width: 1400, height: 600 });
      const name = 'FTDI FT230X Basic UART TINFO-1631 of the cellar';
      await editor.page.route('**/tic-in/ports', (route) =>
        route.fulfill({ json: [{ path: `/dev/serial/by-id/usb-${name}`, device: '/dev/ttyUSB10', about: name }] }),
      );
    });

    const edit = async (id: string): Promise<void> => {
      const call = CONFIG_TYPES.some((type) => type === id)
        ? `editConfig('', '${id}', '${id}')`
        : `edit(RED.nodes.node('${id}'))`;
      await editor.page.evaluate(`RED.editor.${call}`);
      await editor.page.locator('.red-ui-tray').last().locator('form').first().waitFor();
      await editor.settled();
    };
    const close = async (): Promise<void> => {
      await editor.page.evaluate('RED.tray.close()');
      await editor.page.locator('.red-ui-tray').waitFor({ state: 'detached' });
    };
    // After a failure, too: a second tray would be wider than the first.
    afterEach(close);
    const misfits = () => editor.page.evaluate(MISFITS);

    for (const type of configNodes.length > 0 ? TYPES : DRAGGED)
      it(`shows ${type} whole`, async () => {
        await edit(type);
        await editor.unfold();
        const tray = await editor.page.locator('.red-ui-tray').last().boundingBox();
        assert.ok(tray !== null && tray.width <= TRAY_PX + 2, `the tray is ${tray?.width ?? 0} px wide`);
        assert.deepEqual(await misfits(), []);
        for (const [field, value] of CHOICES[type] ?? []) {
          if (field === 'broker' && configNodes.length === 0) continue;
          await editor.page.locator(`#node-input-${field}, #node-config-input-${field}`).selectOption(value);
          assert.deepEqual(await misfits(), [], `${field} ${value}`);
        }
      });

    it('would see what does not fit', async () => {
      await edit('linky-decode');
      await editor.unfold();
      await editor.page.evaluate(`
        $('#node-input-rhythm option').first().text('a choice that is so long that no list of this form can show it whole');
        $('#node-input-silence').attr('placeholder', 'a placeholder that is so long that nobody reads its end');
        $('label[for=node-input-zone] span').text('a label that wraps over three lines or more at this width');
      `);
      const found = (await misfits()) as string[];
      assert.deepEqual(
        found.map((text) => text.split(':')[0]),
        ['label', 'choice', 'placeholder'],
      );
    });

    it('leaves the forms of other packages as they are', async () => {
      await edit('inject');
      const label = editor.page.locator('label[for=node-input-name]');
      assert.equal(await label.evaluate((one) => getComputedStyle(one).width), '100px');
      assert.equal(await label.evaluate((one) => getComputedStyle(one.parentElement ?? one).display), 'block');
      assert.deepEqual(editor.problems, []);
    });
  });

describe('what few need', () => {
  let editor: Editor;
  const at = (id: string, type: string, rest: object = {}) => ({
    id,
    type,
    z: 'tab',
    x: 300,
    y: 100,
    wires: [],
    ...rest,
  });

  withEditor((one) => (editor = one), {
    flow: [
      { id: 'tab', type: 'tab', label: 'folds' },
      at('usual', 'linky-decode'),
      at('overseas', 'linky-decode', { zone: 'Indian/Reunion' }),
      at('wrong', 'linky-decode', { zone: 'Mars/Olympus' }),
      at('lenient', 'linky-decode', { lenient: true }),
      at('variable', 'ha-entities', { base: '${BASE}' }),
    ],
  });

  for (const [id, isOpen] of [
    ['usual', false],
    ['overseas', true],
    ['wrong', true],
    ['lenient', true],
    ['variable', true],
  ] as const)
    it(`is ${isOpen ? 'in sight where it is not as usual or wrong' : 'folded'}: ${id}`, async () => {
      await editor.page.evaluate(`RED.editor.edit(RED.nodes.node('${id}'))`);
      const fold = editor.page.locator('.linky-red-form details');
      await fold.waitFor();
      assert.equal(await fold.evaluate((one) => (one as HTMLDetailsElement).open), isOpen);
      await editor.page.evaluate('RED.tray.close()');
      await editor.page.locator('.red-ui-tray').waitFor({ state: 'detached' });
    });
});

for (const [language, names] of [
  ['en-US', 'en'],
  ['fr', 'fr'],
] as const)
  describe(`a new node in an editor in ${language}`, () => {
    let editor: Editor;
    withEditor((one) => (editor = one), {}, { language });

    it('names its entities in that language', async () => {
      const id = await editor.drag('ha-entities', { x: 300, y: 150 });
      assert.equal((await editor.properties(id))['language'], names);
    });
  });
