// ha-statistics while things go wrong: Home Assistant away, links that break, tokens that are refused, somebody else who writes.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import {
  startHomeAssistant,
  type HomeAssistantOptions,
  type RunningHomeAssistant,
} from '../../../sandbox/home-assistant/server';
import { halfHours, PRM } from '../../support/home-assistant/curve';
import { StatisticsBench } from '../../support/home-assistant/ha-statistics-bench';
import { fillDisk } from '../../support/machine/full-disk';
import { freePort } from '../../support/machine/ports';
import { helper } from '../../support/node-red/helper';

const CONSO = `linkyred:conso_${PRM}`;
const DAY = '2026-11-27T23:00:00Z';
const IMPORT = 'recorder/import_statistics';
const CURVE = halfHours(DAY, [100, 100, 200, 200, 300, 300]);
const SUMS = [100, 300, 600];

describe('ha-statistics in hard times', () => {
  let bench: StatisticsBench;
  let home: RunningHomeAssistant | undefined;

  const standIn = async (options: HomeAssistantOptions = {}): Promise<RunningHomeAssistant> =>
    (home = await startHomeAssistant(options));
  const load = (url: string, token?: string): Promise<void> => bench.load({ access: 'token', url }, token);
  const sums = () => home?.recorder.rows(CONSO).map(({ sum }) => sum);
  const failed = (text: string) => bench.statuses.next((status) => status.text === `status.${text}`);

  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  beforeEach(async () => {
    bench = await StatisticsBench.open();
  });
  afterEach(async () => {
    await bench.close();
    await home?.stop();
    home = undefined;
  });

  it('keeps points while nobody is there, tries again with pauses that grow, and writes them when somebody is', async () => {
    const port = await freePort();
    await load(`http://127.0.0.1:${String(port)}`);
    bench.points(CURVE);
    await bench.done.next();
    const { error } = await bench.caught.next();
    assert.equal(error.code, 'ERR_NETWORK');
    await failed('no-network');
    await standIn({ port });
    assert.equal((await bench.report()).rows, 3);
    assert.deepEqual(sums(), SUMS);
    const pauses = bench.clock.waits.filter((ms) => ms >= 10_000 && ms <= 600_000 && ms !== 30_000 && ms !== 60_000);
    assert.deepEqual(
      pauses,
      pauses.map((_, i) => Math.min(10_000 * 2 ** i, 600_000)),
    );
    assert.equal(bench.caught.all.length, 1, 'told once');
  });

  it('keeps points over a stop, and writes them by itself after the start', async () => {
    const port = await freePort();
    await load(`http://127.0.0.1:${String(port)}`);
    bench.points(CURVE);
    await bench.done.next();
    await bench.stop();
    await standIn({ port });
    await load(`http://127.0.0.1:${String(port)}`);
    assert.equal((await bench.report()).rows, 3);
    assert.deepEqual(sums(), SUMS);
    await bench.stop();
    const before = home?.links;
    await load(`http://127.0.0.1:${String(port)}`);
    bench.command('refresh');
    assert.equal((await bench.report()).rows, 0);
    assert.equal(home?.links, (before ?? 0) + 1, 'nothing was left to write: the start asks nobody');
  });

  for (const fault of ['drop-before', 'drop-after', 'refuse', 'lose'] as const)
    it(`gets over an import that goes wrong: ${fault}`, async () => {
      const { url } = await standIn();
      home?.fail(IMPORT, fault);
      await load(url);
      bench.points(CURVE);
      await bench.report();
      assert.deepEqual(sums(), SUMS);
    });

  it('shows a wrong token once; `refresh` and a deploy show it again', async () => {
    const { url } = await standIn();
    await load(url, 'wrong');
    bench.points(CURVE);
    assert.equal((await bench.caught.next()).error.code, 'ERR_HA_TOKEN');
    await failed('bad-token');
    bench.points(halfHours('2026-11-28T08:00:00Z', [100, 100]));
    await bench.done.next();
    await bench.done.next();
    bench.command('refresh');
    assert.equal((await bench.caught.next()).error.code, 'ERR_HA_TOKEN');
    assert.equal(home?.wrongTokens, 2);
    await bench.stop();
    await load(url);
    assert.equal((await bench.report()).rows, 4, 'what came in between as well');
  });

  it('wants an administrator’s token', async () => {
    const { url } = await standIn({ admin: false });
    await load(url);
    bench.points(CURVE);
    assert.equal((await bench.caught.next()).error.code, 'ERR_HA_ADMIN');
    await failed('not-admin');
    assert.deepEqual(home?.recorder.all(), []);
  });

  it('writes nothing where somebody else has written, until it is told to go on', async () => {
    const { url, recorder } = await standIn();
    await load(url);
    bench.points(CURVE);
    await bench.report();
    const metadata = recorder.metadata(CONSO);
    assert.ok(metadata);
    recorder.write(metadata, [{ start: Date.parse('2026-11-28T03:00:00Z'), state: 50, sum: 650 }]);
    bench.points(halfHours('2026-11-28T05:00:00Z', [100, 100]));
    assert.equal((await bench.caught.next()).error.code, 'ERR_STATISTIC_FOREIGN');
    await failed('other-writer');
    assert.deepEqual(sums(), [...SUMS, 650]);
    bench.command('refresh');
    await bench.report();
    assert.deepEqual(sums(), [...SUMS, 650, 750]);
  });

  it('refuses a series that is kept in another unit, and writes its own where it can', async () => {
    const { url, recorder } = await standIn();
    recorder.write(
      {
        ...{ statistic_id: CONSO, source: 'linkyred', name: 'gas', unit_of_measurement: 'm³', unit_class: null },
        ...{ mean_type: 0, has_sum: true },
      },
      [],
    );
    await load(url);
    bench.points([...CURVE, ...halfHours(DAY, [10, 10], { direction: 'production' })]);
    const { statistic } = await bench.report();
    assert.equal(statistic, `linkyred:prod_${PRM}`);
    assert.equal((await bench.caught.next()).error.code, 'ERR_STATISTIC_UNIT');
  });

  it('writes anew what a backup has taken away', async () => {
    const { url, recorder } = await standIn();
    await load(url);
    bench.points(CURVE);
    await bench.report();
    recorder.rewind(CONSO, Date.parse('2026-11-28T00:00:00Z'));
    bench.points(halfHours('2026-11-28T05:00:00Z', [100, 100]));
    await bench.report();
    assert.deepEqual(sums(), [...SUMS, 700]);
  });

  it('forgets what it knows when it is deleted', async () => {
    const { url } = await standIn();
    await load(url);
    bench.points(CURVE);
    await bench.report();
    await helper.setFlows([{ id: 'tab', type: 'tab' }], 'full');
    await bench.stop();
    await load(url);
    bench.command('refresh');
    await bench.done.next();
    assert.equal(bench.reports.all.length, 1, 'nothing is known any more');
  });

  it('leaves a Home Assistant alone that has banned it, until somebody says go on', async () => {
    let calls = 0;
    const banned = http.createServer().on('upgrade', (_request, socket) => {
      calls += 1;
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    });
    banned.listen(await freePort(), '127.0.0.1');
    await once(banned, 'listening');
    try {
      await load(`http://127.0.0.1:${String((banned.address() as AddressInfo).port)}`);
      bench.points(CURVE);
      assert.equal((await bench.caught.next()).error.code, 'ERR_HA_BANNED');
      await failed('ha-banned');
      bench.points(halfHours('2026-11-28T23:00:00Z', [100, 100]));
      await bench.done.next();
      await bench.done.next();
      assert.equal(calls, 1);
      bench.command('refresh');
      assert.equal((await bench.caught.next()).error.code, 'ERR_HA_BANNED');
      assert.equal(calls, 2);
    } finally {
      banned.closeAllConnections();
      banned.close();
    }
  });

  it('refuses points while the disk is full, and takes them again when there is room', async () => {
    const { url } = await standIn();
    await load(url);
    bench.points(CURVE.slice(0, 2));
    assert.equal((await bench.report()).rows, 1);
    const makeRoom = fillDisk(path.join(bench.dir, 'linky-red'));
    try {
      bench.points(CURVE);
      assert.equal((await bench.caught.next()).error.code, 'ERR_STATISTICS_DISK');
    } finally {
      makeRoom();
    }
    bench.points(CURVE);
    while (sums()?.length !== SUMS.length) await bench.report();
    assert.deepEqual(sums(), SUMS);
  });
});
