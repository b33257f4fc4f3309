import assert from 'node:assert/strict';
import { field } from '../../../support/opendata/fields';
import { readRows } from '../../../support/opendata/read-rows';

describe('lib/opendata/read/reader', () => {
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
        assert.deepEqual(readRows(fields, raw, { watts: true }, { stepMinutes }), [
          { energie: 120, energie_w: watts, horodate: '2026-01-01T01:00:00+01:00', temperature: 4 },
        ]);
    });

    it('makes none without a step, and none that was not asked for', () => {
      const plain = [{ energie: 120, horodate: '2026-01-01T01:00:00+01:00', temperature: 4 }];
      assert.deepEqual(readRows(fields, raw, { watts: true }, { stepMinutes: null }), plain);
      assert.deepEqual(readRows(fields, raw, {}, { stepMinutes: 30 }), plain);
    });

    it('leaves it null where there is no energy, no time, or a time beside the step', () => {
      const row = { horodate: '2026-01-01T00:00:00Z', energie: 120 };
      for (const odd of [
        { ...row, energie: null },
        { ...row, horodate: null },
        { ...row, horodate: '2026-01-01T00:15:00Z' },
      ])
        assert.equal(readRows(fields, [odd], { watts: true }, { stepMinutes: 30 })[0]?.['energie_w'], null);
    });

    it('does not write over a column that is there', () => {
      const both = [...fields, field('energie_w', 'number', 'W')];
      const [row] = readRows(both, [{ ...raw[0], energie_w: 7 }], { watts: true }, { stepMinutes: 30 });
      assert.equal(row?.['energie_w'], 7);
    });
  });

  describe('columns', () => {
    const fields = [field('horodate', 'datetime'), field('region'), field('energie', 'number', 'Wh')];
    const row = { _i: 4, _rand: 12, _score: null, horodate: '2026-01-01T00:00:00Z', energie: 5, region: 'Bretagne' };

    it('are those of the dataset, what the portal adds of its own left out, what it leaves out null', () => {
      assert.deepEqual(readRows(fields, [row, {}]), [
        { horodate: '2026-01-01T01:00:00+01:00', region: 'Bretagne', energie: 5 },
        { horodate: null, region: null, energie: null },
      ]);
    });

    it('are not those that Data Fair has of its own, but the place of the row, unless one is selected', () => {
      const own = [field('_i', 'integer'), field('_geopoint', 'geo-point'), field('region')];
      const raw = { _i: 4, _geopoint: '48.1,-1.6', region: 'Bretagne' };
      const asked = (select?: readonly string[]): unknown =>
        readRows(own, [raw], {}, { stepMinutes: null, query: select === undefined ? {} : { select } })[0];
      assert.deepEqual(asked(), { _geopoint: { lat: 48.1, lon: -1.6 }, region: 'Bretagne' });
      assert.deepEqual(asked(['_i']), { _i: 4 });
    });

    it('are those that were selected, in their order', () => {
      const rows = readRows(fields, [row], {}, { stepMinutes: null, query: { select: ['energie', 'region'] } });
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
      assert.deepEqual(readRows(fields, [raw], { watts: true }, { stepMinutes: 30, query }), [
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
        readRows(fields, [{ horodate: '2026-01-01T00:00:00Z', deux: 10, _id: 'a' }, { region: 'B', deux: null }], {}, { stepMinutes: null, query }), // prettier-ignore
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
      readRows(fields, [{ horodate: written }], {}, { stepMinutes: null, host: 'h', query: { group: [{ field: 'horodate', by }] } })[0]?.['horodate']; // prettier-ignore

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
        readRows(
          fields,
          [{ n: written }],
          {},
          { stepMinutes: null, query: { group: [{ field: 'n', width: 10 }] } },
        )[0]?.['n'];
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
      assert.deepEqual(readRows(fields, [{ ndeg_departement: '01', aaa2023: 3.02, aaa2024: 'S' }], { unpivot: true }), [
        { ndeg_departement: '01', annee: '2023', part_mal_alimentee: 3.02 },
        { ndeg_departement: '01', annee: '2024', part_mal_alimentee: null, _flags: { secret: ['part_mal_alimentee'] } },
      ]);
    });

    it('have each flag at its own label, and those of the columns that stay at all', () => {
      const fields = [field('plage'), ...['mwh_2022', 'mwh_2023', 'mwh_2024'].map((key) => field(key, 'number'))];
      const raw = { plage: 'P0: Total', mwh_2022: '< 1', mwh_2023: 'n.d.', mwh_2024: 4 };
      assert.deepEqual(
        readRows(fields, [raw], { unpivot: true }).map(({ annee, mwh, _flags }) => [annee, mwh, _flags]),
        [
          ['2022', null, { total: ['plage'], below: { mwh: 1 } }],
          ['2023', null, { total: ['plage'], unread: { mwh: 'n.d.' } }],
          ['2024', 4, { total: ['plage'] }],
        ],
      );
    });

    it('stay wide unless asked, and tables that are not wide stay what they are', () => {
      const fields = [field('region'), field('mwh', 'number')];
      assert.deepEqual(readRows(fields, [{ region: 'B', mwh: 1 }], { unpivot: true }), [{ region: 'B', mwh: 1 }]);
      const years = [field('aaa2023', 'number'), field('aaa2024', 'number')];
      assert.deepEqual(readRows(years, [{ aaa2023: 1, aaa2024: 2 }]), [{ aaa2023: 1, aaa2024: 2 }]);
    });
  });
});
