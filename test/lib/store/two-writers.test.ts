// Two that write into one folder: two stores of a process, two processes, one that was killed and one with the same process id.
// Not in the fast lane: whole processes.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setImmediate as immediate } from 'node:timers/promises';
import { Store, unchanged } from '../../../lib/store/store';
import { missing } from '../../support/machine/requirements';
import { StoreProcess } from '../../support/machine/store-process';

const any = { version: 1, check: (value: unknown): unknown => value, migrations: { 0: unchanged } };

describe('a folder that two write into', function () {
  let root: string;
  let folder: string;
  const running: StoreProcess[] = [];
  const start = async (inFront: string[] = []): Promise<StoreProcess> => {
    const started = await StoreProcess.start(folder, inFront);
    running.push(started);
    return started;
  };

  const texts = async (): Promise<string[]> =>
    await Promise.all((await readdir(folder)).sort().map((file) => readFile(path.join(folder, file), 'utf8')));

  beforeEach(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'linky-red-two-'));
    folder = path.join(root, 'linky-red');
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((each) => each.kill()));
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
  });

  it('from two stores of a process: each file is whole, and one of those that were written', async () => {
    const [one, other] = [new Store(folder), new Store(folder)];
    const written = new Set<string>();
    const writes = Array.from({ length: 60 }, (_, n) => {
      const value = { n, filling: 'x'.repeat(n % 2 === 0 ? 50_000 : 10) };
      written.add(JSON.stringify({ version: 1, value }));
      return (n % 2 === 0 ? one : other).document('answer', any).write(value);
    });
    assert.ok((await Promise.all(writes)).every(Boolean));
    assert.ok(written.has((await readFile(path.join(folder, 'answer.json'), 'utf8')).trim()));
    assert.deepEqual(await readdir(folder), ['answer.json']);
  });

  it('the second process knows what it writes, is told that it does not last, and leaves all files as they are', async () => {
    const first = await start();
    assert.equal(await first.ask('write', { name: 'answer', value: { of: 'first' } }), true);
    await first.ask('append', { name: 'days', entries: [{ day: 1 }] });
    assert.equal(await first.ask('put', { name: 'streams', key: 'house', value: { of: 'first' } }), true);
    // As if the first one were in the middle of a line.
    const days = path.join(folder, 'days.ndjson');
    await writeFile(days, '{"day":1}\n{"da');
    const before = await texts();

    const second = await start();
    assert.equal(await second.ask('lasts'), false);
    assert.deepEqual(await second.ask('read', { name: 'answer' }), { of: 'first' });
    assert.deepEqual(await second.ask('get', { name: 'streams', key: 'house' }), { of: 'first' });
    assert.equal(await second.ask('write', { name: 'answer', value: { of: 'second' } }), false);
    assert.equal(await second.ask('put', { name: 'streams', key: 'house', value: { of: 'second' } }), false);
    await second.ask('append', { name: 'days', entries: [{ day: 2 }] });
    assert.deepEqual(await second.ask('read', { name: 'answer' }), { of: 'second' });
    assert.deepEqual(await second.ask('get', { name: 'streams', key: 'house' }), { of: 'second' });
    assert.deepEqual(await second.ask('entries', { name: 'days' }), [{ day: 1 }, { day: 2 }]);
    assert.deepEqual(await texts(), before);
    assert.deepEqual(await second.ask('troubles'), []);
  });

  it('the second process goes on with the folder when the first has ended', async () => {
    const first = await start();
    await first.ask('put', { name: 'streams', key: 'house', value: 1 });
    const second = await start();
    assert.equal(await second.ask('put', { name: 'streams', key: 'garage', value: 2 }), false);
    await first.ask('put', { name: 'streams', key: 'cellar', value: 3 });
    await first.kill();
    while ((await second.ask('put', { name: 'streams', key: 'attic', value: 4 })) !== true) await immediate();
    await second.kill();
    const third = await start();
    const kept = ['house', 'garage', 'cellar', 'attic'].map((key) => third.ask('get', { name: 'streams', key }));
    assert.deepEqual(await Promise.all(kept), [1, 2, 3, 4]);
  });

  it('a kill leaves nothing shut, and no file half written', async () => {
    for (let kills = 0; kills < 3; kills++) {
      const next = await start();
      assert.equal(await next.ask('lasts'), true, `after ${String(kills)} kills`);
      for (let n = 0; n < 5; n++) void next.ask('write', { name: 'answer', value: { filling: 'x'.repeat(1_000_000) } });
      await next.ask('read', { name: 'other' });
      await next.kill();
    }
    const last = await start();
    await last.ask('write', { name: 'answer', value: {} });
    assert.deepEqual(await readdir(folder), ['answer.json']);
  });

  it('of many that start at once after a kill one has it', async () => {
    const killed = await start();
    await killed.ask('lasts');
    await killed.kill();
    assert.ok(existsSync(`${folder}.lock`), 'it left its socket');
    const all = await Promise.all(Array.from({ length: 5 }, () => start()));
    const lasts = await Promise.all(all.map((each) => each.ask('lasts')));
    assert.deepEqual(lasts.filter(Boolean), [true]);
  });

  it('the process id that a container gives each of its processes means nothing', async function () {
    const container = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc'];
    if (spawnSync(container[0] ?? '', [...container.slice(1), 'true']).status !== 0)
      missing(this, 'no process may have a space of process ids of its own here (unshare)');
    const first = await start(container);
    assert.equal(await first.ask('lasts'), true);
    const beside = await start(container);
    assert.equal(await beside.ask('lasts'), false, 'both are process 1, and both are alive');
    await first.kill();
    await beside.kill();
    const restarted = await start(container);
    assert.equal(await restarted.ask('lasts'), true);
  });
});
