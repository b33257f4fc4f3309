// A file that ends in the middle of a line (a full disk, a kill, a power cut): the next line is there at the next read.
import assert from 'node:assert/strict';
import { appendFile, mkdir, mkdtemp, readFile, rm, truncate } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { Store, type Format, type Trouble } from '../../../lib/store/store';
import { fillDisk } from '../../support/machine/full-disk';

interface Entry {
  readonly day: string;
  readonly n: number;
}
const any: Format<Entry> = { version: 1, check: (value) => value as Entry };
const entry = fc.record(
  { day: fc.string({ unit: 'grapheme', maxLength: 12 }), n: fc.integer() },
  { noNullPrototype: true },
);

describe('a torn line', () => {
  let dir: string;
  let folder: string;
  let troubles: Trouble[];
  const open = (): Store => new Store(folder, (trouble) => troubles.push(trouble));

  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'linky-red-torn-'));
    folder = path.join(dir, 'linky-red');
    troubles = [];
    await mkdir(folder);
  });
  afterEach(() => rm(dir, { recursive: true, force: true, maxRetries: 5 }));

  for (const restarted of [true, false])
    it(`of a journal, wherever it was cut, costs that line alone, ${restarted ? 'after a restart' : 'under way'}`, async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(entry, { minLength: 1, maxLength: 6 }),
          fc.nat(),
          entry,
          async (entries, at, next) => {
            const file = path.join(folder, 'days.ndjson');
            await rm(file, { force: true });
            const journal = open().journal('days', any);
            await journal.append(...entries);
            const bytes = await readFile(file);
            const cut = at % (bytes.length + 1);
            await truncate(file, cut);
            // A line is whole without its line feed.
            const whole = entries.filter((_, i) => cut >= endOf(bytes, i));
            await (restarted ? open().journal('days', any) : journal).append(next);
            assert.deepEqual(await open().journal('days', any).readAll(), [...whole, next]);
          },
        ),
        { numRuns: 60 },
      );
    });

  it('of a table, wherever it was cut, costs that line alone', async () => {
    const key = fc.constantFrom('house', 'garage', 'a "b"\n', 'été');
    const writes = fc.array(fc.tuple(key, fc.option(entry, { nil: undefined })), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(writes, fc.nat(), entry, fc.boolean(), async (written, at, next, restarted) => {
        const file = path.join(folder, 'streams.ndjson');
        await rm(file, { force: true });
        const table = open().table('streams', any, 100);
        const known = new Set<string>();
        const lines: (readonly [string, Entry | undefined])[] = [];
        for (const [name, value] of written) {
          await table.write(name, () => value, 1);
          // What was never there needs no line that says that it has gone.
          if (value !== undefined || known.has(name)) lines.push([name, value]);
          if (value === undefined) known.delete(name);
          else known.add(name);
        }
        const bytes = await readFile(file).catch(() => Buffer.alloc(0));
        const cut = at % (bytes.length + 1);
        if (bytes.length > 0) await truncate(file, cut);
        const left = new Map(lines.filter((_, i) => cut >= endOf(bytes, i)));
        left.set('next', next);
        await (restarted ? open().table('streams', any, 100) : table).write('next', () => next, 2);
        const read = open().table('streams', any, 100);
        for (const name of ['house', 'garage', 'a "b"\n', 'été', 'next'])
          assert.deepEqual(await read.read(name), left.get(name), name);
      }),
      { numRuns: 60 },
    );
  });

  it('that a full disk left of a journal takes nothing with it once there is room again', async () => {
    const journal = open().journal('days', any);
    await journal.append({ day: 'd', n: 0 });
    const free = fillDisk(folder);
    await journal.append({ day: 'd', n: 1 });
    free();
    assert.match(troubles[0]?.reason ?? '', /ENOSPC/);
    await journal.append({ day: 'd', n: 2 });
    assert.deepEqual(
      (await open().journal('days', any).readAll()).map(({ n }) => n),
      [0, 2],
    );
  });

  it('that a full disk left of a table is written again with the next, and named once', async () => {
    const table = open().table('days', any, 9);
    const put = (n: number): Promise<boolean> => table.write(String(n), () => ({ day: 'd', n }), n);
    assert.equal(await put(0), true);
    const free = fillDisk(folder);
    assert.deepEqual([await put(1), await put(2)], [false, false]);
    assert.equal((await table.read('1'))?.n, 1, 'this process knows it all the same');
    free();
    assert.equal(await put(3), true);
    assert.equal(troubles.length, 1);
    const after = open().table('days', any, 9);
    const ns = ['0', '1', '2', '3'].map(async (key) => (await after.read(key))?.n);
    assert.deepEqual(await Promise.all(ns), [0, 1, 2, 3]);
  });

  it('of another process is mended too', async () => {
    const journal = open().journal('days', any);
    await journal.append({ day: 'a', n: 1 });
    await appendFile(path.join(folder, 'days.ndjson'), '{"day":"b"');
    await journal.append({ day: 'c', n: 3 });
    assert.deepEqual(await open().journal('days', any).readAll(), [
      { day: 'a', n: 1 },
      { day: 'c', n: 3 },
    ]);
  });
});

/** Where the nth line ends, its line feed not counted, in bytes. */
function endOf(bytes: Buffer, n: number): number {
  let end = -1;
  for (let i = 0; i <= n; i++) end = bytes.indexOf(0x0a, end + 1);
  return end;
}
