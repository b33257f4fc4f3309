// Values by key, appended to one file: what is left of many writes, how large it grows, what is forgotten.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { Store, unchanged, type Trouble } from '../../../lib/store/store';

const any = { version: 1, check: (value: unknown): unknown => value, migrations: { 0: unchanged } };

describe('a table', () => {
  let dir: string;
  let troubles: Trouble[];
  const file = (): string => path.join(dir, 'linky-red', 'streams.ndjson');
  const open = (most = 1000): ReturnType<typeof table> => table(most);
  const table = (most: number) =>
    new Store(path.join(dir, 'linky-red'), (trouble) => troubles.push(trouble)).table('streams', any, most);

  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'linky-red-table-'));
    troubles = [];
  });
  afterEach(() => rm(dir, { recursive: true, force: true, maxRetries: 5 }));

  it('holds the last value of each key, over restarts, whatever is written, forgotten and read when', async () => {
    const step = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.option(fc.integer(), { nil: undefined }), fc.boolean());
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        await rm(file(), { force: true });
        let streams = open();
        const held = new Map<string, number | undefined>();
        for (const [key, value, restart] of steps) {
          const written = streams.write(key, () => value, 1);
          held.set(key, value);
          if (restart) {
            assert.equal(await written, true);
            streams = open();
          }
          assert.equal(await streams.read(key), value);
        }
        await streams.idle();
        const after = open();
        for (const [key, value] of held) assert.equal(await after.read(key), value);
      }),
      { numRuns: 60 },
    );
  });

  it('asks of many writes that wait for the last value only, and tells all of them', async () => {
    const streams = open();
    const asked: number[] = [];
    const writes = Array.from({ length: 50 }, (_, n) => streams.write('house', () => asked.push(n), 1));
    assert.deepEqual(new Set(await Promise.all(writes)), new Set([true]));
    assert.deepEqual(asked, [49]);
  });

  it('grows no larger than twice what it holds, and a little', async () => {
    const streams = open();
    const filling = 'x'.repeat(10_000);
    for (let n = 0; n < 150; n++) await streams.write(`s${String(n % 5)}`, () => ({ n, filling }), n);
    const { size } = await stat(file());
    assert.ok(size < 2 * 50_000 + 300_000, String(size));
    const after = open();
    for (let key = 0; key < 5; key++)
      assert.equal(((await after.read(`s${String(key)}`)) as { n: number }).n, 145 + key);
    assert.deepEqual(troubles, []);
  });

  it('forgets beyond its number the keys that were not written for longest', async () => {
    const streams = open(3);
    for (const key of ['a', 'b', 'c', 'a', 'd']) await streams.write(key, () => key, 1);
    assert.deepEqual(await Promise.all(['a', 'b', 'c', 'd'].map((key) => streams.read(key))), [
      'a',
      undefined,
      'c',
      'd',
    ]);
  });

  it('forgets what is old and not in use', async () => {
    const streams = open();
    for (const [key, at] of [
      ['old', 1],
      ['used', 1],
      ['new', 9],
    ] as const)
      await streams.write(key, () => key, at);
    await streams.prune(5, (key) => key === 'used');
    const after = open();
    assert.deepEqual(await Promise.all(['old', 'used', 'new'].map((key) => after.read(key))), [
      undefined,
      'used',
      'new',
    ]);
    assert.doesNotMatch(await readFile(file(), 'utf8'), /old/);
  });

  it('names a file with lines that are none, and goes on with the others', async () => {
    await mkdir(path.dirname(file()));
    await writeFile(file(), '{"key":"a","at":1,"value":1}\nGARBAGE\n{"key":"b","at":1,"value":2}\n');
    const streams = open();
    assert.deepEqual([await streams.read('a'), await streams.read('b')], [1, 2]);
    assert.match(troubles[0]?.reason ?? '', /1 of 3 lines/);
  });

  it('is readable by its owner only', async () => {
    await open().write('house', () => 1, 1);
    assert.equal((await stat(file())).mode & 0o777, 0o600);
  });

  it('lives in memory where there is no user directory', async () => {
    const streams = new Store(undefined).table('streams', any, 2);
    for (const key of ['a', 'b', 'c']) assert.equal(await streams.write(key, () => key, 1), true);
    await streams.write('b', () => undefined, 1);
    assert.deepEqual(await Promise.all(['a', 'b', 'c'].map((key) => streams.read(key))), [undefined, undefined, 'c']);
  });
});
