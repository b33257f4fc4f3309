// A form that changes loses nothing: what an older version wrote goes through its migrations, what a newer one wrote is kept for it.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Store, type Format, type Trouble } from '../../../lib/store/store';

interface Energy {
  wh: number;
}
/** Version 0 counted in kWh, version 1 in Wh under another name. */
const ENERGY: Format<Energy> = {
  version: 2,
  check: (value) => (typeof (value as Energy).wh === 'number' ? (value as Energy) : undefined),
  migrations: {
    0: (value) => ({ energy: (value as { kwh: number }).kwh * 1000 }),
    1: (value) => ({ wh: (value as { energy: number }).energy }),
  },
};
const NEWER = '{"version":3,"value":{"joules":1}}';

describe('lib/store/envelope', () => {
  let dir: string;
  let troubles: Trouble[];
  const open = (): Store => new Store(dir, (trouble) => troubles.push(trouble));
  const at = (name: string): string => path.join(dir, name);

  beforeEach(async () => {
    dir = path.join(await mkdtemp(path.join(os.tmpdir(), 'linky-red-envelope-')), 'linky-red');
    await mkdir(dir);
    troubles = [];
  });
  afterEach(() => rm(path.dirname(dir), { recursive: true, force: true, maxRetries: 5 }));

  for (const [what, text] of Object.entries({
    'without an envelope': '{"kwh":7}',
    'of the version before': '{"version":1,"value":{"energy":7000}}',
    'of this version': '{"version":2,"value":{"wh":7000}}',
  })) {
    it(`reads a document ${what}`, async () => {
      await writeFile(at('energy.json'), text);
      const document = open().document('energy', ENERGY);
      assert.deepEqual(await document.read(), { value: { wh: 7000 }, lost: false });
      await document.write({ wh: 8000 });
      assert.equal(await readFile(at('energy.json'), 'utf8'), '{"version":2,"value":{"wh":8000}}\n');
      assert.deepEqual(troubles, []);
    });

    it(`reads a line ${what} in a journal, and appends to it`, async () => {
      await writeFile(at('days.ndjson'), `${text}\n`);
      await open().journal('days', ENERGY).append({ wh: 8000 });
      assert.deepEqual(await open().journal('days', ENERGY).readAll(), [{ wh: 7000 }, { wh: 8000 }]);
      assert.ok((await readFile(at('days.ndjson'), 'utf8')).startsWith(text), 'what was there stays as it is');
      assert.deepEqual(troubles, []);
    });
  }

  it('reads the lines of all versions in a table', async () => {
    const lines = [
      { key: 'a', at: 1, value: { kwh: 1 } },
      { key: 'b', at: 2, version: 1, value: { energy: 2000 } },
      { key: 'c', at: 3, version: 2, value: { wh: 3000 } },
    ];
    await writeFile(at('meters.ndjson'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    const table = open().table('meters', ENERGY, 10);
    await table.write('d', () => ({ wh: 4000 }), 4);
    const again = open().table('meters', ENERGY, 10);
    const read = await Promise.all(['a', 'b', 'c', 'd'].map((key) => again.read(key)));
    assert.deepEqual(
      read.map((energy) => energy?.wh),
      [1000, 2000, 3000, 4000],
    );
    assert.deepEqual(troubles, []);
  });

  it('says of what fits no migration that it is not what the file should hold', async () => {
    await writeFile(at('energy.json'), '{"version":1,"value":{"another":"program"}}');
    assert.deepEqual(await open().document('energy', ENERGY).read(), { value: undefined, lost: true });
    assert.equal(troubles[0]?.reason, 'not what this file should hold');
  });

  describe('of a newer version', () => {
    const aside = async (): Promise<string> => await readFile(troubles[0]?.setAside ?? '', 'utf8');

    for (const first of ['read', 'write'] as const)
      it(`a document is set aside and named with the first ${first}`, async () => {
        await writeFile(at('energy.json'), NEWER);
        const document = open().document('energy', ENERGY);
        if (first === 'read') assert.deepEqual(await document.read(), { value: undefined, lost: true });
        await document.write({ wh: 1 });
        await document.write({ wh: 2 });
        assert.deepEqual((await open().document('energy', ENERGY).read()).value, { wh: 2 });
        assert.equal(troubles.length, 1);
        assert.match(troubles[0]?.reason ?? '', /newer version of this package \(3\)/);
        assert.equal(await aside(), NEWER);
      });

    it('lines of a journal are set aside with their file, and the others stay', async () => {
      const text = `{"version":2,"value":{"wh":1}}\n${NEWER}\n`;
      await writeFile(at('days.ndjson'), text);
      await open().journal('days', ENERGY).append({ wh: 2 });
      assert.deepEqual(await open().journal('days', ENERGY).readAll(), [{ wh: 1 }, { wh: 2 }]);
      assert.equal(troubles.length, 1);
      assert.equal(await aside(), text);
    });

    it('lines of a table are set aside with their file, and the others stay', async () => {
      const text =
        '{"key":"a","at":1,"version":3,"value":{"joules":1}}\n{"key":"b","at":1,"version":2,"value":{"wh":2}}\n';
      await writeFile(at('meters.ndjson'), text);
      const table = open().table('meters', ENERGY, 10);
      assert.equal(await table.read('a'), undefined);
      await table.write('c', () => ({ wh: 3 }), 4);
      const again = open().table('meters', ENERGY, 10);
      assert.deepEqual([await again.read('b'), await again.read('c')], [{ wh: 2 }, { wh: 3 }]);
      assert.equal(troubles.length, 1);
      assert.equal(await aside(), text);
      assert.equal((await readdir(dir)).length, 2);
    });
  });
});
