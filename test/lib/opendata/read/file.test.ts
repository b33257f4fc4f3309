// Files as people download them, with and without the dataset that they are of; against what common readers make of them.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Field } from '../../../../lib/opendata/dataset/dataset';
import { type FileFormat, formatOf, readFile } from '../../../../lib/opendata/read/file';
import type { Reading } from '../../../../lib/opendata/read/reading';
import type { Row } from '../../../../lib/opendata/read/row';
import { field } from '../../../support/opendata/fields';

const SAMPLES = path.resolve(__dirname, '../../../../../shared/samples/opendata');
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

interface Read {
  readonly rows: readonly Row[];
  readonly stepMinutes: number | null;
  readonly types: Readonly<Record<string, Field['type']>>;
}

async function read(
  content: Uint8Array,
  format: FileFormat = 'csv',
  fields?: readonly Field[],
  reading: Partial<Reading> = {},
): Promise<Read> {
  const file = await readFile(content, format, {
    reading: { watts: false, unpivot: false, timeIs: 'start', ...reading },
    ...(fields === undefined ? {} : { dataset: { fields } }),
  });
  const rows: Row[] = [];
  for await (const piece of file.rows) rows.push(...piece);
  return {
    rows,
    stepMinutes: file.stepMinutes,
    types: Object.fromEntries(file.fields.map(({ key, type }) => [key, type])),
  };
}

describe('lib/opendata/read/file', () => {
  describe('CSV of a dataset that is known', () => {
    const fields = [
      { ...field('horodate', 'datetime'), title: 'Horodate' },
      { ...field('code_region'), title: 'Code région' },
      { ...field('total_energie_soutiree_wh', 'number', 'Wh'), title: 'Total énergie soutirée (Wh)' },
    ];

    it('is read by its types, and the step of its times makes W of Wh', async () => {
      const text = [
        '\ufeffhorodate;code_region;total_energie_soutiree_wh',
        '2026-01-01T00:00:00+01:00;01;12,5',
        '2026-01-01T00:30:00+01:00;01;S',
      ].join('\r\n');
      const { rows, stepMinutes } = await read(bytes(text), 'csv', fields, { watts: true });
      assert.equal(stepMinutes, 30);
      assert.deepEqual(rows, [
        { horodate: '2026-01-01T00:00:00+01:00', code_region: '01', total_energie_soutiree_wh: 12.5, total_energie_soutiree_wh_w: 25 },
        { horodate: '2026-01-01T00:30:00+01:00', code_region: '01', total_energie_soutiree_wh: null, total_energie_soutiree_wh_w: null, _flags: { secret: ['total_energie_soutiree_wh'] } },
      ]); // prettier-ignore
    });

    it('has the names of the dataset, also where its header has titles', async () => {
      const text = 'Horodate,Code région,Total énergie soutirée (Wh)\n2026-01-01T00:00:00Z,01,4.5\n';
      assert.deepEqual((await read(bytes(text), 'csv', fields)).rows, [
        { horodate: '2026-01-01T01:00:00+01:00', code_region: '01', total_energie_soutiree_wh: 4.5 },
      ]);
    });
  });

  describe('CSV of nobody knows what', () => {
    const text = [
      'date;heure locale;code_departement;annee;prm;insee;valeur;energie (Wh);actif;geo_point_2d;remarque',
      '05/12/2001;05/12/2001 12:30;01;2024;01234567890123;01004;12,5;1 234;true;48.1,-1.6;',
      '06/12/2001;05/12/2001 13:00;33;2025;11234567890123;33063;-0,5;< 1;false;44.8,-0.5;S',
    ].join('\n');

    it('has types by all of its cells, and text where a guess could lose something', async () => {
      assert.deepEqual((await read(bytes(text))).types, {
        date: 'date',
        'heure locale': 'datetime',
        code_departement: 'text',
        annee: 'text',
        prm: 'text',
        insee: 'text',
        valeur: 'number',
        'energie (Wh)': 'integer',
        actif: 'boolean',
        geo_point_2d: 'geo-point',
        remarque: 'text',
      });
    });

    it('has figures with a comma, days of France, zeros before codes', async () => {
      const { rows, stepMinutes } = await read(bytes(text), 'csv', undefined, { watts: true });
      assert.equal(stepMinutes, 30);
      assert.deepEqual(rows[0], {
        date: '2001-12-05',
        'heure locale': '2001-12-05T12:30:00+01:00',
        code_departement: '01',
        annee: '2024',
        prm: '01234567890123',
        insee: '01004',
        valeur: 12.5,
        'energie (Wh)': 1234,
        'energie (Wh)_w': 2468,
        actif: true,
        geo_point_2d: { lat: 48.1, lon: -1.6 },
        remarque: null,
      });
      assert.deepEqual(rows[1]?._flags, { below: { 'energie (Wh)': 1 } });
    });

    it('keeps a column of codes text for one zero at the end of a long file', async () => {
      const codes = [...Array.from({ length: 20_000 }, (_, index) => String((index % 90) + 10)), '09'];
      const { rows } = await read(bytes(`dep;n\n${codes.map((code) => `${code};1`).join('\n')}\n`));
      assert.deepEqual([rows[0]?.['dep'], rows.at(-1)?.['dep']], ['10', '09']);
    });

    it('keeps long numbers that are names text, and energy of all of France a number', async () => {
      const { types } = await read(bytes('point;wh\n11234567890123;55260201333\n21234567890123;55067729666\n'));
      assert.deepEqual(types, { point: 'text', wh: 'integer' });
    });

    it('keeps a column of nothing but secrecy text', async () => {
      assert.deepEqual((await read(bytes('a;b\nS;1\nS;2\n'))).types, { a: 'text', b: 'integer' });
    });
  });

  describe('what csv-parse makes of the same text', () => {
    const text = 'valeur;code\n12,5;01\n';
    const ours = async (): Promise<Row | undefined> => (await read(bytes(text))).rows[0];
    const theirs = (options: object): Record<string, unknown> =>
      (parse(text, { delimiter: ';', columns: true, ...options }) as unknown as Record<string, unknown>[])[0] ?? {};

    it('with cast_date: 12,5 is the fifth of December 2001; ours is twelve and a half', async () => {
      const cast = theirs({ cast: true, cast_date: true })['valeur'];
      assert.ok(cast instanceof Date);
      assert.deepEqual([cast.getFullYear(), cast.getMonth() + 1, cast.getDate()], [2001, 12, 5]);
      assert.equal((await ours())?.['valeur'], 12.5);
    });

    it('with cast: department 01 is 1, and 12,5 stays text; ours is the other way about', async () => {
      assert.deepEqual(theirs({ cast: true }), { valeur: '12,5', code: 1 });
      assert.deepEqual(await ours(), { valeur: 12.5, code: '01' });
    });
  });

  describe('GeoJSON', () => {
    const collection = {
      type: 'FeatureCollection',
      features: [
        { type: 'Feature', geometry: { type: 'Point', coordinates: [-1.6, 48.1] }, properties: { code_commune: '01004', n: 2 } },
        { type: 'Feature', geometry: null, properties: { code_commune: '35238' } },
        { type: 'Feature', geometry: { type: 'LineString', coordinates: [[2, 48], [3, 48]] }, properties: null },
      ],
    }; // prettier-ignore

    it('has a row for each feature, its geometry as a column', async () => {
      assert.deepEqual((await read(bytes(JSON.stringify(collection)), 'geojson')).rows, [
        { code_commune: '01004', n: 2, geometry: { type: 'Point', coordinates: [-1.6, 48.1] } },
        { code_commune: '35238', n: null, geometry: null },
        { code_commune: null, n: null, geometry: { type: 'LineString', coordinates: [[2, 48], [3, 48]] } },
      ]); // prettier-ignore
    });

    it('is refused when there is none', async () => {
      for (const text of [
        '',
        '{',
        '[]',
        '{"type":"Point","coordinates":[1,2]}',
        '{"type":"FeatureCollection","features":[1]}',
      ])
        await assert.rejects(read(bytes(text), 'geojson'), { code: 'ERR_FILE_READ' });
    });
  });

  it('knows a format by the first bytes, else by the name', () => {
    assert.equal(formatOf(bytes('PAR1....')), 'parquet');
    assert.equal(formatOf(bytes('\ufeff {"type":"FeatureCollection"'), 'x.csv'), 'geojson');
    assert.equal(formatOf(bytes('a;b'), 'Bilan.CSV'), 'csv');
    assert.equal(formatOf(bytes('a;b'), 'bilan.txt'), undefined);
  });

  describe('samples of the portal', function () {
    const sample = async (name: string): Promise<Read> => read(readFileSync(path.join(SAMPLES, name)));
    before(function () {
      if (!existsSync(SAMPLES)) this.skip();
    });

    it('a day of the national balance: 96 quarter-hours of numbers', async () => {
      const { rows, stepMinutes, types } = await sample('bilan-electrique-demi-heure.sample-2026-01-01.processed.csv');
      assert.equal(rows.length, 96);
      assert.equal(stepMinutes, 15);
      const { timestamp, ...figures } = types;
      assert.equal(timestamp, 'datetime');
      assert.deepEqual([...new Set(Object.values(figures))].sort(), ['integer', 'number']);
      assert.equal(rows[0]?.['timestamp'], '2026-01-01T01:00:00+01:00');
      assert.equal(rows[0]['injection_rte'], 55_260_201_333);
    });

    it('continuity: departments with their zero, a row a year', async () => {
      const content = readFileSync(path.join(SAMPLES, 'indicateur-continuite-dalimentation.sample.csv'));
      const { rows } = await read(content, 'csv', undefined, { unpivot: true });
      assert.equal(rows.length, 7 * 3);
      assert.deepEqual(rows[0], {
        ndeg_departement: '01',
        nom_departement_as_published: 'Ain',
        annee: '2024',
        part_mal_alimentee: 4.62125253387389,
      });
    });
  });
});
