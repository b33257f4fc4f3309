// Many writes of one document while the disk is slow: one value waits, and all who wrote learn what came of it.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import v8 from 'node:v8';
import vm from 'node:vm';
import { Store, unchanged } from '../../../lib/store/store';
import { fillDisk } from '../../support/machine/full-disk';

const any = { version: 1, check: (value: unknown): unknown => value, migrations: { 0: unchanged } };

describe('a document that is written faster than the disk takes it', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'linky-red-pending-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true, maxRetries: 5 }));

  it('holds no more than the last value that waits: 2,000 of 90 kB each', async () => {
    v8.setFlagsFromString('--expose-gc');
    const collect = vm.runInNewContext('gc') as () => void;
    const document = new Store(path.join(dir, 'linky-red')).document('answer', any);
    const used = (): number => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    const before = used();
    const writes = Array.from({ length: 2000 }, (_, n) =>
      document.write({
        n,
        rows: Array.from({ length: 1000 }, (_row, i) => ({ i, name: `row ${String(i)} of ${String(n)}` })),
      }),
    );
    assert.ok(used() - before < 10e6, `${String(used() - before)} bytes`);
    assert.deepEqual(new Set(await Promise.all(writes)), new Set([true]));
    assert.match(
      await readFile(path.join(dir, 'linky-red', 'answer.json'), 'utf8'),
      /^\{"version":1,"value":\{"n":1999,/,
    );
  });

  it('tells each the outcome of the write that theirs became part of', async () => {
    const document = new Store(path.join(dir, 'linky-red')).document('answer', any);
    await document.write(0);
    const free = fillDisk(path.join(dir, 'linky-red'));
    const failing = [document.write(1), document.write(2)];
    const outcomes = await Promise.all(failing);
    free();
    assert.deepEqual(outcomes, [false, false]);
    assert.deepEqual(await Promise.all([document.write(3), document.write(4)]), [true, true]);
    assert.equal((await document.read()).value, 4);
  });

  it('keeps nobody waiting for those who write later', async () => {
    const document = new Store(path.join(dir, 'linky-red')).document('answer', any);
    const until = { over: false };
    const others = (async (): Promise<void> => {
      for (let n = 0; !until.over; n++) {
        void document.write({ n });
        await document.write({ n });
      }
    })();
    assert.equal(await document.write('mine'), true);
    until.over = true;
    await others;
  });
});
