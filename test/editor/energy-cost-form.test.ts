// A contract in the editor, with the mouse: periods as a list, each with the fields of its offer; what is saved is what holds.
import assert from 'node:assert/strict';
import type { Editor } from '../support/node-red/editor';
import { withEditor } from '../support/node-red/suite';

const LANGUAGES = {
  'en-US': { offPeak: 'Off-peak hours', red: 'Peak hours, red (€/kWh)', none: /no period/ },
  fr: { offPeak: 'Heures creuses', red: 'Heures pleines rouge (€/kWh)', none: /pas de période/ },
} as const;

for (const [language, words] of Object.entries(LANGUAGES))
  describe(`a contract in the editor (${language})`, () => {
    let editor: Editor;
    let node: string;
    withEditor((one) => (editor = one), {}, { language: language as keyof typeof LANGUAGES });

    const list = () => editor.page.locator('#node-input-energy-cost-periods');
    const row = (index: number) => list().locator('> li').nth(index);
    const field = (index: number, name: string) => row(index).locator(`[data-field="${name}"]`);
    const add = async (): Promise<void> => {
      const before = await list().locator('> li').count();
      const whole = editor.page.locator('.red-ui-editableList').filter({ has: list() });
      await whole.locator('> .red-ui-editableList-addButton').click();
      await row(before).waitFor();
    };
    /** Prices that can be typed in a row. */
    const prices = async (index: number): Promise<(string | null)[]> => {
      const shown = await row(index).locator('input:visible').all();
      const names = await Promise.all(shown.map((input) => input.getAttribute('data-field')));
      return names.filter((name) => name !== null && /^(base|week-end|h[pc]|ejp)/.test(name));
    };

    it('begins with one period, whose fields are those of its offer', async () => {
      node = await editor.drag('energy-cost', { x: 300, y: 150 });
      await editor.open(node);
      await row(0).waitFor();
      const form = editor.page.locator('.red-ui-tray').last();
      assert.doesNotMatch(await form.innerText(), /energy-cost\./, 'a key that no catalogue knows');
      assert.equal(await list().locator('> li').count(), 1);
      assert.deepEqual(await prices(0), ['base']);
      await field(0, 'offPeak').waitFor({ state: 'hidden' });
      await field(0, 'offer').selectOption('tempo');
      assert.deepEqual(await prices(0), ['hc-blue', 'hp-blue', 'hc-white', 'hp-white', 'hc-red', 'hp-red']);
      assert.ok((await row(0).innerText()).includes(words.red));
      await field(0, 'hp-red').fill('0,7');
      await field(0, 'offer').selectOption('hp-hc-week-end');
      assert.deepEqual(await prices(0), ['hp', 'hc', 'hp-week-end', 'hc-week-end']);
      await field(0, 'weekEndDays').waitFor();
      assert.ok((await row(0).innerText()).includes(words.offPeak));
    });

    it('is filled in and saved as it is typed, without what belongs to another offer', async () => {
      await field(0, 'offer').selectOption('hp-hc');
      await field(0, 'to').fill('31/01/2026');
      await field(0, 'offPeak').fill('HC (1H30-8H00;12H30-14H00)');
      await field(0, 'hp').fill('0,2081');
      await field(0, 'hc').fill('0,1635');
      await add();
      await field(1, 'from').fill('2026-02-01');
      await field(1, 'base').fill('0.2016');
      await field(1, 'subscription').fill('15,65');
      await editor.done();
      const { contract, valid } = (await editor.properties(node)) as {
        contract: Record<string, string>[];
        valid?: boolean;
      };
      assert.deepEqual(contract, [
        {
          ...PLAIN,
          offer: 'hp-hc',
          to: '31/01/2026',
          offPeak: 'HC (1H30-8H00;12H30-14H00)',
          hp: '0,2081',
          hc: '0,1635',
        },
        { ...PLAIN, offer: 'base', from: '2026-02-01', base: '0.2016', subscription: '15,65' },
      ]);
      assert.notEqual(valid, false);
      await editor.deploy();
    });

    it('is shown again, and a period that is taken away is gone', async () => {
      await editor.open(node);
      await row(1).waitFor();
      assert.equal(await field(0, 'hc').inputValue(), '0,1635');
      assert.deepEqual(await prices(1), ['base']);
      await row(0).locator('.red-ui-editableList-item-remove').click();
      await row(1).waitFor({ state: 'detached' });
      await editor.done();
      await editor.deploy();
      const { contract } = (await editor.properties(node)) as { contract: unknown[] };
      assert.equal(contract.length, 1);
      assert.deepEqual(editor.problems, []);
    });
  });

const PLAIN = {
  from: '',
  to: '',
  offPeak: '',
  weekEndDays: 'sam dim',
  subscription: '',
  surcharge: '',
  vat: '',
  feedIn: '',
};
