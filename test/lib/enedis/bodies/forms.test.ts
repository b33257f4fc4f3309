// Every body of every door and year, held against the same truth.
import assert from 'node:assert/strict';
import { normalise, type NormalisedBody } from '../../../../lib/enedis/bodies';
import type { Measure } from '../../../../lib/enedis/series';
import type { Direction, Point } from '../../../../lib/grid/point';
import { LinkyRedError } from '../../../../lib/errors';
import { sumOf } from '../../../../lib/grid/point';
import {
  CURVE_FORMS,
  curve2026,
  dayOfMeans,
  group2026,
  paris,
  PRM,
  reading,
  type Truth,
} from '../../../support/enedis/bodies';
import { DAY_PAIRS } from '../../../support/enedis/day-pairs';

const utc = (text: string): number => Date.parse(text);

function read(
  json: unknown,
  measure: Measure,
  about: { direction?: Direction } & Partial<Parameters<typeof normalise>[1]> = {},
): NormalisedBody {
  const { direction = 'consumption', ...rest } = about;
  return normalise(json, {
    series: { prm: PRM, direction, measure },
    source: 'conso-api',
    stamps: 'end',
    dates: 'local',
    ...rest,
  });
}

const refusal = (detail: RegExp) => (error: unknown) =>
  error instanceof LinkyRedError &&
  error.code === 'ERR_ANSWER' &&
  error.facts['host'] === 'conso-api' &&
  detail.test(error.message);

describe('lib/enedis/bodies: forms', () => {
  describe('a load curve', () => {
    const DAYS: Readonly<Record<string, Truth>> = {
      'an ordinary day': { direction: 'consumption', means: dayOfMeans('2026-09-29', 30, (i) => 1000 + i) },
      'production, in steps of ten minutes': {
        direction: 'production',
        means: dayOfMeans('2026-06-21', 10, (i) => i * 7),
      },
      'the turn of the year': { direction: 'consumption', means: dayOfMeans('2025-12-31', 60, (i) => 500 + i, 2) },
      'leap day': { direction: 'consumption', means: dayOfMeans('2028-02-28', 15, (i) => 300 + i, 3) },
      'the day of 23 hours': { direction: 'consumption', means: dayOfMeans('2026-03-29', 30, (i) => 1001 + i) },
      'the day of 25 hours': { direction: 'consumption', means: dayOfMeans('2026-10-25', 30, (i) => 1001 + i) },
      'the day of 25 hours, by the hour': {
        direction: 'consumption',
        means: dayOfMeans('2026-10-25', 60, (i) => 1001 + i),
      },
      'a week with 25 hours in it, in steps of five minutes': {
        direction: 'consumption',
        means: dayOfMeans('2026-10-20', 5, (i) => 100 + i, 7),
      },
    };
    for (const [form, { how, body, isRanked }] of Object.entries(CURVE_FORMS)) {
      for (const [day, truth] of Object.entries(DAYS)) {
        it(`${form}: ${day}`, () => {
          const { points, gaps, ambiguous, warnings } = read(body(truth), 'load-curve', {
            direction: truth.direction,
            ...how,
          });
          assert.deepEqual(
            points.map(({ start, end, value, step }) => [start, end, value, step]),
            truth.means.map(({ end, minutes, watts }) => [end - minutes * 60_000, end, watts, `PT${minutes}M`]),
          );
          assert.deepEqual([gaps, ambiguous, warnings], [0, 0, {}]);
          for (const { prm, direction, kind, quantity, unit, quality, source } of points)
            assert.deepEqual(
              [prm, direction, kind, quantity, unit, quality, source],
              [PRM, truth.direction, 'load-curve', 'active', 'W', 'measured', 'conso-api'],
            );
        });
      }
      if (isRanked) continue;
      it(`${form}: steps of 30, 10, 15 and 60 minutes after one another, and a hole`, () => {
        const hour = (at: number, minutes: number) =>
          Array.from({ length: 60 / minutes }, (_, i) => ({
            end: utc('2026-09-28T22:00:00Z') + at * 3_600_000 + (i + 1) * minutes * 60_000,
            minutes,
            watts: 1200,
          }));
        const truth: Truth = {
          direction: 'consumption',
          means: [...hour(0, 30), ...hour(1, 10), ...hour(2, 15), ...hour(4, 60)],
        };
        const { points } = read(body(truth), 'load-curve', how);
        assert.deepEqual(
          points.map(({ start, end }) => [start, end]),
          truth.means.map(({ end, minutes }) => [end - minutes * 60_000, end]),
        );
        assert.equal(sumOf(points), 4 * 1200);
      });
    }
  });

  it('sums each day whose energy is publicly known, in every form', () => {
    for (const { day, direction, wh, watts } of DAY_PAIRS) {
      const means = dayOfMeans(day, 30, (i) => watts[i] ?? NaN);
      assert.equal(means.length, 48);
      for (const { how, body } of Object.values(CURVE_FORMS))
        assert.equal(sumOf(read(body({ direction, means }), 'load-curve', { direction, ...how }).points), wh);
    }
  });

  it('has 46 and 50 half-hours on the days of the clock changes', () => {
    for (const [day, count] of [
      ['2026-03-29', 46],
      ['2026-10-25', 50],
    ] as const) {
      const { points } = read(
        curve2026({ direction: 'consumption', means: dayOfMeans(day, 30, () => 1000) }),
        'load-curve',
      );
      assert.deepEqual([points.length, sumOf(points)], [count, count * 500]);
    }
  });

  describe('the energy of days', () => {
    const ROWS = [
      ['2026-03-28', '11776', '2026-03-27T23:00:00Z', '2026-03-28T23:00:00Z'],
      ['2026-03-29', '643', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
      ['2026-10-25', '77559', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
      ['2026-12-31', '0', '2026-12-30T23:00:00Z', '2026-12-31T23:00:00Z'],
      ['2028-02-29', '68680', '2028-02-28T23:00:00Z', '2028-02-29T23:00:00Z'],
    ] as const;
    const expected = ROWS.map(([, value, start, end]) => [utc(start), utc(end), Number(value), 'P1D', 'Wh', 'energy']);
    const energy = { measurement_kind: 'energy', aggregate: 'sum', measuring_period: 'P1D' };
    const v5 = (suffix = '', unit = 'Wh', factor = 1) =>
      reading(
        unit,
        ROWS.map(([date, value]) => ({ date: date + suffix, value: String(Number(value) / factor) })),
        energy,
      );
    const BODIES: Readonly<Record<string, unknown>> = {
      2026: group2026(
        'consumption',
        'EA',
        'Wh',
        ROWS.map(([d, v]) => ({ d, v })),
      ),
      'v5, wrapped': { meter_reading: v5() },
      'v5, unwrapped': v5(),
      'MyElectricalData v2': { success: true, data: v5() },
      'company, with a clock': { meter_reading: v5(' 00:00:00') },
      'company, with a Z': { meter_reading: v5('T00:00:00.000Z') },
      'company, kWh': { meter_reading: v5('', 'kWh', 1000) },
      'company, MWh': { meter_reading: v5('', 'MWh', 1e6) },
    };
    for (const [form, json] of Object.entries(BODIES))
      it(form, () => {
        for (const dates of ['local', 'utc'] as const)
          assert.deepEqual(
            read(json, 'energy', { dates }).points.map(({ start, end, value, step, unit, kind }) => [
              start,
              end,
              value,
              step,
              unit,
              kind,
            ]),
            expected,
          );
      });

    it('v3, ranks', () => {
      const rows = [
        { rank: '1', value: '100' },
        { rank: '3', value: '300' },
      ];
      const { points } = read({ meter_reading: { ...reading('Wh', rows, energy), start: '2020-02-28' } }, 'energy');
      assert.deepEqual(
        points.map(({ start, end, value }) => [paris(start, 'yyyy-MM-dd'), (end - start) / 3_600_000, value]),
        [
          ['2020-02-28', 24, 100],
          ['2020-03-01', 24, 300],
        ],
      );
    });
  });

  describe('the greatest power of days', () => {
    it('lies at its instant', () => {
      const rows = [
        ['2026-03-29 13:03:35', 4680, '2026-03-29T11:03:35Z'],
        ['2026-10-25 19:00:00', 6510, '2026-10-25T18:00:00Z'],
      ] as const;
      const type = { aggregate: 'maximum', measuring_period: 'P1D' };
      for (const json of [
        group2026(
          'consumption',
          'PMA',
          'VA',
          rows.map(([d, v]) => ({ d, v: String(v) })),
        ),
        reading(
          'VA',
          rows.map(([date, value]) => ({ date, value })),
          type,
        ),
        {
          meter_reading: reading(
            'kVA',
            rows.map(([date, value]) => ({ date, value: String(value / 1000) })),
            type,
          ),
        },
        {
          meter_reading: reading(
            'MVA',
            rows.map(([date, value]) => ({ date, value: value / 1e6 })),
            type,
          ),
        },
      ])
        assert.deepEqual(
          read(json, 'max-power').points.map(({ start, end, value, unit, step }) => [start, end, value, unit, step]),
          rows.map(([, value, at]) => [utc(at), utc(at), value, 'VA', null]),
        );
    });

    it('lies on its day where no instant is told', () => {
      const { points } = read(group2026('consumption', 'PMA', 'VA', [{ d: '2026-10-25', v: '100' }]), 'max-power');
      assert.deepEqual(
        points.map(({ start, end, step }) => [(end - start) / 3_600_000, step]),
        [[25, 'P1D']],
      );
    });

    it('is ambiguous in the doubled hour, and earlier', () => {
      const { points, ambiguous } = read(
        group2026('consumption', 'PMA', 'VA', [{ d: '2026-10-25 02:30:00', v: '100' }]),
        'max-power',
      );
      assert.deepEqual([points[0]?.start, points[0]?.ambiguous, ambiguous], [utc('2026-10-25T00:30:00Z'), true, 1]);
    });

    it('is told of the whole and of each phase (TOUT)', () => {
      const of = (code: string, v: string) =>
        group2026('consumption', code, 'VA', [{ d: '2026-09-29 13:03:35', v }])['grandeur'] as unknown[];
      const json = {
        ...group2026('consumption', 'PMA', 'VA', []),
        grandeur: [...of('PMA', '9000'), ...of('PMA1', '3100'), ...of('PMA2', '2900'), ...of('PMA3', '3000')],
      };
      assert.deepEqual(
        read(json, 'max-power').points.map(({ register, value }) => [register, value]),
        [
          [undefined, 9000],
          ['PMA1', 3100],
          ['PMA2', 2900],
          ['PMA3', 3000],
        ],
      );
    });

    it('is told of each phase as lists (company account)', () => {
      const json = {
        meter_reading: reading('VA', [
          { value: ['3100', '2900', null], date: ['2026-09-29 13:03:35', '2026-09-29 14:00:00', null] },
        ]),
      };
      const { points, gaps } = read(json, 'max-power');
      assert.deepEqual(
        points.map(({ register, value, start }) => [register, value, start]),
        [
          ['PMA1', 3100, utc('2026-09-29T11:03:35Z')],
          ['PMA2', 2900, utc('2026-09-29T12:00:00Z')],
        ],
      );
      assert.equal(gaps, 1);
    });
  });

  describe('indexes', () => {
    const value = (d: string, v: number, iv = 0) => ({ d, v, iv });
    const ea = {
      grandeurMetier: 'CONS',
      grandeurPhysique: 'EA',
      unite: 'Wh',
      points: [],
      calendrier: [
        {
          idCalendrier: 'FC000001',
          classeTemporelle: [
            {
              idClasseTemporelle: 'HC',
              codeCadran: 'EASF01',
              valeur: [value('2026-10-01 00:00:00', 1000), value('2026-10-02 00:00:00', 1400, 1)],
            },
            { idClasseTemporelle: 'HP', codeCadran: 'EASF02', valeur: [value('2026-10-01 00:00:00', 2000)] },
          ],
        },
        {
          idCalendrier: 'DI000001',
          classeTemporelle: [
            { idClasseTemporelle: 'HCB', codeCadran: 'EASD01', valeur: [value('2026-10-01 00:00:00', 1000)] },
          ],
        },
      ],
      cadranTotalisateur: { codeCadran: 'EAST', valeur: [value('2026-10-01 00:00:00', 3000)] },
    };
    const body = (contexte: unknown) => ({ idPrm: PRM, periode: {}, grandeur: [], contexte });
    const register = ({ end, value: v, unit, grid, calendar, tariffClass, register: of, quality }: Point) => [
      new Date(end).toISOString(),
      v,
      unit,
      grid,
      calendar,
      tariffClass,
      of,
      quality,
    ];

    it('2026: by calendar and class, with their total', () => {
      const { points } = read(
        body([{ etapeMetier: 'BRUT', contexteReleve: 'COL', typeReleve: 'AQ', grandeur: [ea] }]),
        'index',
      );
      assert.deepEqual(points.map(register), [
        ['2026-09-30T22:00:00.000Z', 1000, 'Wh', 'supplier', 'FC000001', 'HC', 'EASF01', 'measured'],
        ['2026-09-30T22:00:00.000Z', 2000, 'Wh', 'supplier', 'FC000001', 'HP', 'EASF02', 'measured'],
        ['2026-09-30T22:00:00.000Z', 1000, 'Wh', 'distributor', 'DI000001', 'HCB', 'EASD01', 'measured'],
        ['2026-09-30T22:00:00.000Z', 3000, 'Wh', 'total', undefined, undefined, 'EAST', 'measured'],
        ['2026-10-01T22:00:00.000Z', 1400, 'Wh', 'supplier', 'FC000001', 'HC', 'EASF01', 'estimated'],
      ]);
      assert.ok(points.every(({ start, end, step, kind }) => start === end && step === null && kind === 'index'));
    });

    it('takes the corrected one of two contexts, and leaves out what is no energy', () => {
      const overrun = {
        grandeurMetier: 'CONS',
        grandeurPhysique: 'DD',
        unite: 's',
        cadranTotalisateur: { valeur: [value('2026-10-01 00:00:00', 5)] },
      };
      const total = (v: number) => ({
        ...ea,
        calendrier: [],
        cadranTotalisateur: { codeCadran: 'EAST', valeur: [value('2026-10-01 00:00:00', v)] },
      });
      const { points, warnings } = read(
        body([
          { etapeMetier: 'BEST', grandeur: [total(3001)] },
          { etapeMetier: 'BRUT', grandeur: [total(3000), overrun] },
        ]),
        'index',
      );
      assert.deepEqual(
        points.map(({ value: v, stage }) => [v, stage]),
        [[3001, 'corrected']],
      );
      assert.deepEqual(warnings, { 'other-quantity': 1 });
    });

    it('keeps reactive energy apart', () => {
      const reactive = { ...ea, grandeurPhysique: 'ERI', unite: 'VArh', calendrier: [] };
      const { points } = read(body([{ grandeur: [reactive] }]), 'index');
      assert.deepEqual(
        points.map(({ quantity, unit }) => [quantity, unit]),
        [['reactive-inductive', 'VArh']],
      );
    });

    it('company account', () => {
      const json = {
        meter_reading: {
          usage_point_id: PRM,
          reading: [{ quality: 'BRUT', context: 'COL' }],
          reading_type: [{ measurement_kind: 'EA', unit: 'Wh' }],
          calendar: [
            {
              id_calendar: 'DI000003',
              temporal_class: [
                {
                  id_temporal_class: 'HC',
                  id_quadrant: 'IDX_EAS_1',
                  values: [{ date: '2026-10-01 00:34:04', value: 250 }],
                },
              ],
            },
          ],
          temporal_class_totalizer: [
            { id_quadrant: 'IDX_EAS_T', values: [{ date: '2026-10-01 00:34:04', value: 6681 }] },
          ],
        },
      };
      assert.deepEqual(read(json, 'index').points.map(register), [
        ['2026-09-30T22:34:04.000Z', 250, 'Wh', 'distributor', 'DI000003', 'HC', 'IDX_EAS_1', 'measured'],
        ['2026-09-30T22:34:04.000Z', 6681, 'Wh', 'total', undefined, undefined, 'IDX_EAS_T', 'measured'],
      ]);
    });
  });

  describe('refuses', () => {
    const day = { direction: 'consumption', means: dayOfMeans('2026-09-29', 30, () => 1) } as const;
    const REFUSED: Readonly<Record<string, readonly [json: unknown, measure: Measure, detail: RegExp]>> = {
      'what is no body': [{ error: 'no_data_found' }, 'energy', /no measures/],
      'nothing at all': [null, 'energy', /no measures/],
      'an envelope that says no': [{ success: false, data: curve2026(day) }, 'load-curve', /no measures/],
      'wraps without end': [[[[[[[curve2026(day)]]]]]], 'load-curve', /no measures/],
      'another meter': [{ ...curve2026(day), idPrm: '25999999999999' }, 'load-curve', /another meter/],
      'a curve for energy': [curve2026(day), 'energy', /something else/],
      'the other direction': [curve2026({ ...day, direction: 'production' }), 'load-curve', /something else/],
      'days for a curve (v5)': [reading('Wh', [{ date: '2026-09-29', value: '1' }]), 'load-curve', /no W/],
      'milliwatts, whatever W they look like': [
        reading('mW', [{ date: '2026-09-29', value: '1' }]),
        'load-curve',
        /no W/,
      ],
      'days for indexes': [reading('Wh', [{ date: '2026-09-29', value: '1' }]), 'index', /no measures/],
    };
    for (const [what, [json, measure, detail]] of Object.entries(REFUSED))
      it(what, () => {
        assert.throws(() => read(json, measure), refusal(detail));
      });

    it('and never names the other meter', () => {
      assert.throws(
        () => read({ ...curve2026(day), idPrm: '25999999999999' }, 'load-curve'),
        (error: unknown) => error instanceof LinkyRedError && !error.message.includes('2599999'),
      );
    });
  });

  it('finds no points, and no fault, where there are none', () => {
    for (const json of [
      group2026('consumption', 'PA', 'W', []),
      { ...curve2026({ direction: 'consumption', means: [] }), grandeur: [] },
      reading('W', []),
      { meter_reading: { interval_reading: null } },
    ])
      assert.deepEqual(read(json, 'load-curve'), { points: [], gaps: 0, ambiguous: 0, warnings: {} });
  });

  it('takes masked meters, and numbers for texts', () => {
    const json = { ...curve2026({ direction: 'consumption', means: [] }), idPrm: '2500000000XXXX' };
    assert.deepEqual(read(json, 'load-curve').points, []);
    assert.equal(read({ ...reading('W', []), usage_point_id: Number(PRM) }, 'load-curve').points.length, 0);
  });
});
