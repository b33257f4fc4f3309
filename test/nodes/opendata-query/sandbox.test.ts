// opendata-query in Node-RED against the stand-ins of the portals.
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { OpenDataBench } from '../../support/opendata/node-bench';
import { helper } from '../../support/node-red/helper';

const BALANCE = 'bilan-electrique-demi-heure';

describe('opendata-query in Node-RED', () => {
  let bench: OpenDataBench;

  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  beforeEach(async () => {
    bench = await OpenDataBench.open();
  });
  afterEach(() => bench.close());

  for (const [portal, dataset] of [
    ['enedis', BALANCE],
    ['odre', 'eco2mix-national-tr'],
  ] as const)
    it(`asks ${portal}, whatever it runs on, and completes the message once`, async () => {
      await bench.load({ portal, settings: { dataset } });
      bench.receive({ payload: { command: 'query', query: { limit: 3 } } });
      const { schema, topic, payload, attribution, complete } = await bench.out.next();
      assert.deepEqual([schema, topic, complete], ['linky-red/rows@1', `rows/${dataset}`, true]);
      assert.equal(payload.length, 3);
      assert.match(String(attribution['licence']), /Licence Ouverte/);
      await bench.completed.next();
      assert.deepEqual([bench.completed.all.length, bench.caught.all.length], [1, 0]);
    });

  it('lets thousands of rows go as they come back, none lost, none twice', async () => {
    const settings = { dataset: BALANCE, query: '{}', send: 'batches', batchRows: '100' } as const;
    const back = { id: 'back', type: 'function', func: 'return msg;', outputs: 1, wires: [['out', 'n1']] };
    await bench.load({ settings, behind: [back], core: ['function/10-function'] });
    bench.receive({ payload: 'refresh' });
    await bench.completed.next();
    const last = await bench.out.next(({ complete }) => complete === true);
    const times = bench.out.all.flatMap(({ payload }) => payload.map((row) => row['horodate']));
    assert.equal(last.parts.count, bench.out.all.length);
    assert.ok(times.length > 100);
    assert.equal(new Set(times).size, times.length);
  });

  it('makes batches that the node join puts together again', async () => {
    const settings = {
      dataset: BALANCE,
      query: '{"limit":250}',
      send: 'batches',
      batchRows: '100',
      release: 'free',
      pauseMs: '0',
    } as const;
    const join = { id: 'join', type: 'join', mode: 'auto', wires: [['out']] };
    await bench.load({ settings, behind: [join], core: ['sequence/17-split'] });
    bench.receive({ payload: 'refresh' });
    const { payload } = await bench.out.next();
    assert.equal(payload.length, 250);
  });

  it('stops at once with a redeploy in the middle, and completes nothing twice', async () => {
    await bench.load({ settings: { dataset: BALANCE, query: '{}', send: 'batches', batchRows: '10' } });
    bench.receive({ payload: 'refresh' });
    const first = await bench.out.next();
    await bench.deploy();
    // What is still on its way is nobody's any more.
    bench.receive(first);
    bench.receive({ payload: { command: 'query', query: { limit: 1 } } });
    const next = await bench.out.next();
    assert.equal(next.payload.length, 1);
    assert.equal(bench.out.all.length, 2);
    assert.equal(bench.caught.all.length, 0);
  });

  it('says what is wrong in the status and to Catch nodes, once', async () => {
    await bench.load({ settings: { dataset: BALANCE } });
    bench.receive({ payload: { command: 'query', query: { select: ['Horodate'] } } });
    const { error } = await bench.caught.next();
    assert.equal(error.code, 'ERR_OPENDATA_FIELD');
    await bench.statuses.next(({ fill }) => fill === 'red');
    bench.receive({ payload: { command: 'query', dataset: 'no-such-dataset', query: {} } });
    assert.equal((await bench.caught.next()).error.code, 'ERR_DATASET');
    assert.deepEqual([bench.out.all.length, bench.completed.all.length], [0, 0]);
  });

  it('tells Catch nodes once all are there of a setting that makes no sense', async () => {
    await bench.load({ settings: { dataset: BALANCE, query: 'everything' } });
    assert.equal((await bench.caught.next()).error.code, 'ERR_CONFIG');
    bench.receive({ payload: 'refresh' });
    assert.equal((await bench.caught.next()).error.code, 'ERR_CONFIG');
  });

  for (const [portal, dataset] of [
    ['enedis', BALANCE],
    ['odre', 'eco2mix-national-tr'],
  ] as const)
    it(`asks ${portal} with the key of its credentials`, async () => {
      await bench.close();
      bench = await OpenDataBench.open({ apiKey: 'open-sesame' });
      await bench.load({ settings: { dataset }, portal, apiKey: 'open-sesame' });
      bench.receive({ query: { limit: 1 } });
      assert.equal((await bench.out.next()).payload.length, 1);
      await bench.load({ settings: { dataset }, portal });
      bench.receive({ query: { limit: 1 } });
      assert.equal((await bench.caught.next()).error.code, 'ERR_PORTAL_KEY');
    });

  describe('by itself', () => {
    const settings = { dataset: BALANCE, query: '{"limit":2}', everyHours: '1' } as const;

    it('sends what is there after its first start, and nothing after the next', async () => {
      await bench.load({ settings });
      await bench.out.next();
      await bench.statuses.next(({ text = '' }) => text.includes('data of') || text.includes('data-of'));
      await bench.restart();
      await bench.statuses.next(({ text = '' }) => text.endsWith('unchanged'));
      assert.equal(bench.out.all.length, 1);
      bench.portals.touch('enedis', BALANCE, '2027-01-01T00:00:00Z');
      await bench.restart();
      await bench.out.next();
      assert.equal(bench.out.all.length, 2);
    });

    it('sends anew what it is asked anew', async () => {
      await bench.load({ settings });
      await bench.out.next();
      await bench.statuses.next(({ text = '' }) => text.includes('data'));
      await bench.deploy((flow) => flow.map((node) => (node.id === 'n1' ? { ...node, query: '{"limit":1}' } : node)));
      assert.equal((await bench.out.next()).payload.length, 1);
    });

    it('leaves nothing behind when it is deleted', async () => {
      await bench.load({ settings });
      await bench.out.next();
      await bench.statuses.next(({ text = '' }) => text.includes('data'));
      const kept = async (): Promise<string[]> =>
        (await readdir(path.join(bench.dir, 'linky-red'))).filter((file) => /^opendata-(seen|query)-/.test(file));
      assert.equal((await kept()).length, 2);
      await bench.deploy((flow) => flow.filter(({ id }) => id !== 'n1'));
      assert.deepEqual(await kept(), []);
    });
  });

  describe('with files', () => {
    it('writes one whole, says where, and reads it again', async () => {
      const file = path.join(bench.dir, 'balance.csv');
      await bench.load({ settings: { dataset: BALANCE } });
      bench.receive({ payload: { command: 'file', file, query: { limit: 5 } } });
      const written = await bench.out.next();
      assert.equal(written.schema, 'linky-red/data-file@1');
      const text = await readFile(file, 'utf8');
      assert.deepEqual(written.payload, { file, format: 'csv', bytes: Buffer.byteLength(text), rows: 5 });
      assert.deepEqual(
        (await readdir(bench.dir)).filter((name) => name.includes('balance')),
        ['balance.csv'],
      );
      bench.receive({ payload: { command: 'read', file, dataset: BALANCE } });
      const { payload, topic } = await bench.out.next();
      assert.equal(topic, `rows/${BALANCE}`);
      assert.equal(payload.length, 5);
      bench.receive({ payload: { command: 'query', query: { limit: 5 } } });
      const asked = await bench.out.next();
      assert.deepEqual(
        payload.map((row) => row['horodate']),
        asked.payload.map((row) => row['horodate']),
      );
    });

    for (const [portal, dataset, format] of [
      ['enedis', BALANCE, 'parquet'],
      ['odre', 'eco2mix-national-tr', 'parquet'],
      ['enedis', 'position-geographique-des-poteaux-hta-et-bt', 'geojson'],
      ['odre', 'eco2mix-national-tr', 'csv'],
    ] as const)
      it(`writes ${format} of ${portal}, and has the same rows from it as from the portal`, async () => {
        const file = path.join(bench.dir, `some.${format}`);
        await bench.load({ portal, settings: { dataset, query: '{"limit":20}', watts: false } });
        bench.receive({ payload: { command: 'file', file } });
        assert.equal((await bench.out.next()).schema, 'linky-red/data-file@1');
        bench.receive({ payload: { command: 'read', file, dataset } });
        const read = (await bench.out.next()).payload;
        bench.receive({ payload: 'refresh' });
        const asked = (await bench.out.next()).payload;
        assert.equal(read.length, 20);
        const columns = Object.keys(read[0] ?? {}).filter((name) => asked.some((row) => name in row));
        assert.ok(columns.length > 1, columns.join());
        const cells = (rows: typeof read): unknown => rows.map((row) => columns.map((name) => row[name] ?? null));
        assert.deepEqual(cells(read), cells(asked));
      });

    it('leaves what was there where the answer is cut, and nothing beside it', async () => {
      const folder = path.join(bench.dir, 'files');
      await mkdir(folder);
      const file = path.join(folder, 'balance.csv');
      await writeFile(file, 'of before');
      await bench.load({ settings: { dataset: BALANCE, send: 'file', file, query: '{}' } });
      for (const name of ['export', 'file', 'lines'] as const) bench.portals.fail('enedis', name, 'cut', 9);
      bench.receive({ payload: 'refresh' });
      assert.match((await bench.caught.next()).error.code, /^ERR_(PORTAL_CUT|NETWORK|ROWS_MISSING)$/);
      assert.equal(await readFile(file, 'utf8'), 'of before');
      assert.deepEqual(await readdir(folder), ['balance.csv']);
    });

    it('says which file it cannot write or read', async () => {
      await bench.load({ settings: { dataset: BALANCE } });
      const file = path.join(bench.dir, 'no', 'folder.csv');
      bench.receive({ payload: { command: 'file', file, query: { limit: 1 } } });
      const first = (await bench.caught.next()).error;
      assert.equal(first.code, 'ERR_FILE_WRITE');
      assert.ok(first.message.includes(file));
      bench.receive({ payload: { command: 'read', file } });
      assert.equal((await bench.caught.next()).error.code, 'ERR_FILE_READ');
    });

    it('reads what comes in a message', async () => {
      await bench.load({ settings: { dataset: BALANCE } });
      bench.receive({ payload: Buffer.from('﻿code;energie (Wh);jour\n01001;12,5;05/12/2001\n01002;;06/12/2001\n') });
      const { payload, topic, attribution } = await bench.out.next();
      assert.equal(topic, 'rows/file');
      assert.equal(attribution, null);
      assert.deepEqual(
        payload.map((row) => [row['code'], row['energie (Wh)']]),
        [
          ['01001', 12.5],
          ['01002', null],
        ],
      );
    });
  });
});
