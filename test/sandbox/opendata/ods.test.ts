// The stand-in of Opendatasoft, by its documentation: what its ODSQL takes and what not, its limits, its words when it refuses.
import assert from 'node:assert/strict';
import { parquetReadObjects } from 'hyparquet';
import { startOpenData, type RunningOpenData } from '../../../sandbox/opendata/server';
import { ask, json, type Records, type Said } from './ask';
import { SMALL } from './small';

const NOON = Date.parse('2026-11-21T12:00:00Z');
const SET = '/api/explore/v2.1/catalog/datasets/small';

describe('the stand-in of Opendatasoft', () => {
  let portal: RunningOpenData;
  before(async () => {
    portal = await startOpenData({ tables: { odre: [SMALL] }, now: () => NOON });
  });
  after(() => portal.stop());

  const get = (path: string, params: Parameters<typeof ask>[2] = {}): Promise<Said> =>
    ask(portal.odre, SET + path, params);
  const amounts = async (where: string, timezone = 'UTC'): Promise<unknown[]> => {
    const said = await get('/records', { where, timezone, select: 'amount', order_by: 'at', limit: '100' });
    assert.equal(said.status, 200, `${where}: ${said.text}`);
    return (json(said) as Records).results.map(({ amount }) => amount);
  };

  const holds: readonly (readonly [string, readonly unknown[]])[] = [
    ["at >= date'2026-10-24T22:00:00.000Z'", [2.5, null, 7]],
    ["at < date'2026/03/29'", [1, 5]],
    ["at in [date'2026-03-29'..date'2026-03-30'[", [10, -3]],
    ["at in ]date'2026-03-28T22:30:00Z' TO date'2026-03-29T21:59:00Z']", [5, 10]],
    ['at >= "2026-10-25T22:59:00+00:00"', [null, 7]],
    ["at >= date'2026-10'", [2.5, null, 7]],
    ['name = "a"', [1, 10, null]],
    ['name:"a"', [1, 10, null]],
    ['name LIKE "res1"', [-3]],
    ['NOT (name = "a")', [5, -3, 2.5, 7]],
    ['not(name="a")and(amount>2)', [5, 2.5, 7]],
    ['name IN ("a", "B")', [1, 10, 2.5, null]],
    ['name is null', [7]],
    ['name IS NOT NULL AND amount IS NULL', [null]],
    ['flag', [1, 10, 2.5, 7]],
    ['flag is true', [1, 10, 2.5, 7]],
    ['flag is not true', [5, -3, null]],
    ['flag = false', [5, null]],
    ['startswith(name, "RES")', [-3]],
    ['startswith("RES")', [-3]],
    ['search("res1")', [-3]],
    ['search(*, "res")', [-3]],
    ['search(name, "RES1WE")', [-3]],
    ['"a"', [1, 10, null]],
    ['month(at) = 3 and day(at) = 28', [1, 5]],
    ['year(at) = 2026 and hour(at) = 23', [5, 7]],
    ["date_format(at, 'dd') = '24'", [2.5]],
    ['length(name) > 3', [-3]],
    ['lower(name) = "b"', [5, 2.5]],
    ['amount + 1 > 6', [10, 7]],
    ['amount * 2 = 5', [2.5]],
    ['(amount + 1) * 2 > 15', [10, 7]],
    ['amount > -5 and amount <= 1', [1, -3]],
    ['amount\n> 5', [10, 7]],
    ['at > now(days=-30)', [2.5, null, 7]],
    ['at > NOW()', []],
    ["within_distance(place, geom'POINT(6.1 45.9)', 1km)", [1, null]],
    ["distance(place, geom'POINT(6.1 45.9)', 10000 mm)", [1]],
    ['in_bbox(place, 45, 6, 46, 6.15)', [1, null]],
    ["intersects(place, geom'POLYGON((6 45, 6.15 45, 6.15 46, 6 46, 6 45))')", [1, null]],
    ["disjoint(place, geom'POLYGON((6 45, 8 45, 8 49, 6 49, 6 45))')", [-3, 7]],
    ['`name` = "B"', [2.5]],
    ['name = "it\\"s"', []],
  ];
  for (const [where, wanted] of holds) {
    it(`answers ${JSON.stringify(where)}`, async () => {
      assert.deepEqual(await amounts(where), wanted);
    });
  }

  it('reads a date without a zone, and writes all dates, in the zone of the call', async () => {
    assert.deepEqual(await amounts("at >= date'2026-03-29' and at < date'2026-03-30'", 'Europe/Paris'), [5, 10]);
    const { results } = json(
      await get('/records', { timezone: 'Europe/Paris', order_by: 'at', limit: '4' }),
    ) as Records;
    assert.deepEqual(
      results.map(({ at }) => at),
      [
        '2026-03-28T23:30:00+01:00',
        '2026-03-29T00:00:00+01:00',
        '2026-03-29T23:59:00+02:00',
        '2026-03-30T00:00:00+02:00',
      ],
    );
  });

  const refused = [
    { where: 'unknown = 3' },
    { where: 'NAME = "a"' },
    { where: 'amount != 3' },
    { where: 'amount = .5' },
    { where: 'amount = 1e3' },
    { where: 'name = "a" /* x */' },
    { where: 'name' },
    { where: '(amount > 1' },
    { where: 'name = "a' },
    { select: 'nope(amount)' },
    { select: 'amount', group_by: 'place' },
    { group_by: 'range(at, 2 month)' },
    { order_by: 'unknown' },
    { limit: '101' },
    { limit: '-2' },
    { limit: 'abc' },
    { limit: '100', offset: '9901' },
    { offset: '10000' },
    { limit: '20001', group_by: 'name' },
    { timezone: 'Europe/Nowhere' },
  ];
  for (const params of refused) {
    it(`refuses ${JSON.stringify(params)}`, async () => {
      const said = await get('/records', params);
      assert.equal(said.status, 400, said.text);
      const { error_code, message } = json(said) as { error_code: string; message: string };
      const isParameter = 'limit' in params || 'offset' in params || 'timezone' in params;
      assert.equal(error_code, isParameter ? 'InvalidRESTParameterError' : 'ODSQLError');
      if (!isParameter)
        assert.match(message, /^ODSQL query is malformed: .* Clause\(s\) containing the error\(s\): \w+\.$/s);
    });
  }

  it('says which limit is meant, as it was seen to', async () => {
    const { message } = json(await get('/records', { limit: '1473' })) as { message: string };
    assert.equal(message, 'Invalid value for limit API parameter: 1473 was found but -1 <= limit <= 100 is expected.');
    assert.equal((await get('/records', { offset: '9900', limit: '100' })).status, 200);
  });

  it('joins repeated where by AND, gives 10 rows unless told and 100 for -1', async () => {
    const twice = await get('/records', [
      ['where', 'amount > 1'],
      ['where', 'flag = true'],
    ]);
    assert.equal((json(twice) as Records).total_count, 3);
    const many = await ask(portal.odre, '/api/explore/v2.1/catalog/datasets/eco2mix-national-tr/records');
    assert.equal((json(many) as Records).results.length, 10);
    const all = await ask(portal.odre, '/api/explore/v2.1/catalog/datasets/eco2mix-national-tr/records', {
      limit: '-1',
    });
    assert.equal((json(all) as Records).results.length, 100);
  });

  it('groups with a group of nothing, and puts nothing last in both directions', async () => {
    const rows = async (order_by: string): Promise<unknown> =>
      (
        json(
          await get('/records', { select: 'count(*) as n, sum(amount) as s', group_by: 'name', order_by }),
        ) as Records
      ).results;
    const [B, a, b, res, none] = [
      { name: 'B', n: 1, s: 2.5 },
      { name: 'a', n: 3, s: 11 },
      { name: 'b', n: 1, s: 5 },
      { name: 'RES1 (+ RES1WE)', n: 1, s: -3 },
      { name: null, n: 1, s: 7 },
    ];
    assert.deepEqual(await rows('name'), [B, res, a, b, none]);
    assert.deepEqual(await rows('name desc'), [b, a, res, B, none]);
    assert.deepEqual(await rows('sum(amount) desc'), [a, none, b, B, res]);
  });

  it('makes days of Paris of its ranges, 23 and 25 hours long', async () => {
    const said = await get('/records', {
      select: 'count(*) as n',
      group_by: 'range(at, 1 day) as day',
      order_by: 'day',
      timezone: 'Europe/Paris',
    });
    assert.deepEqual((json(said) as Records).results, [
      { day: '[2026-03-28T00:00:00+01:00, 2026-03-29T00:00:00+01:00[', n: 1 },
      { day: '[2026-03-29T00:00:00+01:00, 2026-03-30T00:00:00+02:00[', n: 2 },
      { day: '[2026-03-30T00:00:00+02:00, 2026-03-31T00:00:00+02:00[', n: 1 },
      { day: '[2026-10-25T00:00:00+02:00, 2026-10-26T00:00:00+01:00[', n: 2 },
      { day: '[2026-10-26T00:00:00+01:00, 2026-10-27T00:00:00+01:00[', n: 1 },
    ]);
  });

  it('counts together over everything, the sum of nothing being 0 and the mean of nothing nothing', async () => {
    const select =
      'sum(amount) as s, avg(amount) as a, min(amount) as l, max(amount) as h, count(amount) as n, count(*) as all';
    const over = async (where: string): Promise<unknown> =>
      (json(await get('/records', { select, where })) as Records).results;
    assert.deepEqual(await over('amount > 4'), [{ s: 22, a: 22 / 3, l: 5, h: 10, n: 3, all: 3 }]);
    assert.deepEqual(await over('amount > 99'), [{ s: 0, a: null, l: null, h: null, n: 0, all: 0 }]);
  });

  it('groups numbers by width and by bounds', async () => {
    const keys = async (group_by: string): Promise<unknown> =>
      (
        json(
          await get('/records', {
            select: 'count(*)',
            group_by: `${group_by} as k`,
            order_by: 'k',
            where: 'amount is not null',
          }),
        ) as Records
      ).results.map(({ k }) => k);
    assert.deepEqual(await keys('range(amount, 5)'), ['[-5, 0[', '[0, 5[', '[5, 10[', '[10, 15[']);
    assert.deepEqual(await keys('range(amount, *, 5, *)'), ['[*, 5[', '[5, *[']);
  });

  it('shows places as objects, and selects by pattern and by sum', async () => {
    const one = async (select: string): Promise<unknown> =>
      (json(await get('/records', { select, limit: '1', order_by: 'at' })) as Records).results[0];
    assert.deepEqual(await one('place'), { place: { lon: 6.1, lat: 45.9 } });
    assert.deepEqual(await one('include(na*), amount*2 as double'), { name: 'a', double: 2 });
    assert.deepEqual(await one('exclude(place), exclude(s*)'), {
      at: '2026-03-28T22:30:00+00:00',
      name: 'a',
      amount: 1,
      flag: true,
    });
  });

  it('exports lines, CSV with its mark, GeoJSON and parquet; refuses an order of groups without a limit', async () => {
    assert.equal((await get('/exports/jsonl')).text.trimEnd().split('\n').length, 7);
    const csv = await fetch(`${portal.odre}${SET}/exports/csv?select=name,amount&order_by=at&limit=2`);
    assert.equal(Buffer.from(await csv.arrayBuffer()).toString(), '\uFEFFname;amount\r\na;1\r\nb;5\r\n');
    const shapes = json(await get('/exports/geojson', { where: 'amount = 10' })) as {
      features: { geometry: unknown }[];
    };
    assert.deepEqual(shapes.features[0]?.geometry, { type: 'Point', coordinates: [7, 48] });
    const file = await (await fetch(`${portal.odre}${SET}/exports/parquet`)).arrayBuffer();
    const rows = await parquetReadObjects({ file });
    assert.deepEqual(
      rows.map(({ amount }) => amount as unknown),
      [1, 5, 10, -3, 2.5, null, 7],
    );
    assert.deepEqual(rows[0]?.['at'], new Date('2026-03-28T22:30:00Z'));
    const grouped = { group_by: 'name', select: 'sum(amount) as s', order_by: 'sum(amount) desc' };
    assert.equal((await get('/exports/jsonl', grouped)).status, 400);
    assert.equal((await get('/exports/jsonl', { ...grouped, limit: '2' })).text.trimEnd().split('\n').length, 2);
  });

  it('finds its sets in ODSQL, and tells of their columns and when they were changed', async () => {
    const found = await ask(portal.odre, '/api/explore/v2.1/catalog/datasets', { where: 'search("petit")' });
    assert.deepEqual(
      (json(found) as Records).results.map(({ dataset_id }) => dataset_id),
      ['small'],
    );
    const about = json(await get('')) as {
      fields: { name: string; type: string }[];
      metas: { default: Record<string, unknown> };
    };
    assert.deepEqual(
      about.fields.map(({ type }) => type),
      ['datetime', 'text', 'double', 'boolean', 'geo_point_2d', 'text'],
    );
    assert.equal(about.metas.default['data_processed'], '2026-11-01T10:00:00+00:00');
    assert.equal(about.metas.default['records_count'], 7);
    const none = await ask(portal.odre, '/api/explore/v2.1/catalog/datasets/nothing/records');
    assert.deepEqual([none.status, Object.keys(json(none) as object)], [404, ['error_code', 'message']]);
  });

  it('gives the last figures of éCO2mix among rows that have none yet', async () => {
    const set = '/api/explore/v2.1/catalog/datasets/eco2mix-national-tr/records';
    const params = { order_by: 'date_heure desc', limit: '1', timezone: 'Europe/Paris' };
    const [last] = (json(await ask(portal.odre, set, params)) as Records).results;
    assert.equal(last?.['taux_co2'], null);
    const [known] = (json(await ask(portal.odre, set, { ...params, where: 'taux_co2 is not null' })) as Records)
      .results;
    assert.equal(known?.['date_heure'], '2026-11-21T12:30:00+01:00');
    assert.equal(typeof known['taux_co2'], 'number');
  });

  it('counts the calls of a day, and says with 429 until when', async () => {
    const strict = await startOpenData({ callsPerDay: 2, now: () => NOON });
    try {
      const path = '/api/explore/v2.1/catalog/datasets';
      const first = await ask(strict.odre, path);
      assert.deepEqual(
        ['limit', 'remaining', 'reset'].map((name) => first.headers.get(`x-ratelimit-${name}`)),
        ['2', '1', String(Date.parse('2026-11-22T00:00:00Z') / 1000)],
      );
      await ask(strict.odre, path);
      const third = await ask(strict.odre, path);
      assert.equal(third.status, 429);
      assert.deepEqual(json(third), {
        errorcode: 10_002,
        reset_time: '2026-11-22T00:00:00Z',
        limit_time_unit: 'day',
        call_limit: 2,
        error: 'Too many requests on the domain. Please contact the domain administrator.',
      });
    } finally {
      await strict.stop();
    }
  });

  it('asks for a key where it has one', async () => {
    const locked = await startOpenData({ apiKey: 'sesame' });
    try {
      const path = '/api/explore/v2.1/catalog/datasets';
      assert.equal((await ask(locked.odre, path)).status, 401);
      assert.equal((await ask(locked.odre, path, {}, { authorization: 'Apikey sesame' })).status, 200);
      assert.equal((await ask(locked.odre, path, { apikey: 'sesame' })).status, 200);
    } finally {
      await locked.stop();
    }
  });
});
