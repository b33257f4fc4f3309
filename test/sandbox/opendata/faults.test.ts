// What goes wrong at the stand-ins of the portals, as it is told; what is refused to those who ask too much; and that nothing is made
// faster than it is taken.
import assert from 'node:assert/strict';
import http from 'node:http';
import { once } from 'node:events';
import { standIn } from '../../../sandbox';
import { largeConsumption } from '../../../sandbox/opendata/data/consumption';
import { OPENDATA_FAULT_NAMES, OPENDATA_FAULTS } from '../../../sandbox/opendata/faults';
import { startOpenData, type OpenDataOptions, type RunningOpenData } from '../../../sandbox/opendata/server';
import { openDataSettings } from '../../../sandbox/opendata/settings';
import type { Table } from '../../../sandbox/opendata/table';
import { ask, json, type Records } from './ask';
import { SMALL } from './small';

const EXPORT = '/api/explore/v2.1/catalog/datasets/small/exports/jsonl';
const RECORDS = '/api/explore/v2.1/catalog/datasets/small/records';

describe('what goes wrong at the portals', () => {
  let portal: RunningOpenData;
  const open = async (options: OpenDataOptions = {}): Promise<void> => {
    portal = await startOpenData({ ...options, tables: { enedis: [SMALL], odre: [SMALL], ...options.tables } });
  };
  afterEach(() => portal.stop());

  it('stands in the place of an answer: status, kind of text and text', async () => {
    await open();
    for (const [fault, said] of Object.entries(OPENDATA_FAULTS)) {
      if (!('status' in said)) continue;
      portal.fail('enedis', 'records', fault as keyof typeof OPENDATA_FAULTS);
      const { status, text } = await ask(portal.enedis, RECORDS);
      assert.deepEqual([status, text], [said.status, said.body], fault);
    }
    assert.equal((await ask(portal.enedis, RECORDS)).status, 200);
  });

  it('as two refusals of Opendatasoft for too many calls, neither in its usual form', async () => {
    await open();
    portal.fail('odre', 'records', 'domain-429');
    portal.fail('odre', 'export', 'anonymous-429');
    const [domain, anonymous] = [await ask(portal.odre, RECORDS), await ask(portal.odre, EXPORT)];
    assert.deepEqual([domain.status, (json(domain) as { errorcode: number }).errorcode], [429, 10_002]);
    assert.deepEqual([anonymous.status, (json(anonymous) as { errorcode: number }).errorcode], [429, 10_005]);
  });

  it('cuts an export in the middle of a line, and an answer in the middle', async () => {
    await open();
    for (const path of [EXPORT, RECORDS]) {
      portal.fail('enedis', path === EXPORT ? 'export' : 'records', 'cut');
      const answer = await fetch(portal.enedis + path);
      assert.equal(answer.status, 200);
      await assert.rejects(answer.text());
    }
  });

  it('ends an export short as if it were whole', async () => {
    await open();
    portal.fail('enedis', 'export', 'short');
    const { text } = await ask(portal.enedis, EXPORT);
    assert.equal(text.trimEnd().split('\n').length, 3);
    for (const line of text.trimEnd().split('\n')) assert.equal(typeof JSON.parse(line), 'object');
  });

  it('writes a byte that no text has', async () => {
    await open();
    portal.fail('enedis', 'export', 'bad-utf8');
    const bytes = await (await fetch(portal.enedis + EXPORT)).arrayBuffer();
    assert.throws(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  });

  for (const fault of ['stall', 'stall-midway'] as const) {
    it(`${fault}: says no more, and holds the line`, async () => {
      await open();
      portal.fail('enedis', 'export', fault);
      const controller = new AbortController();
      const reading = fetch(portal.enedis + EXPORT, { signal: controller.signal }).then((answer) => answer.text());
      const first = await Promise.race([reading, new Promise((resolve) => setTimeout(resolve, 300, 'nothing'))]);
      assert.equal(first, 'nothing');
      controller.abort();
      await assert.rejects(reading);
    });
  }

  it('leads from the old address to a page for people', async () => {
    await open();
    const direct = await fetch(portal.old + RECORDS, { redirect: 'manual' });
    assert.equal(direct.status, 301);
    assert.equal(new URL(direct.headers.get('location') ?? '').origin, portal.enedis);
    const led = await ask(portal.old, RECORDS);
    assert.deepEqual([led.status, led.headers.get('content-type')], [404, 'text/html; charset=utf-8']);
  });

  it('refuses those who ask Data Fair too often, for a minute', async () => {
    let now = Date.parse('2026-11-21T12:00:00Z');
    await open({ requestsPerMinute: 2, now: () => now });
    const status = async (): Promise<number> => (await ask(portal.enedis, RECORDS)).status;
    assert.deepEqual([await status(), await status(), await status()], [200, 200, 429]);
    const refused = await ask(portal.enedis, RECORDS);
    assert.deepEqual(
      [refused.text, refused.headers.get('retry-after')],
      ['Trop de traffic dans un interval restreint sur cette API.', null],
    );
    now += 60_001;
    assert.equal(await status(), 200);
  });

  it('asks for the key of an account where it has one', async () => {
    await open({ apiKey: 'sesame' });
    assert.equal((await ask(portal.enedis, RECORDS)).status, 401);
    assert.equal((await ask(portal.enedis, RECORDS, {}, { 'x-apiKey': 'sesame' })).status, 200);
    assert.equal((await ask(portal.enedis, RECORDS, { apiKey: 'sesame' })).status, 200);
  });

  it('has another version of a set, other rows, or none, when it is told', async () => {
    await open();
    const version = async (): Promise<string> =>
      (json(await ask(portal.enedis, '/data-fair/api/v1/datasets/small')) as { finalizedAt: string }).finalizedAt;
    assert.equal(await version(), '2026-11-01T10:00:00.000Z');
    portal.touch('enedis', 'small', '2026-11-02T10:00:00.000Z');
    assert.equal(await version(), '2026-11-02T10:00:00.000Z');
    portal.publish('enedis', { ...SMALL, count: 3 }, '2026-11-03T10:00:00.000Z');
    assert.equal((json(await ask(portal.enedis, RECORDS)) as Records).total_count, 3);
    portal.withdraw('enedis', 'small');
    assert.equal((await ask(portal.enedis, RECORDS)).text, 'Dataset not found');
  });

  it('counts what it was asked', async () => {
    await open();
    await ask(portal.enedis, RECORDS, { limit: '1' });
    await ask(portal.odre, EXPORT);
    assert.deepEqual(
      portal.calls('enedis').map(({ name, status }) => [name, status]),
      [['records', 200]],
    );
    assert.deepEqual(
      portal.calls('odre').map(({ name, url }) => [name, url]),
      [['export', EXPORT]],
    );
  });

  /** A set that knows how many of its rows were looked at. */
  function watched(table: Table): { readonly table: Table; readonly made: () => number } {
    let made = 0;
    const { line, row, ...about } = table;
    const counted = (index: number): ReturnType<Table['row']> => {
      made = Math.max(made, index + 1);
      return row(index);
    };
    return {
      table: {
        ...about,
        row: counted,
        ...(line && {
          line: (index, time) => {
            made = Math.max(made, index + 1);
            return line(index, time);
          },
        }),
      },
      made: () => made,
    };
  }

  /** Waits until nothing moves any more. */
  async function settled(made: () => number): Promise<void> {
    const seen: number[] = [];
    while (seen.length < 4 || seen.slice(-4).some((one) => one !== seen.at(-1))) {
      seen.push(made());
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  for (const params of ['', '?select=horodate,total_energie_soutiree_wh', '?where=nb_points_soutirage%20%3E%203']) {
    it(`makes no row before it is taken, and none for a client that has gone${params === '' ? '' : ` (${params})`}`, async () => {
      const { table, made } = watched(largeConsumption(2_000_000, 'large'));
      await open({ tables: { enedis: [table] } });
      const request = http.get(`${portal.enedis}/api/explore/v2.1/catalog/datasets/large/exports/jsonl${params}`);
      const [answer] = (await once(request, 'response')) as [http.IncomingMessage];
      // Nobody reads: buffers fill, and then nothing moves.
      await settled(made);
      assert.ok(made() > 0 && made() < 1_000_000, `${made()} rows were made for nobody`);
      answer.destroy();
      await settled(made);
      assert.ok(made() < 1_000_000, `${made()} rows were made for a client that had gone`);
    });
  }

  it('sends rows as slowly as it is told', async () => {
    await open({ bytesPerSecond: 100_000, tables: { enedis: [largeConsumption(1000, 'large')] } });
    const startedAt = Date.now();
    const { text } = await ask(portal.enedis, '/api/explore/v2.1/catalog/datasets/large/exports/jsonl');
    assert.ok(Date.now() - startedAt >= (text.length / 100_000) * 1000 - 100);
  });

  it('is one row of the command line, with its settings', async () => {
    const running = await standIn('opendata')?.start({ settings: { 'opendata-fault': 'empty-500', rows: '40' } });
    assert.ok(running);
    const url = `http://${running.host}:${String(running.port)}`;
    assert.equal((await ask(url, '/api/explore/v2.1/catalog/datasets/conso-inf36-large/records')).status, 500);
    const about = await ask(url, '/data-fair/api/v1/datasets/conso-inf36-large');
    assert.equal((json(about) as { count: number }).count, 40);
    await running.stop();
    await open();
    for (const wrong of [{ rows: 'many' }, { 'opendata-fault': 'flood' }, { compat: 'perhaps' }, { factor: '0' }])
      assert.throws(() => openDataSettings(wrong, 0), RangeError, JSON.stringify(wrong));
    assert.ok(OPENDATA_FAULT_NAMES.length >= 19);
  });
});
