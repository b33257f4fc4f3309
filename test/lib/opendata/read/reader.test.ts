import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Field } from '../../../../lib/opendata/dataset/dataset';
import { type RawRow, type ReaderContext, rowReader } from '../../../../lib/opendata/read/reader';
import type { Reading } from '../../../../lib/opendata/read/reading';
import type { Row } from '../../../../lib/opendata/read/row';
import { field } from '../../../support/opendata/fields';

const PLAIN: Reading = { watts: false, unpivot: false, timeIs: 'start' };

function read(
  fields: readonly Field[],
  raw: readonly RawRow[],
  reading: Partial<Reading> = {},
  context: ReaderContext = { stepMinutes: null },
): readonly Row[] {
  const reader = rowReader({ fields }, { ...PLAIN, ...reading }, context);
  const rows: Row[] = [];
  for (const row of raw) reader.push(row, rows);
  reader.end(rows);
  return rows;
}

/** One cell of a column of this type, and the flags of its row. */
function cell(type: Field['type'], value: unknown, key = 'x'): unknown {
  return read([field(key, type)], [{ [key]: value }])[0];
}

describe('lib/opendata/read/reader', () => {
  describe('cells', () => {
    it('keeps codes as they are written, and makes text of what somebody made a number of', () => {
      assert.deepEqual(cell('text', '01'), { x: '01' });
      assert.deepEqual(cell('text', 35), { x: '35' });
      assert.deepEqual(cell('text', ['a', 'b']), { x: ['a', 'b'] });
      assert.deepEqual(cell('text', 'S'), { x: 'S' });
    });

    const figures: readonly (readonly [string, number])[] = [
      ['12,5', 12.5],
      ['12.5', 12.5],
      ['-3', -3],
      ['1 234,5', 1234.5],
      ['1\u00a0234\u00a0567', 1_234_567],
      ['12\u202f345,6', 12_345.6],
      ['1e-7', 1e-7],
      ['+4', 4],
      [' 7 ', 7],
    ];
    for (const [text, figure] of figures)
      it(`reads ${JSON.stringify(text)} as ${figure}`, () => {
        assert.deepEqual(cell('number', text), { x: figure });
      });

    for (const text of ['n.d.', '0x10', '1,234,567', '12,', 'Infinity', '1 23', '--1', '1e', 'NaN'])
      it(`takes ${JSON.stringify(text)} for no figure, and says what was there`, () => {
        assert.deepEqual(cell('number', text), { x: null, _flags: { unread: { x: text } } });
      });

    it('makes null and a flag of secrecy, and of what is known to be below', () => {
      assert.deepEqual(cell('number', 'S'), { x: null, _flags: { secret: ['x'] } });
      assert.deepEqual(cell('integer', '< 1'), { x: null, _flags: { below: { x: 1 } } });
      assert.deepEqual(cell('number', '<0,5'), { x: null, _flags: { below: { x: 0.5 } } });
    });

    it('reads the figures that the portal keeps as text, secrecy among them', () => {
      const key = 'indice_representativite_courbe_ndeg1';
      assert.deepEqual(cell('text', '97.3', key), { [key]: 97.3 });
      assert.deepEqual(cell('text', 'S', key), { [key]: null, _flags: { secret: [key] } });
      assert.deepEqual(cell('text', '< 1', key), { [key]: null, _flags: { below: { [key]: 1 } } });
    });

    it('leaves what is missing missing: null, and no flag', () => {
      for (const type of ['integer', 'number', 'boolean', 'date', 'datetime', 'geo-point', 'geo-shape'] as const)
        for (const missing of [null, undefined, '']) assert.deepEqual(cell(type, missing), { x: null });
      assert.deepEqual(read([field('x'), field('y', 'json'), field('z', 'file')], [{}]), [
        { x: null, y: null, z: null },
      ]);
    });

    it('flags rows that are totals', () => {
      const plage = 'plage_de_puissance_souscrite';
      assert.deepEqual(cell('text', 'P0: Total <= 36 kVA', plage), {
        [plage]: 'P0: Total <= 36 kVA',
        _flags: { total: [plage] },
      });
      assert.deepEqual(cell('text', 'P1: ]0-3] kVA', plage), { [plage]: 'P1: ]0-3] kVA' });
    });

    it('reads booleans of both portals and of their files', () => {
      for (const yes of [true, 'true', '1', 1, 'Vrai', 'oui']) assert.deepEqual(cell('boolean', yes), { x: true });
      for (const no of [false, 'false', '0', 0, 'faux']) assert.deepEqual(cell('boolean', no), { x: false });
      assert.deepEqual(cell('boolean', 'peut-être'), { x: null, _flags: { unread: { x: 'peut-être' } } });
    });

    it('reads points of both portals and of GeoJSON, latitude and longitude by their names', () => {
      const rennes = { lat: 48.11, lon: -1.68 };
      for (const point of [
        '48.11,-1.68',
        '48.11, -1.68',
        { lat: 48.11, lon: -1.68 },
        { type: 'Point', coordinates: [-1.68, 48.11] },
        { type: 'Feature', geometry: { type: 'Point', coordinates: [-1.68, 48.11] }, properties: {} },
        '{"type":"Point","coordinates":[-1.68,48.11]}',
      ])
        assert.deepEqual(cell('geo-point', point), { x: rennes });
    });

    it('takes no point for one that lies nowhere', () => {
      for (const text of ['48.11', '148.11,2', '48,1,2', ',2', 'a,b', '{'])
        assert.deepEqual(cell('geo-point', text), { x: null, _flags: { unread: { x: text } } });
    });

    it('reads shapes as GeoJSON, out of text, out of a feature', () => {
      const line = { type: 'LineString', coordinates: [[2, 48], [3, 48]] }; // prettier-ignore
      for (const shape of [line, JSON.stringify(line), { type: 'Feature', geometry: line, properties: {} }])
        assert.deepEqual(cell('geo-shape', shape), { x: line });
      assert.deepEqual(cell('geo-shape', 'LINESTRING(2 48)'), {
        x: null,
        _flags: { unread: { x: 'LINESTRING(2 48)' } },
      });
    });

    it('writes days as they are, French ones too, and knows which days there are', () => {
      assert.deepEqual(cell('date', '2026-03-01'), { x: '2026-03-01' });
      assert.deepEqual(cell('date', '05/12/2001'), { x: '2001-12-05' });
      assert.deepEqual(cell('date', '30/02/2026'), { x: null, _flags: { unread: { x: '30/02/2026' } } });
    });
  });

  describe('times', () => {
    const times: readonly (readonly [unknown, string])[] = [
      ['2025-09-10T08:00:00+00:00', '2025-09-10T10:00:00+02:00'],
      ['2025-12-10T08:00:00.000Z', '2025-12-10T09:00:00+01:00'],
      ['2026-10-25T02:30:00+01:00', '2026-10-25T02:30:00+01:00'],
      ['2026-10-25T00:30:00Z', '2026-10-25T02:30:00+02:00'],
      ['2026-03-29T00:59:59+00:00', '2026-03-29T01:59:59+01:00'],
      ['2026-01-01', '2026-01-01T00:00:00+01:00'],
      ['2026-07', '2026-07-01T00:00:00+02:00'],
      ['2026-07-14 12:30', '2026-07-14T12:30:00+02:00'],
      ['14/07/2026 12:30', '2026-07-14T12:30:00+02:00'],
      ['14/07/2026 12:30:15', '2026-07-14T12:30:15+02:00'],
      [1_767_222_000_000, '2026-01-01T00:00:00+01:00'],
    ];
    for (const [written, iso] of times)
      it(`${JSON.stringify(written)} is ${iso}`, () => {
        assert.deepEqual(cell('datetime', written), { x: iso });
      });

    for (const text of ['2026-02-30T00:00:00Z', '2026-13-01', '2026-01-01T24:30:00Z', 'hier', '1', '31/04/2026'])
      it(`${JSON.stringify(text)} is none`, () => {
        assert.deepEqual(cell('datetime', text), { x: null, _flags: { unread: { x: text } } });
      });

    it('names any instant, whatever the offset it is written with, by its Paris time', () => {
      const years = { min: new Date('2009-01-01'), max: new Date('2036-01-01'), noInvalidDate: true };
      fc.assert(
        fc.property(fc.date(years), fc.integer({ min: -12 * 60, max: 14 * 60 }), (date, offset) => {
          const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, -1);
          const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60].map((part) =>
            String(part).padStart(2, '0'),
          );
          const row = cell('datetime', `${local}${offset < 0 ? '-' : '+'}${hours}:${minutes}`) as { x: string };
          assert.equal(Date.parse(row.x), date.getTime());
          const shown = new Date(date).toLocaleString('sv-SE', { timeZone: 'Europe/Paris' });
          assert.equal(row.x.slice(0, 19).replace('T', ' '), shown);
        }),
      );
    });

    it('puts times that end their slot back to where it starts, where there is a step', () => {
      const fields = [field('horodate', 'datetime')];
      const raw = [{ horodate: '2026-01-01T00:00:00+01:00' }];
      const end = (stepMinutes: number | null): unknown => read(fields, raw, { timeIs: 'end' }, { stepMinutes })[0];
      assert.deepEqual(end(30), { horodate: '2025-12-31T23:30:00+01:00' });
      assert.deepEqual(end(null), { horodate: '2026-01-01T00:00:00+01:00' });
    });
  });

  describe('power', () => {
    const fields = [
      field('energie', 'number', 'Wh'),
      field('horodate', 'datetime'),
      field('temperature', 'number', '°C'),
    ];
    const raw = [{ energie: 120, horodate: '2026-01-01T00:00:00Z', temperature: 4 }];

    it('makes W of Wh by the step that was measured, whichever it is', () => {
      for (const [stepMinutes, watts] of [
        [15, 480],
        [30, 240],
        [60, 120],
      ] as const)
        // prettier-ignore
        assert.deepEqual(read(fields, raw, { watts: true }, { stepMinutes }), [
          { energie: 120, energie_w: watts, horodate: '2026-01-01T01:00:00+01:00', temperature: 4 },
        ]);
    });

    it('makes none without a step, and none that was not asked for', () => {
      const plain = [{ energie: 120, horodate: '2026-01-01T01:00:00+01:00', temperature: 4 }];
      assert.deepEqual(read(fields, raw, { watts: true }, { stepMinutes: null }), plain);
      assert.deepEqual(read(fields, raw, {}, { stepMinutes: 30 }), plain);
    });

    it('leaves it null where there is no energy, no time, or a time beside the step', () => {
      const row = { horodate: '2026-01-01T00:00:00Z', energie: 120 };
      for (const odd of [
        { ...row, energie: null },
        { ...row, horodate: null },
        { ...row, horodate: '2026-01-01T00:15:00Z' },
      ])
        assert.equal(read(fields, [odd], { watts: true }, { stepMinutes: 30 })[0]?.['energie_w'], null);
    });

    it('does not write over a column that is there', () => {
      const both = [...fields, field('energie_w', 'number', 'W')];
      const [row] = read(both, [{ ...raw[0], energie_w: 7 }], { watts: true }, { stepMinutes: 30 });
      assert.equal(row?.['energie_w'], 7);
    });
  });

  describe('columns', () => {
    const fields = [field('horodate', 'datetime'), field('region'), field('energie', 'number', 'Wh')];
    const row = { _i: 4, _rand: 12, _score: null, horodate: '2026-01-01T00:00:00Z', energie: 5, region: 'Bretagne' };

    it('are those of the dataset, what the portal adds of its own left out, what it leaves out null', () => {
      assert.deepEqual(read(fields, [row, {}]), [
        { horodate: '2026-01-01T01:00:00+01:00', region: 'Bretagne', energie: 5 },
        { horodate: null, region: null, energie: null },
      ]);
    });

    it('are not those that Data Fair has of its own, but the place of the row, unless one is selected', () => {
      const own = [field('_i', 'integer'), field('_geopoint', 'geo-point'), field('region')];
      const raw = { _i: 4, _geopoint: '48.1,-1.6', region: 'Bretagne' };
      const asked = (select?: readonly string[]): unknown =>
        read(own, [raw], {}, { stepMinutes: null, query: select === undefined ? {} : { select } })[0];
      assert.deepEqual(asked(), { _geopoint: { lat: 48.1, lon: -1.6 }, region: 'Bretagne' });
      assert.deepEqual(asked(['_i']), { _i: 4 });
    });

    it('are those that were selected, in their order', () => {
      const rows = read(fields, [row], {}, { stepMinutes: null, query: { select: ['energie', 'region'] } });
      assert.deepEqual(JSON.stringify(rows), '[{"energie":5,"region":"Bretagne"}]');
    });

    it('of groups are the groups and the figures over them, without a power of their own', () => {
      const query = {
        group: [{ field: 'region' }, { field: 'horodate', by: 'day', as: 'jour' }],
        aggregate: [
          { sum: 'energie', as: 'total' },
          { max: 'horodate', as: 'dernier' },
          { count: true, as: 'n' },
        ],
      } as const;
      const raw = { region: 'Bretagne', jour: '2026-01-01', total: 12, dernier: '2026-01-01T12:00:00Z', n: 3, key: 1 };
      assert.deepEqual(read(fields, [raw], { watts: true }, { stepMinutes: 30, query }), [
        {
          region: 'Bretagne',
          jour: '2026-01-01T00:00:00+01:00',
          total: 12,
          dernier: '2026-01-01T13:00:00+01:00',
          n: 3,
        },
      ]);
    });

    it('of ODSQL by hand are whatever comes, typed where the dataset knows them', () => {
      const query = { odsql: { select: 'horodate, energie * 2 as deux, region' } };
      assert.deepEqual(
        read(fields, [{ horodate: '2026-01-01T00:00:00Z', deux: 10, _id: 'a' }, { region: 'B', deux: null }], {}, { stepMinutes: null, query }), // prettier-ignore
        [
          { horodate: '2026-01-01T01:00:00+01:00', deux: 10 },
          { horodate: null, deux: null, region: 'B' },
        ],
      );
    });
  });

  describe('keys of groups', () => {
    const fields = [field('horodate', 'datetime'), field('n', 'number')];
    const key = (by: 'hour' | 'day' | 'month' | 'year', written: unknown): unknown =>
      read(fields, [{ horodate: written }], {}, { stepMinutes: null, host: 'h', query: { group: [{ field: 'horodate', by }] } })[0]?.['horodate']; // prettier-ignore

    const keys: readonly (readonly ['hour' | 'day' | 'month' | 'year', unknown, string])[] = [
      ['day', '[2026-03-28T23:00:00.000Z, 2026-03-29T22:00:00.000Z[', '2026-03-29T00:00:00+01:00'],
      ['day', '2026-03-30T00:00:00+02:00', '2026-03-30T00:00:00+02:00'],
      ['day', '2026-03-30', '2026-03-30T00:00:00+02:00'],
      ['day', Date.parse('2026-03-29T22:00:00Z'), '2026-03-30T00:00:00+02:00'],
      ['month', '2026-07', '2026-07-01T00:00:00+02:00'],
      ['month', '[2026-06-30T22:00:00Z, 2026-07-31T22:00:00Z[', '2026-07-01T00:00:00+02:00'],
      ['year', 2025, '2025-01-01T00:00:00+01:00'],
      ['year', '2025', '2025-01-01T00:00:00+01:00'],
      ['hour', '2026-10-25T01:00:00+00:00', '2026-10-25T02:00:00+01:00'],
      ['hour', '2026-10-25T00:00:00+00:00', '2026-10-25T02:00:00+02:00'],
    ];
    for (const [by, written, iso] of keys)
      it(`${JSON.stringify(written)} is the ${by} from ${iso} on`, () => {
        assert.equal(key(by, written), iso);
      });

    it('that start no Paris day, month, year are an error: the host has not done what it was asked', () => {
      for (const [by, written] of [
        ['day', '2026-03-29T00:00:00Z'],
        ['day', '[2026-03-29T00:00:00.000Z, 2026-03-30T00:00:00.000Z['],
        ['month', '2026-07-02'],
        ['year', '2026-07'],
        ['hour', '2026-07-01T12:30:00Z'],
        ['day', null],
        ['day', 'lundi'],
      ] as const)
        assert.throws(() => key(by, written), { code: 'ERR_ANSWER' });
    });

    it('of ranges are their lower bound', () => {
      const range = (written: unknown): unknown =>
        read(fields, [{ n: written }], {}, { stepMinutes: null, query: { group: [{ field: 'n', width: 10 }] } })[0]?.[
          'n'
        ];
      assert.equal(range('[10, 20['), 10);
      assert.equal(range('[-10.5, 0['), -10.5);
      assert.equal(range('[2000, 3000['), 2000);
      assert.equal(range(30), 30);
      assert.equal(range('0'), 0);
      assert.throws(() => range('[*, 10['), { code: 'ERR_ANSWER' });
    });
  });

  describe('long tables', () => {
    it('have a row a year, and the flags of the year', () => {
      const fields = [field('ndeg_departement'), field('aaa2023', 'number'), field('aaa2024', 'number')];
      assert.deepEqual(read(fields, [{ ndeg_departement: '01', aaa2023: 3.02, aaa2024: 'S' }], { unpivot: true }), [
        { ndeg_departement: '01', annee: '2023', part_mal_alimentee: 3.02 },
        { ndeg_departement: '01', annee: '2024', part_mal_alimentee: null, _flags: { secret: ['part_mal_alimentee'] } },
      ]);
    });

    it('have each flag at its own label, and those of the columns that stay at all', () => {
      const fields = [field('plage'), ...['mwh_2022', 'mwh_2023', 'mwh_2024'].map((key) => field(key, 'number'))];
      const raw = { plage: 'P0: Total', mwh_2022: '< 1', mwh_2023: 'n.d.', mwh_2024: 4 };
      assert.deepEqual(
        read(fields, [raw], { unpivot: true }).map(({ annee, mwh, _flags }) => [annee, mwh, _flags]),
        [
          ['2022', null, { total: ['plage'], below: { mwh: 1 } }],
          ['2023', null, { total: ['plage'], unread: { mwh: 'n.d.' } }],
          ['2024', 4, { total: ['plage'] }],
        ],
      );
    });

    it('stay wide unless asked, and tables that are not wide stay what they are', () => {
      const fields = [field('region'), field('mwh', 'number')];
      assert.deepEqual(read(fields, [{ region: 'B', mwh: 1 }], { unpivot: true }), [{ region: 'B', mwh: 1 }]);
      const years = [field('aaa2023', 'number'), field('aaa2024', 'number')];
      assert.deepEqual(read(years, [{ aaa2023: 1, aaa2024: 2 }]), [{ aaa2023: 1, aaa2024: 2 }]);
    });
  });

  it('makes rows that JSON can carry of whatever a portal sends', () => {
    const types = ['text', 'integer', 'number', 'boolean', 'date', 'datetime', 'geo-point', 'geo-shape'] as const;
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.jsonValue(), (type, value) => {
        const row = cell(type, value);
        assert.deepEqual(JSON.parse(JSON.stringify(row)), row);
      }),
    );
  });
});
