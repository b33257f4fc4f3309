// Files as the portals make them: whole, of one version, or an error.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { askFile, type FileAnswer } from '../../../../lib/opendata/answer/ask-file';
import { fileCheck } from '../../../../lib/opendata/answer/file-check';
import { OpenPortal, type FileFormat } from '../../../../lib/opendata/portal/open-portal';
import type { OpenDataQuery } from '../../../../lib/opendata/query/query';
import type { OpenDataFault } from '../../../../sandbox/opendata/faults';
import type { SandboxPortal } from '../../../../sandbox/opendata/names';
import type { Table } from '../../../../sandbox/opendata/table';
import { portalBench, type PortalBench } from '../../../support/opendata/portal-bench';
import { json, scriptedPortal } from '../../../support/opendata/scripted-portal';
import '../../../support/machine/property-seed';

const TABLE: Table = {
  slug: 'rows',
  title: 'Rows',
  columns: [
    { key: 'n', type: 'integer', title: 'n' },
    { key: 'words', type: 'text', title: 'Words' },
    { key: 'place', type: 'geo-point', title: 'Place' },
  ],
  count: 3000,
  row: (n) => ({ n, words: `"line" ${String(n)};\nand another`, place: { lon: 2 + n / 1e4, lat: 48 } }),
};

async function text(bytes: AsyncIterable<Buffer>): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

/** Each third has no value. */
const SPARSE: Table = {
  slug: 'sparse',
  title: 'Sparse',
  columns: [
    { key: 'n', type: 'integer', title: 'n' },
    { key: 'v', type: 'number', title: 'v' },
  ],
  count: 30,
  row: (n) => ({ n, v: n % 3 === 0 ? null : n }),
};

describe('lib/opendata/answer/ask-file', () => {
  let bench: PortalBench;
  before(async () => {
    bench = await portalBench({ tables: { enedis: [TABLE, SPARSE], odre: [TABLE, SPARSE] } });
  });
  after(() => bench.stop());
  const asked = (portal: SandboxPortal, format: FileFormat, query: OpenDataQuery = {}): Promise<FileAnswer> =>
    askFile(bench.open(portal), { dataset: 'rows', query }, format);

  for (const portal of ['odre', 'enedis'] as const) {
    it(`is whole with one column that has no value in some rows: ${portal}`, async () => {
      const question = { dataset: 'sparse', query: { select: ['v'] } };
      const { bytes, expected } = await askFile(bench.open(portal), question, 'csv');
      assert.equal(expected, 30);
      assert.equal((await text(bytes)).split('\r\n').filter((line) => line === '').length, 11);
    });

    it(`is what ${portal} exports`, async () => {
      const csv = await asked(portal, 'csv');
      assert.deepEqual([csv.expected, csv.attribution.title], [3000, 'Rows']);
      assert.match(await text(csv.bytes), /^\uFEFF?"?n"?;"?(?:Words|words)/);
      const lines = (await text((await asked(portal, 'jsonl', { limit: 1234 })).bytes)).trim().split('\n');
      assert.equal(lines.length, 1234);
      const geo = JSON.parse(await text((await asked(portal, 'geojson')).bytes)) as { features: unknown[] };
      assert.equal(geo.features.length, 3000);
    });

    for (const [fault, format, code] of [
      ['cut', 'csv', 'ERR_PORTAL_CUT'],
      ['cut', 'geojson', 'ERR_PORTAL_CUT'],
      ['short', 'csv', 'ERR_ROWS_MISSING'],
      ['short', 'jsonl', 'ERR_ROWS_MISSING'],
      ['bad-utf8', 'geojson', 'ERR_PORTAL_CUT'],
    ] as const satisfies readonly (readonly [OpenDataFault, FileFormat, string])[]) {
      it(`of ${format} that comes ${fault} from ${portal} is ${code}`, async () => {
        bench.sandbox.fail(portal, 'export', fault, 1);
        const { bytes } = await asked(portal, format);
        await assert.rejects(text(bytes), { code });
      });
    }

    it(`of ${portal} that changed meanwhile is of two versions`, async () => {
      const { bytes } = await asked(portal, 'csv');
      bench.sandbox.touch(portal, 'rows', new Date(bench.clock.now()).toISOString());
      await assert.rejects(text(bytes), { code: 'ERR_DATASET_CHANGED' });
    });
  }

  it('has nothing that is left for us to do', async () => {
    const group: OpenDataQuery = { group: [{ field: 'words' }], aggregate: [{ count: true, as: 'rows' }] };
    await assert.rejects(asked('odre', 'csv', group), { code: 'ERR_OPENDATA_CANNOT' });
  });

  for (const [what, body, code] of [
    ['whole', 'PAR1 … PAR1', undefined],
    ['cut', 'PAR1 … ', 'ERR_PORTAL_CUT'],
    ['no such file', 'hello', 'ERR_PORTAL_CUT'],
  ] as const) {
    it(`of parquet that is ${what} is ${code ?? 'an answer'}`, async () => {
      const server = await scriptedPortal(({ path }, response) => {
        if (path.endsWith('/parquet'))
          response.writeHead(200, { 'content-type': 'application/vnd.apache.parquet' }).end(body);
        else if (path.endsWith('/records')) json(response, { total_count: 7, results: [] });
        else
          json(response, {
            dataset_id: 'rows',
            fields: [{ name: 'n', type: 'int' }],
            metas: { default: { records_count: 7 } },
          });
      });
      try {
        const portal = new OpenPortal({ baseUrl: server.url, kind: 'ods' }, bench.tools);
        const { bytes, expected } = await askFile(portal, { dataset: 'rows', query: {} }, 'parquet');
        assert.equal(expected, 7);
        if (code === undefined) assert.equal(await text(bytes), body);
        else await assert.rejects(text(bytes), { code });
      } finally {
        await server.close();
      }
    });
  }
});

describe('lib/opendata/answer/file-check', () => {
  function checked(
    format: FileFormat,
    file: string,
    at: readonly number[],
  ): ReturnType<ReturnType<typeof fileCheck>['end']> {
    const bytes = Buffer.from(file);
    const places = [0, ...at.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
    const check = fileCheck(format);
    places.slice(1).forEach((place, index) => {
      check.push(bytes.subarray(places[index], place));
    });
    return check.end();
  }
  const cuts = fc.array(fc.nat(), { maxLength: 10 });
  const breaks = fc.constantFrom('\n', '\r\n');

  it('counts records of CSV, whatever stands within quotes', () => {
    const records = fc.array(fc.array(fc.string(), { minLength: 1, maxLength: 4 }));
    fc.assert(
      fc.property(records, breaks, fc.boolean(), cuts, (rows, end, ends, at) => {
        const lines = [['head'], ...rows].map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(';'));
        const file = lines.join(end) + (ends ? end : '');
        assert.deepEqual(checked('csv', file, at), { rows: rows.length, isWhole: true });
      }),
    );
  });

  it('counts an empty line of CSV where it is a row of one column without a value', () => {
    assert.deepEqual(checked('csv', '\uFEFFv\r\n1\r\n\r\n2\r\n\r\n', [4]), { rows: 4, isWhole: true });
    assert.deepEqual(checked('csv', 'v\n\n1', []), { rows: 2, isWhole: true });
    assert.deepEqual(checked('csv', 'v;w\n1;2\n\n', []), { rows: 1, isWhole: true });
  });

  it('counts JSON lines, whatever stands in them', () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string(), fc.string())), breaks, cuts, (rows, end, at) => {
        const file = rows.map((row) => JSON.stringify(row) + end).join('');
        assert.deepEqual(checked('jsonl', file, at), { rows: rows.length, isWhole: true });
      }),
    );
  });

  it('knows a file whose end is missing by the quote that is open, or by its end', () => {
    assert.equal(checked('csv', 'a;b\r\n"x', []).isWhole, false);
    assert.equal(checked('jsonl', '{"a":1}\n{"a', []).isWhole, false);
    const geo = '{"type":"FeatureCollection","features":[{"a":1},{"a":2}]}\n';
    assert.equal(checked('geojson', geo, [3, 20]).isWhole, true);
    for (let end = 0; end < geo.length - 2; end += 1)
      assert.equal(checked('geojson', geo.slice(0, end), [2]).isWhole, false);
    assert.equal(checked('parquet', '', []).isWhole, false);
  });
});
