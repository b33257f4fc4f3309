// The stand-in of Data Fair: its own API, and the look-alike's routes beside the parser (which the matrix holds).
import assert from 'node:assert/strict';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { startOpenData, type RunningOpenData } from '../../../sandbox/opendata/server';
import { ask, json, type Lines, type Records, type Said } from './ask';
import { SMALL } from './small';

const NOON = Date.parse('2026-11-21T12:00:00Z');
const OWN = '/data-fair/api/v1/datasets/small';
const COMPAT = '/api/explore/v2.1/catalog/datasets/small';

type Params = Readonly<Record<string, string>>;

interface Agg {
  readonly total_other: number;
  readonly aggs: readonly {
    readonly value: unknown;
    readonly total: number;
    readonly metric?: unknown;
    readonly aggs?: readonly unknown[];
  }[];
}

describe('the stand-in of Data Fair', () => {
  let portal: RunningOpenData;
  before(async () => {
    portal = await startOpenData({ tables: { enedis: [SMALL] }, now: () => NOON });
  });
  after(() => portal.stop());

  const own = (path: string, params: Params = {}): Promise<Said> => ask(portal.enedis, OWN + path, params);
  const compat = (path: string, params: Params = {}): Promise<Said> => ask(portal.enedis, COMPAT + path, params);
  const amounts = async (params: Params): Promise<unknown[]> => {
    const said = await own('/lines', { ...params, select: 'amount', size: '100' });
    assert.equal(said.status, 200, said.text);
    return (json(said) as Lines).results.map(({ amount }) => amount);
  };

  const holds: readonly (readonly [Params, readonly unknown[]])[] = [
    [{ name_eq: 'a' }, [1, 10, null]],
    [{ name_neq: 'a' }, [5, -3, 2.5, 7]],
    [{ name_in: 'a,B' }, [1, 10, 2.5, null]],
    [{ name_in: '"a","RES1 (+ RES1WE)"' }, [1, 10, -3, null]],
    [{ name_nin: 'a,B' }, [5, -3, 7]],
    [{ name_starts: 'RES' }, [-3]],
    [{ name_contains: 'res1we' }, [-3]],
    [{ name_exists: 'true', amount_nexists: 'true' }, [null]],
    [{ amount_gt: '5' }, [10, 7]],
    [{ amount_gte: '5', amount_lt: '10' }, [5, 7]],
    [{ flag_eq: 'true' }, [1, 10, 2.5, 7]],
    [{ at_gte: '2026-10-24T22:00:00+00:00' }, [2.5, null, 7]],
    // Ten characters are a day of the dataset's own zone.
    [{ at_lt: '2026-03-29' }, [1]],
    [{ q: 'res1we' }, [-3]],
    [{ qs: 'name:"RES1 (+ RES1WE)"' }, [-3]],
    [{ qs: String.raw`name:RES1\ \(\+\ RES1WE\)` }, [-3]],
    [{ qs: 'name:RES1*' }, [-3]],
    [{ qs: 'name:a OR amount:>6' }, [1, 10, null, 7]],
    [{ qs: 'name:a AND amount:[1 TO 10}' }, [1]],
    [{ qs: 'NOT (name:a) AND _exists_:name' }, [5, -3, 2.5]],
    [{ qs: 'amount:(1 OR 5)' }, [1, 5]],
    [{ qs: 'at:["2026-10-24T22:00:00+00:00" TO "2026-10-25T23:00:00+00:00"}' }, [2.5, null]],
    [{ bbox: '6,45,6.15,46' }, [1, null]],
    [{ geo_distance: '6.1,45.9,1km' }, [1, null]],
    [{ geo_distance: '6.1,45.9,5m' }, [1]],
  ];
  for (const [params, wanted] of holds) {
    it(`answers ${JSON.stringify(params)}`, async () => {
      assert.deepEqual(await amounts(params), wanted);
    });
  }

  it('passes over what it does not know, and names it in a hint', async () => {
    const { total, meta } = json(await own('/lines', { nmae_eq: 'a' })) as Lines;
    assert.equal(total, 7);
    assert.match(meta?.hints[0] ?? '', /nmae_eq/);
  });

  it('refuses what is repeated, too large, not indexed, or not there', async () => {
    const said = async (path: string): Promise<[number, string]> => {
      const { status, text, headers } = await ask(portal.enedis, OWN + path);
      assert.match(headers.get('content-type') ?? '', /^text\/plain/);
      return [status, text];
    };
    assert.deepEqual(await said('/lines?name_eq=a&name_eq=b'), [
      400,
      'query parameter "name_eq" is defined multiple times',
    ]);
    assert.deepEqual(await said('/lines?size=10001'), [400, '"size" cannot be more than 10000']);
    assert.deepEqual(await said('/lines?size=5000&page=3'), [400, '"size * page" cannot be more than 10000']);
    for (const path of [
      '/lines?secret_eq=x',
      '/lines?sort=nope',
      '/lines?select=nope',
      '/lines?amount_gt=many',
      '/values_agg?field=name&agg_size=1001',
    ])
      assert.equal((await said(path))[0], 400, path);
    assert.deepEqual([(await ask(portal.enedis, '/data-fair/api/v1/datasets/none/lines')).text], ['Dataset not found']);
  });

  for (const sort of ['', 'amount', '-amount,at', 'name']) {
    it(`leads by next through all rows once, sorted by ${sort === '' ? 'nothing' : sort}`, async () => {
      const one = json(await own('/lines', { size: '100', ...(sort !== '' && { sort }) })) as Lines;
      let page = json(await own('/lines', { size: '2', ...(sort !== '' && { sort }) })) as Lines;
      assert.equal(page.total, 7);
      const seen = [...page.results];
      while (page.next !== undefined) {
        assert.equal(new URL(page.next).origin, portal.enedis);
        page = json(await ask(page.next, '')) as Lines;
        assert.equal(page.total, undefined);
        seen.push(...page.results);
      }
      assert.deepEqual(seen, one.results);
      assert.equal(new Set(seen.map(({ _i }) => _i)).size, 7);
    });
  }

  it('leads to an empty page where the last one was full', async () => {
    const { next } = json(await own('/lines', { size: '7' })) as Lines;
    const last = json(await ask(next ?? '', '')) as Lines;
    assert.deepEqual([last.results, last.next], [[], undefined]);
  });

  it('shows instants with milliseconds, places as a text, and its own columns', async () => {
    const [row] = (json(await own('/lines', { size: '1' })) as Lines).results;
    assert.deepEqual(
      [row?.['at'], row?.['place'], row?.['_geopoint'], row?.['_i'], row?.['_score']],
      ['2026-03-28T22:30:00.000Z', '45.9,6.1', '45.9,6.1', 1, null],
    );
  });

  it('writes CSV with titles, and next in a header', async () => {
    const answer = await fetch(`${portal.enedis}${OWN}/lines?format=csv&size=1&select=name,amount`);
    assert.equal(Buffer.from(await answer.arrayBuffer()).toString(), '\uFEFFNom,Montant (MWh)\r\na,1\r\n');
    assert.match(answer.headers.get('link') ?? '', /^<http.*after=1>; rel=next$/);
  });

  it('answers 304 to exactly the date it gave, and not where the question moves with the clock', async () => {
    for (const path of [
      `${OWN}/lines`,
      `${COMPAT}/records`,
      `${OWN}/compat-ods/records`,
      `${OWN}/compat-ods/exports/jsonl`,
    ]) {
      const first = await ask(portal.enedis, path);
      const date = first.headers.get('last-modified') ?? '';
      assert.equal(date, 'Sun, 01 Nov 2026 10:00:00 GMT', path);
      assert.equal((await ask(portal.enedis, path, {}, { 'if-modified-since': date })).status, 304);
      const later = 'Sun, 01 Nov 2026 10:00:01 GMT';
      assert.equal((await ask(portal.enedis, path, {}, { 'if-modified-since': later })).status, 200);
    }
    const moving = { where: 'at > now(days=-1)' };
    const since = { 'if-modified-since': 'Sun, 01 Nov 2026 10:00:00 GMT' };
    assert.equal((await ask(portal.enedis, `${COMPAT}/records`, moving, since)).status, 200);
    const exported = await compat('/exports/jsonl');
    assert.deepEqual(
      [exported.headers.get('last-modified'), exported.headers.get('cache-control')],
      [null, 'must-revalidate, private, max-age=0'],
    );
  });

  it('lists values, the frequent ones first', async () => {
    assert.deepEqual(json(await own('/values/name', { size: '2' })), ['a', 'B']);
    assert.deepEqual(json(await own('/values/name', { q: 'res' })), ['RES1 (+ RES1WE)']);
  });

  it('groups by days of Paris, by width, by two columns, with a metric', async () => {
    const agg = async (params: Params): Promise<Agg> => json(await own('/values_agg', params)) as Agg;
    const days = await agg({ field: 'at', interval: 'day', metric: 'sum', metric_field: 'amount', sort: 'key' });
    assert.deepEqual(
      days.aggs.map(({ value, total, metric }) => [value, total, metric]),
      [
        ['2026-03-28T00:00:00.000+01:00', 1, 1],
        ['2026-03-29T00:00:00.000+01:00', 2, 15],
        ['2026-03-30T00:00:00.000+02:00', 1, -3],
        ['2026-10-25T00:00:00.000+02:00', 2, 2.5],
        ['2026-10-26T00:00:00.000+01:00', 1, 7],
      ],
    );
    const widths = await agg({ field: 'amount', interval: '5', sort: 'key' });
    assert.deepEqual(
      widths.aggs.map(({ value }) => value),
      [-5, 0, 5, 10],
    );
    const capped = await agg({ field: 'name', agg_size: '1' });
    assert.deepEqual([capped.aggs.length, capped.total_other], [1, 3]);
    const two = await agg({ field: 'flag;name', agg_size: '5;5' });
    const [first] = two.aggs;
    assert.deepEqual([first?.value, first?.total, first?.aggs?.length], [true, 4, 2]);
  });

  it('gives single figures, the sum of nothing being 0', async () => {
    const metric = async (params: Params): Promise<unknown> =>
      (json(await own('/metric_agg', { field: 'amount', ...params })) as { metric: unknown }).metric;
    assert.deepEqual(
      [await metric({ metric: 'sum' }), await metric({ metric: 'avg' }), await metric({ metric: 'max' })],
      [22.5, 3.75, 10],
    );
    assert.deepEqual(
      [await metric({ metric: 'sum', name_eq: 'none' }), await metric({ metric: 'avg', name_eq: 'none' })],
      [0, null],
    );
    const both = json(await own('/simple_metrics_agg', { fields: 'amount', metrics: 'min,max' }));
    assert.deepEqual(both, { total: 7, metrics: { amount: { min: -3, max: 10 } } });
  });

  it('describes a set under its name and its number, and finds it in the catalogue', async () => {
    const about = json(await own('')) as {
      id: string;
      schema: Record<string, unknown>[];
      count: number;
      finalizedAt: string;
    };
    assert.deepEqual([about.count, about.finalizedAt], [7, '2026-11-01T10:00:00.000Z']);
    const at = about.schema.find(({ key }) => key === 'at');
    assert.deepEqual([at?.['type'], at?.['format'], at?.['title']], ['string', 'date-time', 'Horodate']);
    assert.equal((await ask(portal.enedis, `/data-fair/api/v1/datasets/${about.id}/lines`)).status, 200);
    const found = json(
      await ask(portal.enedis, '/data-fair/api/v1/catalog/datasets', { q: 'PETIT', select: 'id,slug' }),
    ) as { count: number; results: Record<string, unknown>[] };
    assert.deepEqual(found, { count: 1, results: [{ id: about.id, slug: 'small' }] });
    const schema = json(await own('/schema')) as { key: string }[];
    assert.deepEqual(
      schema.map(({ key }) => key),
      SMALL.columns.map(({ key }) => key),
    );
    const properties = json(await own('/schema', { mimeType: 'application/schema+json' })) as { properties: object };
    assert.deepEqual(
      Object.keys(properties.properties),
      SMALL.columns.map(({ key }) => key),
    );
  });

  it('as the look-alike: 410 for all but records and exports, and nothing at all where it is switched off', async () => {
    for (const path of ['/api/explore/v2.1/catalog/datasets', COMPAT, `${COMPAT}/facets`, `${COMPAT}/exports`]) {
      const { status, text } = await ask(portal.enedis, path);
      assert.deepEqual(
        [status, text],
        [410, "Cette couche de compatibilité pour la version d'API précédente ne supporte pas cette requête."],
      );
    }
    assert.equal((await ask(portal.enedis, '/api/explore/v2.0/catalog/datasets/small/records')).status, 200);
    const pages = await ask(portal.enedis, '/api/records/1.0/search');
    assert.deepEqual([pages.status, pages.headers.get('content-type')], [404, 'text/html; charset=utf-8']);
    const without = await startOpenData({ compat: false, tables: { enedis: [SMALL] } });
    try {
      assert.deepEqual(
        [(await ask(without.enedis, `${COMPAT}/records`)).text, (await ask(without.enedis, `${OWN}/lines`)).status],
        ['unknown API', 200],
      );
    } finally {
      await without.stop();
    }
  });

  it('as the look-alike: passes over what Opendatasoft knows and it does not', async () => {
    const ignored = { exclude: 'name:a', lang: 'en', include_links: 'true', include_app_metas: 'true' };
    const body = json(await compat('/records', ignored)) as Records & { _links?: unknown };
    assert.deepEqual([body.total_count, body._links], [7, undefined]);
    const { results } = json(await compat('/records', { rows: '2' })) as Records;
    assert.deepEqual(Object.keys(results[0] ?? {}), ['at', 'name', 'amount', 'flag', 'place', 'secret']);
  });

  it('as the look-alike: has no group of nothing, and exports groups in their own order, all of them', async () => {
    const group = { select: 'sum(amount) as s', group_by: 'name' };
    const asked = json(await compat('/records', { ...group, order_by: 's desc' })) as Records;
    assert.deepEqual([asked.total_count, asked.results[0]], [4, { name: 'a', s: 11 }]);
    const exported = await compat('/exports/jsonl', { ...group, order_by: 's desc', limit: '1' });
    assert.deepEqual(
      exported.text
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { name: string }).name),
      ['B', 'RES1 (+ RES1WE)', 'a', 'b'],
    );
  });

  it('as the look-alike: exports files, booleans as digits, instants of parquet marked as local and stored as they are', async () => {
    assert.equal((await compat('/exports/kml')).status, 400);
    assert.equal(
      (await compat('/exports/jsonl', { offset: '3' })).text,
      'offset parameter is not supported for exports',
    );
    const csv = await compat('/exports/csv', { select: 'name, flag', where: 'amount = 1', with_bom: 'false' });
    assert.equal(csv.text, 'name;flag\r\na;1\r\n');
    const labels = await compat('/exports/csv', { select: 'name', limit: '0', use_labels: 'true', with_bom: 'false' });
    assert.equal(labels.text, 'Nom\r\n');
    const file = await (await fetch(`${portal.enedis}${COMPAT}/exports/parquet`)).arrayBuffer();
    const { schema } = parquetMetadata(file);
    const at = schema.find(({ name }) => name === 'at')?.logical_type;
    assert.equal(at?.type === 'TIMESTAMP' && at.isAdjustedToUTC, false);
    const rows = await parquetReadObjects({ file });
    assert.deepEqual(
      rows.map(({ amount }) => amount as unknown),
      [1, 5, 10, -3, 2.5, null, 7],
    );
    assert.deepEqual(new Date(rows[0]?.['at'] as string | Date).toISOString(), '2026-03-28T22:30:00.000Z');
  });
});
