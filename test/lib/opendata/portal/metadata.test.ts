// How both kinds of portals describe a dataset, and what of it is known here.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { LinkyRedError } from '../../../../lib/errors';
import { readDataFairCatalogue, readDataFairDataset, readOdsDataset } from '../../../../lib/opendata/portal/metadata';
import '../../../support/machine/property-seed';

const HOST = 'portal.example';
const ROOT = 'https://portal.example';
const SAMPLE = path.resolve('../shared/samples/opendata/bilan-electrique-demi-heure.schema.datafair.json');

describe('lib/opendata/portal/metadata', () => {
  it('reads what Data Fair says', () => {
    const dataset = readDataFairDataset(
      {
        id: 'x7-internal',
        slug: 'conso',
        title: 'Consommation',
        summary: 'En bref',
        description: 'Au long',
        count: 12,
        dataUpdatedAt: '2026-10-30T08:00:00.000Z',
        finalizedAt: '2026-10-30T08:05:00.123Z',
        license: { title: 'Licence Ouverte', href: 'https://etalab.example' },
        page: 'https://portal.example/d/conso',
        schema: [
          { key: 'horodate', type: 'string', format: 'date-time', title: 'Horodate' },
          { key: 'total_energie_soutiree_wh', type: 'number', title: 'Total énergie soutirée (Wh)', description: 'x' },
          { key: 'plage', type: 'string', title: '', 'x-originalName': 'Plage', enum: ['P0: Total', 'P1: ]0-3] kVA'] },
          { key: 'texte', type: 'string', title: 'Texte', 'x-capabilities': { index: false } },
          { key: 'geometry', type: 'string', title: 'G', 'x-refersTo': 'https://purl.org/geojson/vocab#geometry' },
          { key: '_geopoint', type: 'string', title: 'Coordonnée géographique' },
          { key: '_i', type: 'integer', title: 'Numéro de ligne' },
          { key: '_rand', type: 'integer' },
        ],
      },
      HOST,
      ROOT,
    );
    const { fields, ...about } = dataset;
    assert.deepEqual(about, {
      id: 'conso',
      title: 'Consommation',
      description: 'En bref',
      count: 12,
      updatedAt: '2026-10-30T08:00:00.000Z',
      version: '2026-10-30T08:05:00.123Z',
      licence: { title: 'Licence Ouverte', href: 'https://etalab.example' },
      page: 'https://portal.example/d/conso',
    });
    assert.deepEqual(
      fields.map(({ key, type, unit, filterable }) => [key, type, unit, filterable]),
      [
        ['horodate', 'datetime', undefined, true],
        ['total_energie_soutiree_wh', 'number', 'Wh', true],
        ['plage', 'text', undefined, true],
        ['texte', 'text', undefined, false],
        ['geometry', 'geo-shape', undefined, true],
        ['_geopoint', 'geo-point', undefined, true],
      ],
    );
    assert.deepEqual([fields[2]?.title, fields[2]?.values], ['Plage', ['P0: Total', 'P1: ]0-3] kVA']]);
    assert.equal(fields[4]?.concept, 'https://purl.org/geojson/vocab#geometry');
  });

  it('reads what Opendatasoft says, without its HTML', () => {
    const { fields, ...about } = readOdsDataset(
      {
        dataset_id: 'eco2mix',
        fields: [{ name: 'taux_co2', label: 'Taux de CO2 (g/kWh)', type: 'int', description: null, annotations: {} }],
        metas: {
          default: {
            title: 'éCO2mix',
            description: '<p>Temps <b>réel</b></p>',
            records_count: 7,
            modified: '2026-11-01T00:00:00+00:00',
            data_processed: '2026-11-06T07:30:00+00:00',
            license: 'Licence Ouverte v2.0',
            license_url: 'https://etalab.example',
          },
        },
      },
      HOST,
      ROOT,
    );
    assert.deepEqual(about, {
      id: 'eco2mix',
      title: 'éCO2mix',
      description: 'Temps réel',
      count: 7,
      updatedAt: '2026-11-06T07:30:00+00:00',
      version: '2026-11-06T07:30:00+00:00',
      licence: { title: 'Licence Ouverte v2.0', href: 'https://etalab.example' },
      page: 'https://portal.example/explore/dataset/eco2mix/',
    });
    assert.deepEqual(
      fields.map(({ key, type, title, unit }) => [key, type, title, unit]),
      [['taux_co2', 'integer', 'Taux de CO2 (g/kWh)', 'gCO2/kWh']],
    );
  });

  it('takes what is left out for unknown', () => {
    const dataFair = readDataFairDataset({ id: 'x', schema: [{ key: 'a' }] }, HOST, ROOT);
    assert.deepEqual(
      [dataFair.id, dataFair.title, dataFair.version, dataFair.updatedAt, dataFair.licence, dataFair.page],
      ['x', 'x', null, null, null, 'https://portal.example/datasets/x'],
    );
    assert.deepEqual([dataFair.fields[0]?.title, dataFair.fields[0]?.type], ['a', 'text']);
    const ods = readOdsDataset({ dataset_id: 'x', fields: [], metas: { default: {} } }, HOST, ROOT);
    assert.deepEqual([ods.title, ods.version, ods.count], ['x', null, 0]);
  });

  it('reads a real schema: every column, and the unit of all but a few', function () {
    if (!existsSync(SAMPLE)) this.skip();
    const { properties } = JSON.parse(readFileSync(SAMPLE, 'utf8')) as { properties: Record<string, object> };
    const schema = Object.entries(properties).map(([key, column]) => ({ ...column, key }));
    const { fields } = readDataFairDataset({ id: 'bilan', schema }, HOST, ROOT);
    assert.equal(fields.length, schema.filter(({ key }) => !/^_(?!geo)/.test(key)).length);
    assert.equal(fields.find(({ key }) => key === 'horodate')?.type, 'datetime');
    assert.ok(fields.filter(({ unit }) => unit === 'W').length >= 20);
  });

  it('says what it misses, whatever comes instead', () => {
    assert.throws(() => readDataFairDataset({ id: 'x' }, HOST, ROOT), { code: 'ERR_ANSWER', message: /schema/ });
    assert.throws(() => readDataFairCatalogue({ results: {} }, HOST), { code: 'ERR_ANSWER', message: /results/ });
    const reads = [
      (json: unknown) => readDataFairDataset(json, HOST, ROOT),
      (json: unknown) => readOdsDataset(json, HOST, ROOT),
      (json: unknown) => readDataFairCatalogue(json, HOST),
    ];
    const like = fc.record({
      id: fc.anything(),
      schema: fc.array(fc.anything()),
      results: fc.array(fc.anything()),
      fields: fc.anything(),
    });
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), like), fc.constantFrom(...reads), (json, read) => {
        try {
          read(json);
        } catch (error) {
          assert.ok(error instanceof LinkyRedError);
          assert.equal(error.code, 'ERR_ANSWER');
        }
      }),
    );
  });
});
