// A disk that is full when a file is put right: what can be read of it stays where it is, and is there after a restart.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Store, type Format, type Trouble } from '../../../lib/store/store';
import { fillDisk } from '../../support/machine/full-disk';

interface Entry {
  readonly n: number;
}
const any: Format<Entry> = { version: 1, check: (value) => value as Entry };
const line = (key: string, n: number, version = 1): string =>
  `${JSON.stringify({ key, at: n, version, value: { n } })}\n`;

describe('a file that is put right on a full disk', () => {
  let dir: string;
  let folder: string;
  let troubles: Trouble[];
  const open = (): Store => new Store(folder, (trouble) => troubles.push(trouble));
  const at = (name: string): string => path.join(folder, name);
  const onFullDisk = async (work: () => Promise<void>): Promise<void> => {
    const free = fillDisk(folder);
    try {
      await work();
    } finally {
      free();
    }
  };

  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'linky-red-repair-'));
    folder = path.join(dir, 'linky-red');
    troubles = [];
    await mkdir(folder);
  });
  afterEach(() => rm(dir, { recursive: true, force: true, maxRetries: 5 }));

  it('a journal with a torn line keeps all others', async () => {
    const text = '{"version":1,"value":{"n":1}}\n{"version":1,"value":{"n":2}}\n{"version":1,"val';
    await writeFile(at('days.ndjson'), text);
    await onFullDisk(async () => {
      assert.deepEqual(await open().journal('days', any).readAll(), [{ n: 1 }, { n: 2 }]);
    });
    assert.match(troubles[0]?.reason ?? '', /ENOSPC/);
    assert.deepEqual(await readdir(folder), ['days.ndjson'], 'it is not moved away before there is another one');
    // There is room again: it is put right, and what it was is kept.
    await open().journal('days', any).append({ n: 3 });
    assert.deepEqual(await open().journal('days', any).readAll(), [{ n: 1 }, { n: 2 }, { n: 3 }]);
    assert.equal(await readFile(troubles.at(-1)?.setAside ?? '', 'utf8'), text);
  });

  it('a journal that is filled up under way is read again as far as it was whole', async () => {
    const journal = open().journal('days', any);
    await journal.append({ n: 1 });
    await onFullDisk(async () => {
      await journal.append({ n: 2 });
      assert.deepEqual(await journal.readAll(), [{ n: 1 }]);
      await journal.append({ n: 3 });
      assert.deepEqual(await open().journal('days', any).readAll(), [{ n: 1 }]);
    });
    await journal.append({ n: 4 });
    assert.deepEqual(await open().journal('days', any).readAll(), [{ n: 1 }, { n: 4 }]);
  });

  it('a table with lines of a newer version keeps the others', async () => {
    await writeFile(at('meters.ndjson'), line('a', 1) + line('b', 2, 2));
    await onFullDisk(async () => {
      assert.deepEqual(await open().table('meters', any, 10).read('a'), { n: 1 });
    });
    assert.deepEqual(await open().table('meters', any, 10).read('a'), { n: 1 });
  });

  it('a table of what was acknowledged keeps it, and takes nothing until there is room', async () => {
    await writeFile(at('requests.ndjson'), line('a', 1) + line('b', 2, 2));
    const table = open().durable('requests', any);
    await onFullDisk(async () => {
      assert.equal(await table.write('c', { n: 3 }, 3), false);
    });
    assert.deepEqual(await table.read('a'), { n: 1 });
    assert.equal(await table.write('c', { n: 3 }, 3), true);
    await table.idle();
    const again = open().durable('requests', any);
    assert.deepEqual([await again.read('a'), await again.read('c')], [{ n: 1 }, { n: 3 }]);
  });

  it('a document that could not be written is read as it was written last', async () => {
    const document = open().document('answer', any);
    await document.write({ n: 1 });
    await onFullDisk(async () => {
      assert.equal(await document.write({ n: 2 }), false);
      assert.deepEqual(await document.read(), { value: { n: 2 }, lost: false });
    });
    assert.deepEqual((await open().document('answer', any).read()).value, { n: 1 });
    assert.equal(await document.write({ n: 3 }), true);
    assert.deepEqual((await open().document('answer', any).read()).value, { n: 3 });
  });
});
