// One question, asked to the stand-ins: which dataset, which totals, which step, of one version, all rows.
import assert from 'node:assert/strict';
import { ask } from '../../../../lib/opendata/answer/ask';
import type { Answer, Question } from '../../../../lib/opendata/answer/answer';
import type { Filter, OpenDataQuery } from '../../../../lib/opendata/query/query';
import { largeConsumption } from '../../../../sandbox/opendata/data/consumption';
import type { SandboxPortal } from '../../../../sandbox/opendata/names';
import { listTable, type Row, type Table } from '../../../../sandbox/opendata/table';
import { all, portalBench, type PortalBench } from '../../../support/opendata/portal-bench';

const REGIONAL_CONSUMPTION = largeConsumption(4000, 'conso-inf36-region');
const READING = { watts: true, unpivot: false, timeIs: 'start' } as const;
const MINUTE = 60_000;
const MARCH = Date.parse('2026-03-28T23:00:00Z');

function series(slug: string, times: readonly number[], series = 1): Table {
  const columns = [
    { key: 'horodate', type: 'datetime', title: 'Horodate' },
    { key: 'serie', type: 'text', title: 'Série' },
    { key: 'energie_wh', type: 'number', title: 'Énergie (Wh)' },
  ] as const;
  const rows = times.flatMap((at) =>
    Array.from({ length: series }, (_, n) => ({ horodate: at, serie: `s${String(n)}`, energie_wh: 500 })),
  );
  return listTable({ slug, title: slug, columns, sortedBy: 'horodate' }, rows);
}
const every = (minutes: number, count: number, from = MARCH): number[] =>
  Array.from({ length: count }, (_, n) => from + n * minutes * MINUTE);

/** Each second half-hour has 1,000 Wh, the others none. */
const PEAKS: Table = listTable(
  series('peaks', []),
  every(30, 300).map((at, n) => ({ horodate: at, serie: 's0', energie_wh: n % 2 === 0 ? 1000 : 0 })),
);

describe('lib/opendata/answer/ask', () => {
  let bench: PortalBench;
  before(async () => {
    const tables = [
      series('half-hours', every(30, 300)),
      series('quarters', every(15, 40)),
      series('thick', every(30, 60), 150),
      series('changing', [...every(30, 200), ...every(15, 200, MARCH + 100 * 60 * MINUTE)]),
      series('days', every(1440, 300)),
      series('one', every(30, 1)),
      PEAKS,
      REGIONAL_CONSUMPTION,
    ];
    bench = await portalBench({ tables: { enedis: tables, odre: tables, ore: tables } });
    for (const call of ['records', 'export'] as const) bench.sandbox.fail('ore', call, 'unknown-api', Infinity);
  });
  after(() => bench.stop());

  const asked = (
    portal: SandboxPortal,
    dataset: string,
    query: OpenDataQuery = {},
    reading: Question['reading'] = READING,
  ): Promise<Answer> => ask(bench.open(portal), { dataset, query, reading });

  it('is what its family is called, and says where it has come from', async () => {
    bench.sandbox.touch('enedis', 'bilan-electrique-demi-heure', '2026-11-05T04:12:33.000Z');
    const portal = bench.open('enedis', { publisher: 'Enedis' });
    const answer = await ask(portal, { dataset: 'national-balance', query: { limit: 3 }, reading: READING });
    assert.deepEqual(answer.attribution, {
      publisher: 'Enedis',
      dataset: 'bilan-electrique-demi-heure',
      title: 'Bilan électrique au pas demi-heure',
      updatedAt: '2026-11-05T04:12:33.000Z',
      licence: 'Licence Ouverte / Open Licence version 2.0',
      url: 'https://portail.example/datasets/bilan-electrique-demi-heure',
    });
    assert.deepEqual([answer.backEnd, answer.expected, answer.stepMinutes], ['datafair-compat', 3, 15]);
    assert.deepEqual((await all(answer.rows)).length, 3);
  });

  it('of a dataset that is not there, or was', async () => {
    await assert.rejects(asked('enedis', 'nothing'), { code: 'ERR_DATASET' });
    await assert.rejects(asked('enedis', 'prod-sup36'), { code: 'ERR_DATASET_RETIRED' });
  });

  describe('the step of its times', () => {
    for (const portal of ['odre', 'enedis', 'ore'] as const) {
      for (const [dataset, step] of [
        ['half-hours', 30],
        ['quarters', 15],
        ['thick', 30],
        ['changing', null],
        ['days', null],
        ['one', null],
      ] as const) {
        it(`is ${String(step)} of ${dataset} at ${portal}`, async () => {
          const answer = await asked(portal, dataset);
          assert.equal(answer.stepMinutes, step);
          assert.deepEqual(answer.notices, step === null ? ['no-step'] : []);
          const [row] = await all(answer.rows);
          assert.equal(row?.['energie_wh_w'], step === null ? undefined : (500 * 60) / step);
        });
      }
    }

    it('is that of the rows that were asked for', async () => {
      const [from, to] = ['2026-03-29', '2026-03-31'];
      assert.equal((await asked('enedis', 'changing', { time: { from, to } })).stepMinutes, 30);
      assert.equal((await asked('odre', 'changing', { time: { from: '2026-04-03' } })).stepMinutes, 15);
    });

    it('is that of the slots, however far apart those stand that were asked for', async () => {
      const energy = { field: 'energie_wh', is: '>', value: 100 } as const;
      const [first, third] = ['2026-03-29T00:00:00+01:00', '2026-03-29T01:00:00+01:00'];
      const questions: readonly Filter[] = [
        energy,
        { and: [{ field: 'serie', is: '=', value: 's0' }, { not: { field: 'energie_wh', is: '<', value: 100 } }] },
        { field: 'horodate', in: [first, third] },
        { or: [{ field: 'serie', is: '=', value: 's1' }, energy] },
      ];
      for (const portal of ['odre', 'enedis', 'ore'] as const)
        for (const where of questions) {
          const answer = await asked(portal, 'peaks', { where, order: [{ by: 'horodate' }], limit: 2 });
          const rows = await all(answer.rows);
          assert.deepEqual(
            rows.map(({ horodate, energie_wh_w: watts }) => [horodate, watts]),
            [
              [first, 2000],
              [third, 2000],
            ],
            JSON.stringify(where),
          );
        }
    });

    it('brings times that end their slots to where these start', async () => {
      const query = { order: [{ by: 'horodate' }], limit: 2 };
      const { rows } = await asked('enedis', 'half-hours', query, { ...READING, timeIs: 'end' });
      assert.deepEqual(
        (await all(rows)).map(({ horodate }) => horodate),
        ['2026-03-28T23:30:00+01:00', '2026-03-29T00:00:00+01:00'],
      );
    });

    it('is not asked for where the answer has no times', async () => {
      bench.asked('odre');
      const answer = await asked('odre', 'half-hours', { select: ['serie'], limit: 1 });
      assert.equal(answer.stepMinutes, null);
      assert.deepEqual(answer.notices, []);
      assert.equal(bench.asked('odre').filter((call) => call.startsWith('records')).length, 1);
      await all(answer.rows);
    });
  });

  describe('totals', () => {
    const energy = 'total_energie_soutiree_wh';
    const rows: Row[] = Array.from({ length: REGIONAL_CONSUMPTION.count }, (_, n) => REGIONAL_CONSUMPTION.row(n));
    const sum = (fits: (row: Row) => boolean): number =>
      rows.filter(fits).reduce((total, row) => total + Number(row[energy]), 0);
    const isTotal = (row: Row): boolean => JSON.stringify(row['plage_de_puissance_souscrite']).startsWith('"P0');
    const total = async (
      portal: SandboxPortal,
      query: OpenDataQuery,
    ): Promise<readonly [unknown, Answer['notices']]> => {
      const { rows: pieces, notices } = await asked(portal, 'conso-inf36-region', {
        aggregate: [{ sum: energy, as: 'sum' }],
        ...query,
      });
      return [(await all(pieces))[0]?.['sum'], notices];
    };

    for (const portal of ['odre', 'enedis', 'ore'] as const) {
      it(`are in no aggregate of ${portal}, and that is said`, async () => {
        assert.deepEqual(await total(portal, {}), [sum((row) => !isTotal(row)), ['totals-left-out']]);
      });

      it(`are in those of ${portal} where they were asked for`, async () => {
        assert.deepEqual(await total(portal, { totals: true }), [sum(() => true), []]);
      });
    }

    it('are left to a question that names them', async () => {
      const where = { field: 'plage_de_puissance_souscrite', startsWith: 'P0' };
      assert.deepEqual(await total('enedis', { where }), [sum(isTotal), []]);
    });

    it('are left out where a condition on their column lets others through as well', async () => {
      const field = 'plage_de_puissance_souscrite';
      const range = 'P1: ]0-3] kVA';
      const cases: readonly (readonly [Filter, (row: Row) => boolean])[] = [
        [{ field, is: '!=', value: range }, (row) => row[field] !== range],
        [{ not: { field, in: [range] } }, (row) => row[field] !== range],
        [{ field, startsWith: 'P' }, () => true],
        [{ field, empty: false }, () => true],
        [
          {
            or: [
              { field, is: '=', value: range },
              { field: 'code_region', is: '=', value: '84' },
            ],
          },
          () => true,
        ],
      ];
      for (const [where, fits] of cases) {
        const expected = sum((row) => !isTotal(row) && fits(row));
        assert.deepEqual(await total('odre', { where }), [expected, ['totals-left-out']], JSON.stringify(where));
      }
    });

    it('are left out beside other conditions', async () => {
      const where = { field: 'profil', is: '=', value: 'RES2 (+ RES5)' } as const;
      const expected = sum((row) => !isTotal(row) && row['profil'] === 'RES2 (+ RES5)');
      assert.ok(expected > 0);
      assert.deepEqual(await total('odre', { where }), [expected, ['totals-left-out']]);
    });

    it('are in rows, with a flag', async () => {
      const { rows: pieces, notices } = await asked('enedis', 'conso-inf36-region', {
        limit: 1,
        order: [{ by: 'horodate' }],
      });
      const [row] = await all(pieces);
      assert.deepEqual([row?._flags?.total, notices], [['plage_de_puissance_souscrite'], []]);
    });
  });

  describe('while the dataset changes', () => {
    const reading = async (portal: SandboxPortal, midway: () => void): Promise<number> => {
      const { rows } = await asked(portal, 'thick');
      let got = 0;
      for await (const piece of rows) {
        if (got === 0) midway();
        got += piece.length;
      }
      return got;
    };
    const changed = new Date();
    const touch = (portal: SandboxPortal) => (): void => {
      changed.setUTCSeconds(changed.getUTCSeconds() + 5);
      bench.sandbox.touch(portal, 'thick', changed.toISOString());
    };

    for (const portal of ['odre', 'enedis', 'ore'] as const) {
      it(`is of two versions, and that is an error: ${portal}`, async () => {
        await assert.rejects(reading(portal, touch(portal)), {
          code: 'ERR_DATASET_CHANGED',
          facts: { dataset: 'thick' },
        });
        assert.equal(await reading(portal, () => undefined), 9000);
      });
    }

    it('is short because of that, and that is what is said', async () => {
      bench.sandbox.fail('odre', 'export', 'short', 1);
      await assert.rejects(reading('odre', touch('odre')), { code: 'ERR_DATASET_CHANGED' });
      bench.sandbox.fail('odre', 'export', 'short', 1);
      await assert.rejects(
        reading('odre', () => undefined),
        { code: 'ERR_ROWS_MISSING' },
      );
    });
  });

  it('of groups by day has Paris days, that of 23 hours too', async () => {
    const query: OpenDataQuery = {
      group: [{ field: 'horodate', by: 'day', as: 'day' }],
      aggregate: [{ count: true, as: 'rows' }],
      order: [{ by: 'day' }],
      limit: 3,
    };
    for (const portal of ['odre', 'enedis', 'ore'] as const) {
      const { rows, expected } = await asked(portal, 'half-hours', query);
      assert.deepEqual(await all(rows), [
        { day: '2026-03-29T00:00:00+01:00', rows: 46 },
        { day: '2026-03-30T00:00:00+02:00', rows: 48 },
        { day: '2026-03-31T00:00:00+02:00', rows: 48 },
      ]);
      assert.equal(expected, portal === 'ore' ? null : 3);
    }
  });

  it('of groups has the columns that were chosen, in their order, and no others', async () => {
    const query: OpenDataQuery = {
      select: ['most', 'rows'],
      group: [{ field: 'horodate', by: 'month' }, { field: 'serie' }],
      aggregate: [
        { count: true, as: 'rows' },
        { sum: 'energie_wh', as: 'sum' },
        { max: 'energie_wh', as: 'most' },
      ],
      order: [{ by: 'rows' }],
    };
    for (const portal of ['odre', 'enedis', 'ore'] as const) {
      const rows = await all((await asked(portal, 'half-hours', query)).rows);
      // 142 half-hours are left of March, from the 29th on; 158 of 300 are in April.
      assert.equal(JSON.stringify(rows), '[{"most":500,"rows":142},{"most":500,"rows":158}]');
    }
  });

  it('tells when the portal lets little more be asked', async () => {
    const small = await portalBench({ callsPerDay: 25, tables: { odre: [series('half-hours', every(30, 300))] } });
    try {
      const question = { dataset: 'half-hours', query: { limit: 1 }, reading: READING };
      const answer = await ask(small.open('odre', { kind: 'ods' }), question);
      assert.deepEqual(answer.notices, []);
      await all(answer.rows);
      const next = await ask(small.open('odre', { kind: 'ods' }), question);
      assert.deepEqual(next.notices, ['quota-low']);
      await all(next.rows);
    } finally {
      await small.stop();
    }
  });

  it('ends at once, whatever it waits for', async () => {
    for (const name of ['dataset', 'records', 'export'] as const) {
      bench.sandbox.fail('odre', name, 'stall', 1);
      const job = new AbortController();
      const question = { dataset: 'half-hours', query: {}, reading: READING };
      const answer = ask(bench.open('odre', { kind: 'ods' }), question, job.signal).then(({ rows }) => all(rows));
      await new Promise((resolve) => setTimeout(resolve, 50));
      job.abort();
      await assert.rejects(answer, { code: 'ERR_CLOSED' });
      bench.sandbox.fail('odre', name, 'stall', 0);
    }
  });

  it('of a wide table that is made long has a number of rows that nobody knows before', async () => {
    const answer = await asked('enedis', 'half-hours', { limit: 1 }, { ...READING, unpivot: true });
    assert.equal(answer.expected, null);
    await all(answer.rows);
  });
});
