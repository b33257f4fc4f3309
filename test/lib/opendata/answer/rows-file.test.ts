// Files of a Data Fair that has its rows and nothing else: the same as where the look-alike writes them, whole or an error.
import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { askFile, type FileAnswer } from '../../../../lib/opendata/answer/ask-file';
import { OpenPortal, type FileFormat } from '../../../../lib/opendata/portal/open-portal';
import { rowsFile } from '../../../../lib/opendata/portal/rows-file';
import type { OpenDataQuery } from '../../../../lib/opendata/query/query';
import type { Row, Table } from '../../../../sandbox/opendata/table';
import { datasetOf, field } from '../../../support/opendata/dataset';
import { portalBench, type PortalBench } from '../../../support/opendata/portal-bench';
import { json, scriptedPortal } from '../../../support/opendata/scripted-portal';

/** More than one page. */
const COUNT = 10_003;

const POINTS: Table = {
  slug: 'points',
  title: 'Points',
  columns: [
    { key: 'n', type: 'integer', title: 'N' },
    { key: 'words', type: 'text', title: 'Words; "many"' },
    { key: 'at', type: 'datetime', title: 'At' },
    { key: 'open', type: 'boolean', title: 'Open' },
    { key: 'place', type: 'geo-point', title: 'Place' },
  ],
  count: COUNT,
  row: (n): Row => ({
    n,
    words: n % 7 === 0 ? null : `"line" ${String(n)};\r\nand\nanother, été`,
    // From winter into summer.
    at: Date.UTC(2026, 0, 1) + n * 1_800_000,
    open: n % 2 === 0,
    place: n % 5 === 0 ? null : { lon: 2 + n / 1e5, lat: 48 },
  }),
};

const LINES: Table = {
  slug: 'lines',
  title: 'Lines',
  columns: [
    { key: 'n', type: 'integer', title: 'N' },
    { key: 'line', type: 'geo-shape', title: 'Line' },
  ],
  count: 10,
  row: (n) => ({
    n,
    line: n === 3 ? null : { type: 'LineString', coordinates: [[2, 48 + n / 10] as const, [3, 48] as const] },
  }),
};

async function text(bytes: AsyncIterable<Buffer>): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

describe('lib/opendata/answer/ask-file: of a portal that has only rows', () => {
  let [on, off]: [PortalBench | undefined, PortalBench | undefined] = [undefined, undefined];
  before(async () => {
    on = await portalBench({ tables: { enedis: [POINTS, LINES] } });
    off = await portalBench({ tables: { enedis: [POINTS, LINES] }, compat: false });
  });
  after(async () => {
    await on?.stop();
    await off?.stop();
  });
  const asked = (
    bench: PortalBench | undefined,
    format: FileFormat,
    query: OpenDataQuery = {},
    dataset = 'points',
  ): Promise<FileAnswer> => {
    assert.ok(bench);
    return askFile(bench.open('enedis'), { dataset, query }, format);
  };
  const both = async (format: FileFormat, query: OpenDataQuery = {}, dataset = 'points'): Promise<[string, string]> => {
    const [theirs, ours] = [await asked(on, format, query, dataset), await asked(off, format, query, dataset)];
    assert.deepEqual([theirs.backEnd, ours.backEnd], ['datafair-compat', 'datafair']);
    assert.equal(ours.expected, theirs.expected);
    return [await text(theirs.bytes), await text(ours.bytes)];
  };
  const records = (csv: string): string[][] => parse(csv, { bom: true, delimiter: ';' });

  it('CSV has the cells that the look-alike writes', async () => {
    const [theirs, ours] = await both('csv');
    assert.ok(
      ours.startsWith(
        '\uFEFF"n";"words";"at";"open";"place";"_geopoint"\r\n"0";"";"2026-01-01T01:00:00+01:00";"1";"";""\r\n',
      ),
    );
    const [head, ...rows] = records(ours);
    assert.equal(rows.length, COUNT);
    assert.deepEqual([head, ...rows], records(theirs));
    assert.deepEqual(rows[9998]?.slice(0, 2), ['9998', '"line" 9998;\r\nand\nanother, été']);
  });

  it('CSV has the columns and the rows that were asked for', async () => {
    const query: OpenDataQuery = {
      select: ['words', 'n'],
      where: { field: 'n', is: '>', value: 20 },
      order: [{ by: 'n', descending: true }],
      limit: 10_001,
    };
    const [theirs, ours] = await both('csv', query);
    assert.deepEqual(records(ours), records(theirs));
    assert.deepEqual([records(ours).length, records(ours).at(-1)?.[1]], [COUNT - 21 + 1, '21']);
  });

  it('CSV of one column has a line where there is nothing', async () => {
    const { bytes } = await asked(off, 'csv', { select: ['words'], limit: 3 });
    assert.equal((await text(bytes)).split('\r\n')[1], '""');
  });

  for (const [dataset, select] of [
    ['points', undefined],
    ['points', ['n']],
    ['lines', undefined],
    ['lines', ['n']],
  ] as const) {
    it(`GeoJSON of ${dataset} has the features that the look-alike writes, of ${select?.[0] ?? 'all columns'}`, async () => {
      const [theirs, ours] = await both('geojson', select === undefined ? {} : { select }, dataset);
      const made = JSON.parse(ours) as { type: string; features: { geometry: { type: string } | null }[] };
      assert.deepEqual(made, JSON.parse(theirs));
      const table = dataset === 'points' ? POINTS : LINES;
      assert.equal(made.features.length, table.count);
      assert.deepEqual(
        [made.features[0]?.geometry?.type, made.features[1]?.geometry?.type, made.features[3]?.geometry?.type],
        dataset === 'points' ? [undefined, 'Point', 'Point'] : ['LineString', 'LineString', undefined],
      );
    });
  }

  it('JSON lines are the rows', async () => {
    const lines = (await text((await asked(off, 'jsonl', { select: ['n', 'open'], limit: 2 })).bytes)).split('\n');
    assert.deepEqual(lines, ['{"n":0,"open":true}', '{"n":1,"open":false}', '']);
  });

  it('of nothing has no rows', async () => {
    const none: OpenDataQuery = { select: ['n'], where: { field: 'n', is: '<', value: 0 } };
    assert.equal(await text((await asked(off, 'csv', none)).bytes), '\uFEFF"n"\r\n');
    assert.equal(await text((await asked(off, 'geojson', none)).bytes), '{"type":"FeatureCollection","features":[]}');
  });

  it('parquet is refused with what to choose', async () => {
    await assert.rejects(asked(off, 'parquet'), { code: 'ERR_OPENDATA_CANNOT', message: /parquet.*choose csv/ });
  });

  it('groups are refused', async () => {
    const group: OpenDataQuery = { group: [{ field: 'open' }], aggregate: [{ count: true, as: 'rows' }] };
    await assert.rejects(asked(off, 'csv', group), { code: 'ERR_OPENDATA_CANNOT' });
  });

  for (const [format, changedAt] of [
    ['csv', '2026-11-06T07:00:00.000Z'],
    ['geojson', '2026-11-06T07:30:00.000Z'],
  ] as const) {
    it(`${format} whose second page is cut is an error`, async () => {
      const { bytes } = await asked(off, format);
      off?.sandbox.fail('enedis', 'lines', 'cut', 9, /after=/);
      await assert.rejects(text(bytes), { code: 'ERR_PORTAL_CUT' });
      off?.sandbox.fail('enedis', 'lines', 'cut', 0, /after=/);
    });

    it(`${format} that changed meanwhile is of two versions`, async () => {
      const { bytes } = await asked(off, format);
      off?.sandbox.touch('enedis', 'points', changedAt);
      await assert.rejects(text(bytes), { code: 'ERR_DATASET_CHANGED' });
    });
  }

  for (const [format, code] of [
    ['csv', undefined],
    ['parquet', 'ERR_OPENDATA_CANNOT'],
  ] as const) {
    it(`${format} of a look-alike that counts and does not export is ${code ?? 'written here'}`, async () => {
      on?.sandbox.fail('enedis', 'export', 'gone', 1);
      const { bytes } = await asked(on, format, { select: ['n'], limit: 1 });
      if (code === undefined) assert.equal(await text(bytes), '\uFEFF"n"\r\n"0"\r\n');
      else await assert.rejects(text(bytes), { code });
    });
  }

  it('rows that the portal leaves out are missed', async () => {
    const server = await scriptedPortal(({ path, query }, response) => {
      if (path.includes('/compat-ods/')) response.writeHead(410).end();
      else if (path.endsWith('/lines'))
        json(response, { total: 3, results: query.get('size') === '0' ? [] : [{ n: 1 }, { n: 2 }] });
      else json(response, { id: 'few', title: 'Few', count: 3, schema: [{ key: 'n', type: 'integer' }] });
    });
    try {
      assert.ok(off);
      for (const format of ['csv', 'geojson'] as const) {
        const portal = new OpenPortal({ baseUrl: server.url, kind: 'datafair' }, off.tools);
        const { bytes } = await askFile(portal, { dataset: 'few', query: {} }, format);
        await assert.rejects(text(bytes), {
          code: 'ERR_ROWS_MISSING',
          facts: { host: portal.host, got: 2, expected: 3, missing: 1 },
        });
      }
    } finally {
      await server.close();
    }
  });
});

describe('lib/opendata/portal/rows-file', () => {
  const dataset = datasetOf([field('n', 'integer'), field('shape', 'geo-shape'), field('point', 'geo-point')]);
  const features = async (rows: readonly Record<string, unknown>[]): Promise<unknown[]> => {
    const pieces = (async function* () {
      yield await Promise.resolve(rows);
    })();
    const file = rowsFile('geojson', dataset, { select: ['n'] }, 'portal').write(pieces);
    return (JSON.parse(await text(file)) as { features: { geometry: unknown }[] }).features.map(
      ({ geometry }) => geometry,
    );
  };

  it('takes the shape, else the point, else nothing', async () => {
    const shape = {
      type: 'LineString',
      coordinates: [
        [2, 48],
        [3, 49],
      ],
    };
    const point = { type: 'Point', coordinates: [2.5, 48.5] };
    assert.deepEqual(
      await features([
        { shape: JSON.stringify(shape), point: '48.5,2.5' },
        { shape: null, point: '48.5,2.5' },
        { shape: 'n.d.', point: { lat: 48.5, lon: 2.5 } },
        { shape: '', point: 'n.d.' },
      ]),
      [shape, point, point, null],
    );
  });

  it('joins lists and keeps objects', async () => {
    const pieces = (async function* () {
      yield await Promise.resolve([{ n: ['a', 'b "c"'], shape: { a: 1 } }]);
    })();
    const file = rowsFile('csv', dataset, { select: ['n', 'shape'] }, 'portal').write(pieces);
    assert.equal(await text(file), '\uFEFF"n";"shape"\r\n"a, b ""c""";"{""a"":1}"\r\n');
  });

  it('takes a piece of rows only when the one before has been taken from it', async () => {
    let taken = 0;
    const pieces = (async function* () {
      for (; taken < 1000; taken += 1) yield await Promise.resolve([{ n: taken }]);
    })();
    for await (const piece of rowsFile('csv', dataset, { select: ['n'] }, 'portal').write(pieces)) {
      assert.ok(piece.length > 0);
      if (taken === 5) break;
    }
    assert.equal(taken, 5);
  });
});
