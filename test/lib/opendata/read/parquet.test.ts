import assert from 'node:assert/strict';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import * as zlib from 'node:zlib';
import type { ParquetWriteOptions } from 'hyparquet-writer';
import { readFile } from '../../../../lib/opendata/read/file';
import type { Zoneless } from '../../../../lib/opendata/read/parquet';
import type { Row } from '../../../../lib/opendata/read/row';

type Data = ParquetWriteOptions['columnData'][number]['data'];
type SchemaElement = NonNullable<ParquetWriteOptions['schema']>[number];
type Column = Omit<SchemaElement, 'repetition_type'> & { readonly data: Data };

async function written(columns: readonly Column[], more: Partial<ParquetWriteOptions> = {}): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const schema: SchemaElement[] = [
    { name: 'schema', num_children: columns.length },
    ...columns.map(({ data: _data, ...element }): SchemaElement => ({ ...element, repetition_type: 'OPTIONAL' })),
  ];
  const columnData = columns.map(({ name, data }) => ({ name, data }));
  return new Uint8Array(parquetWriteBuffer({ columnData, schema, ...more }));
}

async function read(bytes: Uint8Array, zoneless?: Zoneless): Promise<readonly Row[]> {
  const reading = { watts: false, unpivot: false, timeIs: 'start' } as const;
  const file = await readFile(bytes, 'parquet', { reading, ...(zoneless && { zoneless }) });
  const rows: Row[] = [];
  for await (const piece of file.rows) rows.push(...piece);
  return rows;
}

/** Where clocks stood: epoch milliseconds of the same figures in UTC, as such files have them. */
const walls = (...times: string[]): bigint[] => times.map((time) => BigInt(Date.parse(`${time}Z`)));

const LOCAL: Omit<Column, 'data'> = {
  name: 'horodate',
  type: 'INT64',
  logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'MILLIS' },
};

const times = async (data: Data, more: Partial<Column> = {}, zoneless?: Zoneless): Promise<unknown[]> =>
  (await read(await written([{ ...LOCAL, ...more, data }]), zoneless)).map(({ horodate }) => horodate);

describe('lib/opendata/read/parquet', () => {
  describe('timestamps without a zone', () => {
    it('are where the clocks of Paris stood, in winter and in summer', async () => {
      assert.deepEqual(await times(walls('2026-01-01T00:00', '2026-07-14T12:30')), [
        '2026-01-01T00:00:00+01:00',
        '2026-07-14T12:30:00+02:00',
      ]);
    });

    it('go over the hour that is skipped in March', async () => {
      assert.deepEqual(await times(walls('2026-03-29T01:30', '2026-03-29T03:00')), [
        '2026-03-29T01:30:00+01:00',
        '2026-03-29T03:00:00+02:00',
      ]);
    });

    const AUTUMN = [
      '2026-10-25T01:30',
      '2026-10-25T02:00',
      '2026-10-25T02:30',
      '2026-10-25T02:00',
      '2026-10-25T02:30',
      '2026-10-25T03:00',
    ];
    const INSTANTS = [
      '2026-10-25T01:30:00+02:00',
      '2026-10-25T02:00:00+02:00',
      '2026-10-25T02:30:00+02:00',
      '2026-10-25T02:00:00+01:00',
      '2026-10-25T02:30:00+01:00',
      '2026-10-25T03:00:00+01:00',
    ];

    it('tell both passes of the doubled hour in October apart by their order, forth and back', async () => {
      assert.deepEqual(await times(walls(...AUTUMN)), INSTANTS);
      assert.deepEqual(await times(walls(...AUTUMN.toReversed())), INSTANTS.toReversed());
    });

    it('do so where each time has many rows, and where one series comes after the other', async () => {
      const twice = <T>(list: readonly T[]): T[] => list.flatMap((one) => [one, one]);
      assert.deepEqual(await times(walls(...twice(AUTUMN))), twice(INSTANTS));
      assert.deepEqual(await times(walls(...AUTUMN, ...AUTUMN)), [...INSTANTS, ...INSTANTS]);
      const back = AUTUMN.toReversed();
      assert.deepEqual(await times(walls(...back, ...back)), [...INSTANTS.toReversed(), ...INSTANTS.toReversed()]);
    });

    it('are UTC in an export of Data Fair, which is how it writes them, and whenever one is told so', async () => {
      const bytes = await written([{ ...LOCAL, data: walls('2026-07-14T12:30') }], {
        createdBy: 'parquet-rs version 56.2.0',
      });
      assert.deepEqual((await read(bytes))[0], { horodate: '2026-07-14T14:30:00+02:00' });
      assert.deepEqual((await read(bytes, 'paris'))[0], { horodate: '2026-07-14T12:30:00+02:00' });
      assert.deepEqual(await times(walls('2026-07-14T12:30'), {}, 'utc'), ['2026-07-14T14:30:00+02:00']);
    });

    it('are Paris in a file of Arrow, though the same library has written it', async () => {
      const bytes = await written([{ ...LOCAL, data: walls('2026-07-14T12:30') }], {
        createdBy: 'parquet-rs version 56.2.0',
        kvMetadata: [{ key: 'ARROW:schema', value: '' }],
      });
      assert.deepEqual((await read(bytes))[0], { horodate: '2026-07-14T12:30:00+02:00' });
    });
  });

  it('takes timestamps that are UTC for UTC, in any unit, and those of before there was a choice', async () => {
    const utc = (unit: 'MILLIS' | 'MICROS' | 'NANOS'): Partial<Column> => ({
      logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit },
    });
    const [ms] = walls('2026-07-14T12:30') as [bigint];
    const iso = ['2026-07-14T14:30:00+02:00'];
    assert.deepEqual(await times([ms], utc('MILLIS')), iso);
    assert.deepEqual(await times([ms * 1000n], utc('MICROS')), iso);
    assert.deepEqual(await times([ms * 1_000_000n], utc('NANOS')), iso);
    const bytes = await written([{ name: 'horodate', type: 'INT64', converted_type: 'TIMESTAMP_MILLIS', data: [ms] }]);
    assert.deepEqual(await read(bytes), [{ horodate: iso[0] }]);
    assert.deepEqual(await read(bytes, 'paris'), [{ horodate: '2026-07-14T12:30:00+02:00' }]);
  });

  it('has integers of 64 bits as numbers, as digits where a number would lose some, never as BigInt', async () => {
    const rows = await read(
      await written([
        { name: 'wh', type: 'INT64', data: [55_260_201_333n, 9_007_199_254_740_993n, null] as Data },
        { name: 'prm', converted_type: 'UTF8', type: 'BYTE_ARRAY', data: ['01234567890123', '11234567890123', null] },
      ]),
    );
    assert.deepEqual(rows, [
      { wh: 55_260_201_333, prm: '01234567890123' },
      { wh: '9007199254740993', prm: '11234567890123' },
      { wh: null, prm: null },
    ]);
    assert.doesNotThrow(() => JSON.stringify(rows));
  });

  it('has days, figures, booleans, what is missing', async () => {
    const rows = await read(
      await written([
        { name: 'jour', type: 'INT32', converted_type: 'DATE', data: [Date.parse('2026-03-29') / 86_400_000, null] },
        { name: 'part', type: 'DOUBLE', data: [0.25, Number.NaN] },
        { name: 'public', type: 'BOOLEAN', data: [true, null] },
        { name: 'note', type: 'BYTE_ARRAY', converted_type: 'UTF8', data: ['S', ''] },
      ]),
    );
    assert.deepEqual(rows, [
      { jour: '2026-03-29', part: 0.25, public: true, note: 'S' },
      { jour: null, part: null, public: null, note: '' },
    ]);
  });

  it('reads all groups of rows, in their order', async () => {
    const data = Array.from({ length: 25_000 }, (_, index) => index);
    const rows = await read(await written([{ name: 'n', type: 'INT32', data }], { rowGroupSize: 12_000 }));
    assert.deepEqual(rows.map(({ n }) => n), data); // prettier-ignore
  });

  describe('compression', () => {
    const zstd = (zlib as { zstdCompressSync?: (input: Uint8Array) => Uint8Array }).zstdCompressSync;
    const compressors = {
      SNAPPY: undefined,
      UNCOMPRESSED: undefined,
      GZIP: (input: Uint8Array) => gzipSync(input),
      BROTLI: (input: Uint8Array) => brotliCompressSync(input),
    };
    for (const [codec, compress] of Object.entries(compressors))
      it(`knows ${codec}`, async () => {
        const more = {
          codec: codec as keyof typeof compressors,
          ...(compress && { compressors: { [codec]: compress } }),
        };
        assert.deepEqual(await read(await written([{ name: 'n', type: 'INT32', data: [1, 2, 3] }], more)), [{ n: 1 }, { n: 2 }, { n: 3 }]); // prettier-ignore
      });

    it('knows zstd where Node does, and says so where it does not', async () => {
      const fake = (input: Uint8Array): Uint8Array => Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), input]);
      const more = { codec: 'ZSTD', compressors: { ZSTD: zstd ?? fake } } as const;
      const bytes = await written([{ name: 'n', type: 'INT32', data: [1, 2] }], more);
      if (zstd === undefined)
        await assert.rejects(read(bytes), { code: 'ERR_FILE_READ', message: /zstd needs Node 22.15/ });
      else assert.deepEqual(await read(bytes), [{ n: 1 }, { n: 2 }]);
    });
  });

  it('refuses what is none, and one that is cut', async () => {
    const whole = await written([{ name: 'n', type: 'INT32', data: [1, 2, 3] }]);
    for (const bytes of [new Uint8Array(), new TextEncoder().encode('PAR1 no more than that'), whole.subarray(0, -9)])
      await assert.rejects(read(bytes), { code: 'ERR_FILE_READ' });
  });
});
