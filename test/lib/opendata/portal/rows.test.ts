// Rows from all three back-ends of the stand-ins: none lost, none doubled, whichever door they come through.
import assert from 'node:assert/strict';
import type { Dataset } from '../../../../lib/opendata/dataset/dataset';
import type { OpenPortal } from '../../../../lib/opendata/portal/open-portal';
import type { OpenDataQuery } from '../../../../lib/opendata/query/query';
import type { Table } from '../../../../sandbox/opendata/table';
import { all, portalBench, type PortalBench } from '../../../support/opendata/portal-bench';

const HOUR = 3_600_000;
const FROM = Date.parse('2026-03-28T23:00:00Z');

/** `n` counts rows from 0; every seventh has no value. */
function numbered(slug: string, count: number): Table {
  return {
    slug,
    title: slug,
    sortedBy: 'n',
    columns: [
      { key: 'n', type: 'integer', title: 'n' },
      { key: 'at', type: 'datetime', title: 'at' },
      { key: 'kind', type: 'text', title: 'kind' },
      { key: 'energy_wh', type: 'number', title: 'Energy (Wh)' },
    ],
    count,
    row: (n) => ({ n, at: FROM + n * HOUR, kind: `K${String(n % 3)}`, energy_wh: n % 7 === 0 ? null : n / 2 }),
  };
}
const count = (to: number, from = 0): number[] => Array.from({ length: to - from }, (_, index) => from + index);

describe('lib/opendata/portal, rows', () => {
  let bench: PortalBench;
  before(async () => {
    const tables = [numbered('few', 37), numbered('some', 250), numbered('many', 25_003)];
    bench = await portalBench({ tables: { enedis: tables, odre: tables, ore: tables } });
  });
  after(() => bench.stop());
  afterEach(() => {
    for (const name of ['records', 'export', 'lines'] as const) bench.sandbox.fail('ore', name, 'gone', 0);
  });

  const open = async (
    name: 'enedis' | 'odre' | 'ore',
    id: string,
  ): Promise<{ portal: OpenPortal; dataset: Dataset }> => {
    // Of this one the look-alike is switched off.
    if (name === 'ore')
      for (const call of ['records', 'export'] as const) bench.sandbox.fail('ore', call, 'unknown-api', Infinity);
    const portal = bench.open(name);
    const dataset = await portal.dataset(id);
    bench.asked(name);
    return { portal, dataset };
  };
  const numbers = async ({ portal, dataset }: Awaited<ReturnType<typeof open>>, query: OpenDataQuery) => {
    const { pieces, ...about } = await portal.rows(dataset, query);
    return { ...about, n: (await all(pieces)).map((row) => row['n']) };
  };

  for (const [name, backEnd] of [
    ['odre', 'ods'],
    ['enedis', 'datafair-compat'],
    ['ore', 'datafair'],
  ] as const) {
    describe(`by ${backEnd}`, () => {
      for (const [id, rows] of [
        ['few', 37],
        ['some', 250],
        ['many', 25_003],
      ] as const) {
        it(`come all, in the order that was asked for: ${String(rows)}`, async () => {
          const answer = await numbers(await open(name, id), { order: [{ by: 'n' }] });
          assert.deepEqual([answer.backEnd, answer.total, answer.expected], [backEnd, rows, rows]);
          assert.deepEqual(answer.n, count(rows));
        });
      }

      it('come as many as were asked for', async () => {
        for (const limit of [1, 99, 100, 101, 12_000]) {
          const answer = await numbers(await open(name, 'many'), { order: [{ by: 'n', descending: true }], limit });
          assert.equal(answer.expected, limit);
          assert.deepEqual(answer.n, count(25_003, 25_003 - limit).reverse());
        }
      });

      it('come those alone that fit', async () => {
        const query: OpenDataQuery = { where: { field: 'kind', is: '=', value: 'K1' }, order: [{ by: 'n' }] };
        const answer = await numbers(await open(name, 'some'), query);
        assert.equal(answer.expected, 83);
        assert.deepEqual(
          answer.n,
          count(250).filter((n) => n % 3 === 1),
        );
      });

      it('that are none are an answer', async () => {
        const answer = await numbers(await open(name, 'some'), { where: { field: 'n', is: '>', value: 1000 } });
        assert.deepEqual([answer.expected, answer.n], [0, []]);
      });

      it('are counted without being fetched', async () => {
        const { portal, dataset } = await open(name, 'many');
        assert.equal(await portal.count(dataset, { where: { field: 'n', is: '<', value: 20_001 } }), 20_001);
      });

      it('in groups come as one answer', async () => {
        const { portal, dataset } = await open(name, 'some');
        const query: OpenDataQuery = {
          group: [{ field: 'kind' }],
          aggregate: [
            { count: true, as: 'rows' },
            { sum: 'energy_wh', as: 'energy' },
          ],
          order: [{ by: 'kind' }],
        };
        const sums = count(3).map((k) => {
          const ours = count(250).filter((n) => n % 3 === k);
          return {
            kind: `K${String(k)}`,
            rows: ours.length,
            energy: ours.filter((n) => n % 7 > 0).reduce((sum, n) => sum + n / 2, 0),
          };
        });
        assert.deepEqual(await all((await portal.rows(dataset, query)).pieces), sums);
      });
    });
  }

  it('few of them are one call, more are a look and an export', async () => {
    const { portal, dataset } = await open('enedis', 'some');
    await all((await portal.rows(dataset, { limit: 100 })).pieces);
    assert.deepEqual(
      bench.asked('enedis').map((call) => call.split(' ')[0]),
      ['records'],
    );
    await all((await portal.rows(dataset, {})).pieces);
    assert.deepEqual(
      bench.asked('enedis').map((call) => call.split(' ')[0]),
      ['records', 'export'],
    );
  });

  it('that nobody takes are not exported', async () => {
    const { portal, dataset } = await open('enedis', 'some');
    const { pieces, expected } = await portal.rows(dataset, {});
    assert.deepEqual([expected, bench.asked('enedis').map((call) => call.split(' ')[0])], [250, ['records']]);
    assert.equal((await all(pieces)).length, 250);
  });

  it('come from Data Fair itself where its look-alike counts them and does not export them', async () => {
    const { portal, dataset } = await open('enedis', 'some');
    bench.sandbox.fail('enedis', 'export', 'empty-500', Infinity);
    assert.deepEqual((await numbers({ portal, dataset }, { order: [{ by: 'n' }] })).n, count(250));
    bench.sandbox.fail('enedis', 'export', 'empty-500', 0);
  });

  for (const [fault, calls] of [
    ['gone', 1],
    ['unknown-api', 1],
    ['empty-500', 2],
    ['bad-gateway', 2],
  ] as const) {
    it(`come from Data Fair itself where its look-alike answers ${fault}`, async () => {
      const { portal, dataset } = await open('enedis', 'some');
      bench.sandbox.fail('enedis', 'records', fault, Infinity);
      const answer = await numbers({ portal, dataset }, { order: [{ by: 'n' }] });
      assert.deepEqual([answer.backEnd, answer.n], ['datafair', count(250)]);
      const asked = bench.asked('enedis').map((call) => call.split(' ')[0]);
      assert.deepEqual(asked, [...Array<string>(calls).fill('records'), 'lines']);
      bench.sandbox.fail('enedis', 'records', fault, 0);
    });
  }

  it('are asked of the look-alike no more once it is known to be switched off', async () => {
    const before = await open('ore', 'some');
    await numbers(before, {});
    bench.asked('ore');
    await numbers(before, {});
    assert.deepEqual(
      bench.asked('ore').map((call) => call.split(' ')[0]),
      ['lines'],
    );
  });

  it('are those of ODSQL that was written by hand, as many as were asked for', async () => {
    for (const name of ['odre', 'enedis'] as const) {
      const at = await open(name, 'many');
      const plain = await numbers(at, { odsql: { where: 'n >= 20000', order_by: 'n' }, limit: 1000 });
      assert.deepEqual([plain.expected, plain.n], [1000, count(21_000, 20_000)], name);
      const grouped = { odsql: { select: 'count(*) as rows', group_by: 'kind' } };
      const groups = await all((await at.portal.rows(at.dataset, grouped)).pieces);
      assert.deepEqual(new Map(groups.map((row) => [row['kind'], row['rows']])).get('K1'), 8334, name);
    }
  });

  it('of ODSQL have no other door than that of the look-alike', async () => {
    const { portal, dataset } = await open('ore', 'some');
    await assert.rejects(portal.rows(dataset, { odsql: { where: 'n > 3' } }), { code: 'ERR_PORTAL_GONE' });
    assert.ok(!bench.asked('ore').some((call) => call.startsWith('lines')));
  });

  it('of more groups than the portal gives are an error, not the first of them', async () => {
    const { portal, dataset } = await open('odre', 'many');
    const query: OpenDataQuery = { group: [{ field: 'n' }], aggregate: [{ count: true, as: 'rows' }] };
    await assert.rejects(portal.rows(dataset, query), {
      code: 'ERR_GROUPS_CAPPED',
      facts: { host: portal.host, most: 20_000 },
    });
  });

  it('of a dataset that is not there: ERR_DATASET', async () => {
    for (const name of ['enedis', 'odre'] as const) {
      const portal = bench.open(name);
      await assert.rejects(portal.dataset('nothing'), {
        code: 'ERR_DATASET',
        facts: { host: portal.host, dataset: 'nothing' },
      });
    }
  });

  it('lists what a portal has, and the values of a column', async () => {
    for (const name of ['enedis', 'odre'] as const) {
      const { portal, dataset } = await open(name, 'some');
      assert.deepEqual([...(await portal.values(dataset, 'kind'))].sort(), ['K0', 'K1', 'K2']);
      bench.asked(name);
      await portal.values(dataset, 'kind');
      assert.deepEqual(bench.asked(name), [], 'asked for once for one version');
      assert.deepEqual(
        (await portal.search('some')).map(({ id, count: rows }) => [id, rows]),
        [['some', 250]],
      );
      // Whatever is typed is words.
      await portal.search('l\'"eau\\ "); drop');
    }
  });
});
