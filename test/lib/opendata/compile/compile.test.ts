// What each host is sent for a question, and what is refused before anything is sent.
import assert from 'node:assert/strict';
import { compileFor } from '../../../../lib/opendata/compile/compile';
import type { OpenDataQuery } from '../../../../lib/opendata/query/query';
import { datasetOf, field } from '../../../support/opendata/dataset';

const BALANCE = datasetOf([
  field('horodate', 'datetime'),
  field('region', 'text'),
  field('nb', 'integer'),
  field('w', 'number'),
  field('flag', 'boolean'),
  field('hidden', 'text', { filterable: false }),
]);
const LINES = datasetOf([field('nom', 'text'), field('geometry', 'geo-shape'), field('_geopoint', 'geo-point')]);
const POLES = datasetOf([field('nom', 'text'), field('_geopoint', 'geo-point')]);
const NOW = Date.parse('2026-03-30T08:00:00Z');

/** Sunday the 29th has 23 hours: it begins at 23:00 UTC of the day before and ends at 22:00. */
const SUNDAY: OpenDataQuery = {
  select: ['horodate', 'w'],
  where: {
    and: [
      { field: 'region', in: ['Île-de-France', 'a "b"'] },
      { field: 'flag', is: '!=', value: true },
    ],
  },
  time: { from: '2026-03-29', to: '2026-03-30' },
  order: [{ by: 'horodate', descending: true }],
};

describe('lib/opendata/compile', () => {
  it('one question, in the words of each host', () => {
    const where =
      '(region IN ("Île-de-France", "a \\"b\\"")) AND (NOT (flag:true)) AND ' +
      "(horodate >= date'2026-03-28T23:00:00+00:00') AND (horodate < date'2026-03-29T22:00:00+00:00')";
    for (const backEnd of ['ods', 'datafair-compat'] as const) {
      assert.deepEqual(compileFor(backEnd, SUNDAY, BALANCE), {
        params: { timezone: 'Europe/Paris', select: 'horodate, w', order_by: 'horodate desc', where },
        grouped: false,
        one: false,
        local: {},
      });
    }
    assert.deepEqual(compileFor('datafair', SUNDAY, BALANCE), {
      params: {
        select: 'horodate,w',
        sort: '-horodate',
        region_in: '"Île-de-France","a \\"b\\""',
        flag_nin: '"true"',
        horodate_gte: '2026-03-28T23:00:00+00:00',
        horodate_lt: '2026-03-29T22:00:00+00:00',
      },
      grouped: false,
      one: false,
      local: {},
    });
  });

  it('months: Data Fair takes the m of a month for minutes', () => {
    const monthly: OpenDataQuery = {
      group: [{ field: 'horodate', by: 'month', as: 'month' }],
      aggregate: [{ sum: 'w', as: 'sum' }],
    };
    assert.equal(compileFor('ods', monthly, BALANCE).params['group_by'], 'range(horodate, 1 month) as lr_g0');
    const compat = compileFor('datafair-compat', monthly, BALANCE);
    assert.equal(compat.params['group_by'], "date_format(horodate, 'yyyy-MM') as lr_g0");
    assert.equal(compat.params['where'], 'horodate is not null');
    // A mean beside each sum: over nothing the one is 0, the other null.
    assert.equal(compat.params['select'], 'sum(w) as lr_a0, avg(w) as lr_n0');
  });

  it('the last days are whole days in Paris', () => {
    const { params } = compileFor('ods', { time: { lastDays: 2 } }, BALANCE, NOW);
    // Two days before Monday the 30th is Saturday the 28th.
    assert.equal(params['where'], "horodate >= date'2026-03-27T23:00:00+00:00'");
  });

  it('what a host cannot be told is left for us, and nothing else', () => {
    const text: OpenDataQuery = {
      where: {
        and: [
          { field: 'region', is: '>', value: 'M' },
          { field: 'nb', is: '=', value: 3 },
        ],
      },
      limit: 5,
    };
    const ods = compileFor('ods', text, BALANCE);
    assert.equal(ods.params['where'], 'nb = 3');
    assert.deepEqual(ods.local, { where: { field: 'region', is: '>', value: 'M' }, limit: 5 });
    assert.equal(compileFor('datafair-compat', text, BALANCE).params['where'], '(region > "M") AND (nb = 3)');
    // A column without an index is filtered here, and asked for although the answer does not have it.
    const hidden: OpenDataQuery = { select: ['nb'], where: { field: 'hidden', is: '=', value: 'x' } };
    for (const backEnd of ['ods', 'datafair-compat', 'datafair'] as const) {
      const { params, local } = compileFor(backEnd, hidden, BALANCE);
      assert.equal(params['where'], undefined);
      assert.deepEqual(local, { where: hidden.where, select: ['nb'] });
      assert.deepEqual(params['select']?.split(/, ?/), ['nb', 'hidden']);
    }
  });

  it('what is too long for an address is left for us', () => {
    const many = Array.from({ length: 2000 }, (_, n) => `region number ${n}`);
    for (const backEnd of ['ods', 'datafair-compat', 'datafair'] as const) {
      const { params, local } = compileFor(
        backEnd,
        {
          where: {
            and: [
              { field: 'region', in: many },
              { field: 'nb', is: '=', value: 1 },
            ],
          },
        },
        BALANCE,
      );
      assert.ok(new URLSearchParams(params).toString().length < 8000);
      assert.ok(local.where !== undefined && 'in' in local.where && local.where.in.length === 2000);
      assert.equal(params['where'] ?? params['nb_in'], backEnd === 'datafair' ? '"1"' : 'nb = 1');
    }
  });

  it('either of several is Lucene where nobody can read it in two ways, else ours', () => {
    const or: OpenDataQuery = {
      where: {
        or: [
          { field: 'region', is: '=', value: 'x, y' },
          { field: 'nb', in: [1, 2] },
        ],
      },
    };
    assert.equal(compileFor('datafair', or, BALANCE).params['qs'], '(region:"x, y" OR (nb:"1" OR nb:"2"))');
    const not: OpenDataQuery = {
      where: {
        or: [
          { field: 'region', is: '!=', value: 'x' },
          { field: 'nb', is: '=', value: 1 },
        ],
      },
    };
    const { params, local } = compileFor('datafair', not, BALANCE);
    assert.equal(params['qs'], undefined);
    assert.deepEqual(local.where, {
      or: [{ not: { field: 'region', is: '=', value: 'x' } }, { field: 'nb', is: '=', value: 1 }],
    });
  });

  it('a radius: points the host measures, lines are measured here, out of a box that the host is asked for', () => {
    const near: OpenDataQuery = { select: ['nom'], geo: { near: { lon: 2, lat: 48, metres: 500 } } };
    assert.equal(
      compileFor('datafair-compat', near, POLES).params['where'],
      "within_distance(_geopoint, geom'POINT(2 48)', 500m)",
    );
    assert.equal(compileFor('datafair', near, POLES).params['geo_distance'], '2,48,500m');
    for (const backEnd of ['ods', 'datafair-compat', 'datafair'] as const) {
      const { params, local } = compileFor(backEnd, near, LINES);
      assert.deepEqual(local, { geo: near.geo, select: ['nom'] });
      assert.match(
        params['where'] ?? params['bbox'] ?? '',
        /^intersects\(geometry, geom'POLYGON\(\(1\.99\d* 47\.99|^1\.99\d*,47\.99\d*,2\.00\d*,48\.00\d*$/,
      );
      assert.deepEqual(params['select']?.split(/, ?/), ['nom', 'geometry']);
    }
  });

  it('a condition that nothing fits is said to the host, not to all rows', () => {
    assert.equal(
      compileFor('ods', { where: { field: 'nb', in: [] } }, BALANCE).params['where'],
      '(horodate is null) AND (horodate is not null)',
    );
    const { params, local } = compileFor('datafair', { where: { or: [] } }, BALANCE);
    assert.deepEqual([params['horodate_exists'], params['horodate_nexists'], local], ['true', 'true', {}]);
  });

  it('rows without a shape: Data Fair has no index of shapes, and would say of every row that it has none', () => {
    const where = { field: 'geometry', empty: true } as const;
    assert.equal(compileFor('ods', { where }, LINES).params['where'], 'geometry is null');
    for (const backEnd of ['datafair-compat', 'datafair'] as const)
      assert.deepEqual(compileFor(backEnd, { where }, LINES).local, { where });
  });

  it('Data Fair shows columns of its own only where they are named', () => {
    assert.equal(compileFor('datafair-compat', {}, POLES).params['select'], 'nom, _geopoint');
    assert.equal(compileFor('datafair-compat', {}, BALANCE).params['select'], undefined);
  });

  it('words beside what Data Fair cannot be told, and ODSQL on its own API, are refused', () => {
    const words: OpenDataQuery = { where: { or: [{ search: 'x' }, { field: 'nb', is: '=', value: 1 }] } };
    assert.throws(() => compileFor('datafair', words, BALANCE), { code: 'ERR_OPENDATA_CANNOT' });
    assert.throws(() => compileFor('datafair', { odsql: { where: 'nb = 3' } }, BALANCE), {
      code: 'ERR_OPENDATA_CANNOT',
    });
    assert.equal(compileFor('datafair-compat', words, BALANCE).params['where'], '(search(*, "x")) OR (nb = 1)');
  });
});
