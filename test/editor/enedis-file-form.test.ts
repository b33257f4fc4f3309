// enedis-file with the mouse: its form, an export that is read, what the status says; its help, in both languages.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { METER, truths, WRITERS } from '../support/enedis/export-writer';
import type { Editor } from '../support/node-red/editor';
import type { NodeRed } from '../support/node-red/process';
import { withEditor } from '../support/node-red/suite';

const NODES = path.resolve(__dirname, '../../nodes');
const LANGUAGES = {
  'en-US': {
    label: 'Enedis export',
    prm: /^14 digits, as on the bill, or nothing$/,
    read: /48 points, until 04\/05\/2026/,
  },
  fr: {
    label: 'export Enedis',
    prm: /^14 chiffres, comme sur la facture, ou rien$/,
    // The runtime speaks the language of its host.
    read: /48 points/,
  },
} as const;

for (const [language, words] of Object.entries(LANGUAGES))
  describe(`the form of enedis-file (${language})`, () => {
    let editor: Editor;
    let red: NodeRed;
    let dir: string;
    let id: string;

    before(async () => {
      dir = await mkdtemp(path.join(os.tmpdir(), 'linky-red-export-'));
    });
    after(() => rm(dir, { recursive: true, force: true, maxRetries: 5 }));
    withEditor(
      (one, running) => {
        editor = one;
        red = running;
      },
      {},
      { language: language as keyof typeof LANGUAGES },
    );

    const field = (name: string) => editor.page.locator(`#node-input-${name}`);
    const wrong = (name: string) => editor.page.locator(`#node-input-${name}.input-error`);
    const fill = async (name: string, value: string): Promise<void> => {
      await field(name).fill(value);
      await field(name).blur();
    };

    it('is in the palette by its name, and takes a meter in any groups of digits', async () => {
      id = await editor.drag('enedis-file', { x: 300, y: 150 });
      assert.equal(await editor.page.locator(`[id="${id}"] .red-ui-flow-node-label`).textContent(), words.label);
      await editor.open(id);
      await editor.unfold();
      await fill('prm', '123');
      await wrong('prm').waitFor();
      // The editor shows why when the pointer is over the field.
      await field('prm').hover();
      await editor.page.locator('.red-ui-popover', { hasText: words.prm }).waitFor();
      for (const fine of ['', '${PRM}', '25 000 000 000 001', METER]) {
        await fill('prm', fine);
        assert.equal(await wrong('prm').count(), 0, fine);
      }
      await field('direction').selectOption('production');
      await field('stamps').selectOption('end');
      await editor.done();
      const { prm, direction, stamps, version } = await editor.properties(id);
      assert.deepEqual(
        { prm, direction, stamps, version },
        { prm: METER, direction: 'production', stamps: 'end', version: 1 },
      );
    });

    it('reads an export from the disk, and says how much and until when', async () => {
      const file = path.join(dir, 'courbe.csv');
      const day = truths('2026-05-04', '2026-05-05', 30, (n) => n);
      await writeFile(file, Buffer.from(WRITERS.account(day).slice(2).join('\r\n'), 'latin1'));
      const place = { z: 'tab', x: 100 };
      await red.deploy([
        { id: 'tab', type: 'tab', label: 'exports' },
        {
          ...place,
          id: 'in',
          type: 'inject',
          y: 80,
          props: [{ p: 'filename', v: file, vt: 'str' }],
          once: true,
          onceDelay: 0.1,
          wires: [['read']],
        },
        {
          ...place,
          id: 'read',
          type: 'file in',
          y: 140,
          filename: 'filename',
          filenameType: 'msg',
          format: '',
          wires: [['f']],
        },
        {
          ...place,
          id: 'f',
          type: 'enedis-file',
          y: 200,
          version: 1,
          prm: METER,
          direction: 'consumption',
          stamps: 'auto',
          wires: [[]],
        },
      ]);
      const { text = '' } = await red.status('f', (status) => status.fill === 'green');
      assert.match(text, words.read);
    });

    it('has help that shows every property with its type', async () => {
      const source = readFileSync(path.join(NODES, 'enedis-file', 'help', `${language}.md`), 'utf8');
      const written = [...source.matchAll(/^ *: _?([^ (]+?)_? \(([^)]+)\) :/gm)].map(([, name, kind]) => [name, kind]);
      await editor.help('enedis-file');
      const shown = editor.page.locator('.red-ui-help dt');
      const read = await shown.evaluateAll((all) =>
        all.map((dt) => [dt.firstChild?.textContent?.trim(), dt.querySelector('.property-type')?.textContent]),
      );
      assert.deepEqual(read, written);
      assert.ok(written.length > 5);
    });
  });
