import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fillDisk } from '../../support/machine/full-disk';
import { Store, unchanged, type Format, type Trouble } from '../../../lib/store/store';

interface Count {
  count: number;
}
const asCount: Format<Count> = {
  version: 1,
  check: (value) =>
    typeof value === 'object' && value !== null && 'count' in value && typeof value.count === 'number'
      ? { count: value.count }
      : undefined,
  migrations: { 0: unchanged },
};

describe('lib/store', () => {
  let dir: string;
  let troubles: Trouble[];
  const open = (): Store => new Store(path.join(dir, 'linky-red'), (trouble) => troubles.push(trouble));
  const put = async (name: string, text: string): Promise<string> => {
    await mkdir(path.join(dir, 'linky-red'), { recursive: true });
    const file = path.join(dir, 'linky-red', name);
    await writeFile(file, text);
    return file;
  };

  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'linky-red-store-'));
    troubles = [];
  });
  afterEach(() => rm(dir, { recursive: true, force: true, maxRetries: 5 }));

  describe('documents', () => {
    it('are there again after a restart, readable by their owner only', async () => {
      await open().document('answer', asCount).write({ count: 7 });
      assert.deepEqual(await open().document('answer', asCount).read(), { value: { count: 7 }, lost: false });
      const { mode } = await stat(path.join(dir, 'linky-red', 'answer.json'));
      assert.equal(mode & 0o777, 0o600);
    });

    it('that were never written are absent, which is not lost', async () => {
      assert.deepEqual(await open().document('answer', asCount).read(), { value: undefined, lost: false });
      assert.deepEqual(troubles, []);
    });

    const spoiled = { truncated: '{"count":', empty: '', foreign: '{"name":"another program"}', zeros: '\0\0\0\0' };
    for (const [how, text] of Object.entries(spoiled)) {
      it(`that are ${how} are set aside and named, and work goes on`, async () => {
        const file = await put('answer.json', text);
        const document = open().document('answer', asCount);
        assert.deepEqual(await document.read(), { value: undefined, lost: true });
        assert.equal(troubles.length, 1);
        assert.equal(troubles[0]?.file, file);
        assert.equal(await readFile(troubles[0].setAside ?? '', 'utf8'), text);
        await document.write({ count: 1 });
        assert.deepEqual(await open().document('answer', asCount).read(), { value: { count: 1 }, lost: false });
      });
    }

    it('leave no temporary file behind', async () => {
      await open().document('answer', asCount).write({ count: 1 });
      assert.deepEqual(await readdir(path.join(dir, 'linky-red')), ['answer.json']);
    });

    it('written in a burst end with the last value, whoever wrote it', async () => {
      const store = open();
      const writes = Array.from({ length: 50 }, (_, i) => store.document('answer', asCount).write({ count: i }));
      await Promise.all(writes);
      assert.equal((await open().document('answer', asCount).read()).value?.count, 49);
    });

    it('on a disk that cannot be written are reported, and the caller goes on', async () => {
      await put('not-a-folder', '');
      const store = new Store(path.join(dir, 'linky-red', 'not-a-folder'), (trouble) => troubles.push(trouble));
      await store.document('answer', asCount).write({ count: 1 });
      assert.equal(troubles.length, 1);
      assert.equal(troubles[0]?.setAside, null);
    });

    it('on a disk that is full are reported with its reason, and the caller is told', async () => {
      const document = open().document('answer', asCount);
      assert.equal(await document.write({ count: 1 }), true);
      const free = fillDisk(path.join(dir, 'linky-red'));
      try {
        assert.equal(await document.write({ count: 2 }), false);
      } finally {
        free();
      }
      assert.match(troubles[0]?.reason ?? '', /ENOSPC/);
      assert.equal((await open().document('answer', asCount).read()).value?.count, 1, 'the old one is still whole');
      assert.deepEqual(await readdir(path.join(dir, 'linky-red')), ['answer.json']);
    });

    it("that a power cut left half written are in nobody's way, and do not pile up", async () => {
      await open().document('answer', asCount).write({ count: 1 });
      // The first is the name that all writers of version 0.1 had in common.
      await put('answer.json.tmp', '{"count":2');
      await put('answer.json.1-0badcafe.tmp', '{"count":');
      const restarted = open().document('answer', asCount);
      assert.equal((await restarted.read()).value?.count, 1);
      await restarted.write({ count: 3 });
      assert.deepEqual(await readdir(path.join(dir, 'linky-red')), ['answer.json']);
    });

    it('of what is gone for good are forgotten, opened or not, and no others', async () => {
      const before = open();
      for (const name of ['answer-home', 'outcome-home', 'answer-work']) {
        await before.document(name, asCount).write({ count: 1 });
      }
      const store = open();
      const opened = store.document('answer-home', asCount);
      await opened.read();
      void opened.write({ count: 2 });
      await store.forget('-home');
      assert.deepEqual(await readdir(path.join(dir, 'linky-red')), ['answer-work.json']);
      await opened.write({ count: 3 });
      assert.equal((await open().document('answer-home', asCount).read()).value?.count, 3, 'and may come again');
      assert.deepEqual(troubles, []);
    });

    it('live in memory where there is no user directory', async () => {
      const store = new Store(undefined);
      await store.document('answer', asCount).write({ count: 3 });
      assert.equal((await store.document('answer', asCount).read()).value?.count, 3);
      await store.forget('answer');
      assert.equal((await store.document('answer', asCount).read()).value, undefined);
    });

    it('cannot be named so that they lie elsewhere', () => {
      assert.throws(() => open().document('../flows', asCount), RangeError);
    });
  });

  describe('journals', () => {
    it('keep their entries in order over a restart, readable by their owner only', async () => {
      const journal = open().journal('days', asCount);
      await Promise.all([journal.append({ count: 1 }), journal.append({ count: 2 }, { count: 3 })]);
      assert.deepEqual(await open().journal('days', asCount).readAll(), [{ count: 1 }, { count: 2 }, { count: 3 }]);
      assert.equal((await stat(path.join(dir, 'linky-red', 'days.ndjson'))).mode & 0o777, 0o600);
    });

    it('lose only the line that a power cut tore, and the next entry stands on a line of its own', async () => {
      await put('days.ndjson', '{"count":1}\n{"cou');
      const journal = open().journal('days', asCount);
      await journal.append({ count: 2 });
      assert.deepEqual(await open().journal('days', asCount).readAll(), [{ count: 1 }, { count: 2 }]);
      assert.match(troubles[0]?.reason ?? '', /1 of 2 lines/);
    });

    it('give a last line without its line feed a line feed before they append', async () => {
      const file = await put('days.ndjson', '{"count":1}');
      await open().journal('days', asCount).append({ count: 2 });
      assert.equal(
        await readFile(file, 'utf8'),
        '{"version":1,"value":{"count":1}}\n{"version":1,"value":{"count":2}}\n',
      );
      assert.deepEqual(troubles, []);
    });

    it('keep the good lines of a damaged file and set the damaged one aside', async () => {
      const damaged = '{"count":1}\nGARBAGE\n{"count":2}\n';
      await put('days.ndjson', damaged);
      assert.deepEqual(await open().journal('days', asCount).readAll(), [{ count: 1 }, { count: 2 }]);
      assert.equal(await readFile(troubles[0]?.setAside ?? '', 'utf8'), damaged);
    });

    it('live in memory where there is no user directory', async () => {
      const journal = new Store(undefined).journal('days', asCount);
      await journal.append({ count: 1 }, { count: 2 });
      assert.deepEqual(await journal.readAll(), [{ count: 1 }, { count: 2 }]);
    });
  });

  it('reports a file that is there and cannot be read as lost, not as absent', async () => {
    await mkdir(path.join(dir, 'linky-red', 'answer.json'), { recursive: true });
    assert.deepEqual(await open().document('answer', asCount).read(), { value: undefined, lost: true });
    assert.equal(troubles.length, 1);
  });
});
