// What is done here with the rows that come. Rows as each host writes them; figures worked out by hand.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compileFor } from '../../../../lib/opendata/compile/compile';
import type { Compiled, GroupedColumn, LocalWork } from '../../../../lib/opendata/compile/compiled';
import { applyLocal } from '../../../../lib/opendata/compile/local';
import { metresTo } from '../../../../lib/opendata/compile/local/geo';
import { shapeOf } from '../../../../lib/opendata/compile/local/geometry';
import { datasetOf, field } from '../../../support/opendata/dataset';

type RawRow = Readonly<Record<string, unknown>>;

const DATASET = datasetOf([
  field('horodate', 'datetime'),
  field('jour', 'date'),
  field('region', 'text'),
  field('w', 'number'),
  field('geometry', 'geo-shape'),
]);

describe('lib/opendata/compile: what is done here', () => {
  it('the forms in which hosts write the day of a group', async () => {
    const columns: readonly GroupedColumn[] = [{ from: 'g', name: 'day', reads: { start: 'day' } }];
    // Sunday, 29 March 2026 begins at 23:00 UTC of the Saturday.
    const forms = [
      '[2026-03-29T00:00:00+01:00, 2026-03-30T00:00:00+02:00[',
      '2026-03-28T23:00:00.000Z',
      '2026-03-29',
      Date.UTC(2026, 2, 28, 23),
    ];
    for (const g of forms) assert.deepEqual(await grouped([{ g }], columns), [{ day: '2026-03-29T00:00:00+01:00' }]);
    // The day as UTC has it is no day of Paris: a sum over it would be another's.
    for (const g of ['[2026-03-29T00:00:00+00:00, 2026-03-30T00:00:00+00:00[', null, 'Sunday']) {
      await assert.rejects(grouped([{ g }], columns), { code: 'ERR_ANSWER' });
    }
  });

  it('months, years and widths', async () => {
    const columns: readonly GroupedColumn[] = [
      { from: 'm', name: 'month', reads: { start: 'month' } },
      { from: 'y', name: 'year', reads: { start: 'year' } },
      { from: 'w', name: 'width', reads: { width: 0.1 } },
      { from: 'j', name: 'jour', reads: { type: 'date' } },
      { from: 't', name: 'at', reads: { type: 'datetime' } },
    ];
    // Data Fair writes the key of a plain column of days or instants as milliseconds.
    const row = {
      m: '2026-04',
      y: 2026,
      w: '[0.30000000000000004, 0.4[',
      j: Date.UTC(2026, 2, 29),
      t: Date.UTC(2026, 5, 30, 22),
    };
    assert.deepEqual(await grouped([row], columns), [
      {
        month: '2026-04-01T00:00:00+02:00',
        year: '2026-01-01T00:00:00+01:00',
        width: 0.30000000000000004,
        jour: '2026-03-29',
        at: '2026-07-01T00:00:00+02:00',
      },
    ]);
    await assert.rejects(grouped([{ ...row, w: '[0.25, 0.35[' }], columns), { code: 'ERR_ANSWER' });
  });

  it('a sum over nothing is no figure; one over zeros is 0', async () => {
    const columns: readonly GroupedColumn[] = [{ from: 's', name: 'sum', reads: { figure: 'number' }, unless: 'n' }];
    assert.deepEqual(
      await grouped(
        [
          { s: 0, n: null },
          { s: 0, n: 0 },
        ],
        columns,
      ),
      [{ sum: null }, { sum: 0 }],
    );
  });

  it('one row over all: the first of those that say the same, and one of its own where nothing fits', async () => {
    const compiled = compileFor(
      'ods',
      {
        aggregate: [
          { count: true, as: 'n' },
          { sum: 'w', as: 'sum' },
        ],
      },
      DATASET,
    );
    assert.ok(compiled.one);
    assert.deepEqual(
      await run(
        [
          { lr_a0: 2, lr_a1: 3.5, lr_n1: 1.75 },
          { lr_a0: 2, lr_a1: 3.5, lr_n1: 1.75 },
        ],
        compiled,
      ),
      [{ n: 2, sum: 3.5 }],
    );
    assert.deepEqual(await run([], compiled), [{ n: 0, sum: null }]);
  });

  it('days of groups over the night in which the clock goes back', async () => {
    // 25 hours: from 22:00 UTC on Saturday to 23:00 UTC on Sunday, 1 Wh each.
    const rows = Array.from({ length: 27 }, (_, n) => ({
      horodate: new Date(Date.UTC(2026, 9, 24, 21) + n * 3_600_000).toISOString(),
      w: 1,
    }));
    const group = {
      group: [{ field: 'horodate', by: 'day' as const, as: 'day' }],
      aggregate: [{ sum: 'w', as: 'sum' }],
    };
    assert.deepEqual(await locally(rows, { group, order: [{ by: 'sum', descending: true }], limit: 2 }), [
      { day: '2026-10-25T00:00:00+02:00', sum: 25 },
      { day: '2026-10-24T00:00:00+02:00', sum: 1 },
    ]);
    const hours = {
      group: [{ field: 'horodate', by: 'hour' as const, as: 'hour' }],
      aggregate: [{ count: true as const, as: 'n' }],
    };
    const doubled = (await locally(rows, { group: hours, order: [{ by: 'hour' }] }))
      .map(({ hour }) => hour)
      .slice(2, 6);
    assert.deepEqual(doubled, [
      '2026-10-25T01:00:00+02:00',
      '2026-10-25T02:00:00+02:00',
      '2026-10-25T02:00:00+01:00',
      '2026-10-25T03:00:00+01:00',
    ]);
  });

  it('figures over what has a value; what is missing comes last, both ways', async () => {
    const rows = [
      { region: 'a', w: '1.5', jour: '2026-03-29' },
      { region: 'a', w: null, jour: '2026-03-28' },
      { region: 'b', w: null },
      { region: null, w: 7 },
      { region: 'c', w: -2 },
    ];
    const group = {
      group: [{ field: 'region' }],
      aggregate: [
        { sum: 'w', as: 'sum' },
        { avg: 'w', as: 'avg' },
        { min: 'jour', as: 'first' },
        { count: true as const, as: 'n' },
        { countDistinct: 'jour', as: 'days' },
        { percentile: 'w', of: 50, as: 'p' },
      ],
    };
    const [a, b, c] = [
      { region: 'a', sum: 1.5, avg: 1.5, first: '2026-03-28', n: 2, days: 2, p: 1.5 },
      { region: 'b', sum: null, avg: null, first: null, n: 1, days: 0, p: null },
      { region: 'c', sum: -2, avg: -2, first: null, n: 1, days: 0, p: -2 },
    ];
    assert.deepEqual(await locally(rows, { group, order: [{ by: 'sum' }] }), [c, a, b]);
    assert.deepEqual(await locally(rows, { group, order: [{ by: 'sum', descending: true }] }), [a, c, b]);
  });

  it('more groups than fit into memory are an error, not a part of the answer', async () => {
    const rows = Array.from({ length: 250_001 }, (_, w) => ({ w }));
    await assert.rejects(locally(rows, { group: { group: [{ field: 'w' }] } }), { code: 'ERR_GROUPS_CAPPED' });
  });

  it('a limit lets go of the rows behind it', async () => {
    let taken = 0;
    async function* pieces(): AsyncGenerator<readonly RawRow[]> {
      for (;;) {
        taken++;
        yield await Promise.resolve([{ w: taken }]);
      }
    }
    const out: RawRow[] = [];
    for await (const piece of applyLocal(
      pieces(),
      compiledOf({ where: { field: 'w', is: '>', value: 2 }, limit: 2 }),
      DATASET,
    ))
      out.push(...piece);
    assert.deepEqual([out, taken], [[{ w: 3 }, { w: 4 }], 4]);
  });

  it('what is the answer already goes through as it is', () => {
    async function* pieces(): AsyncGenerator<readonly RawRow[]> {
      yield await Promise.resolve([]);
    }
    const rows = pieces();
    assert.equal(applyLocal(rows, compiledOf({}), DATASET), rows);
  });
});

describe('lib/opendata/compile: places', () => {
  // A degree of a great circle: 6,371,008.7714 m × π / 180.
  const DEGREE = 111_195.0797;

  it('every form in which a host writes a place', () => {
    const point = { points: [[2, 48]], lines: [], rings: [] };
    for (const form of [
      '48,2',
      '48.0, 2.0',
      { lat: 48, lon: 2 },
      { type: 'Point', coordinates: [2, 48] },
      '{"type":"Point","coordinates":[2,48]}',
      { type: 'Feature', geometry: { type: 'Point', coordinates: [2, 48] } },
    ]) {
      assert.deepEqual(shapeOf(form, 'place'), point);
    }
    assert.equal(shapeOf(null, 'place'), null);
    for (const form of ['here', 7, { type: 'Curve' }, { type: 'Point', coordinates: ['x'] }])
      assert.throws(() => shapeOf(form, 'place'), { code: 'ERR_ANSWER' });
  });

  it('metres to a point, to the side of a line, to its end, to the inside of an area', () => {
    const line = {
      points: [],
      lines: [
        [
          [1, 0],
          [3, 0],
        ] as const,
      ],
      rings: [],
    };
    close(metresTo([2, 1], { points: [[2, 0]], lines: [], rings: [] }), DEGREE);
    close(metresTo([2, 1], line), DEGREE);
    close(metresTo([4, 0], line), DEGREE);
    close(metresTo([2, 0.001], line), DEGREE / 1000);
    const area = {
      points: [],
      lines: [],
      rings: [
        [
          [0, 0],
          [2, 0],
          [2, 2],
          [0, 2],
          [0, 0],
        ] as const,
      ],
    };
    assert.equal(metresTo([1, 1], area), 0);
    close(metresTo([1, -1], area), DEGREE);
  });

  it('a line that passes near is near, though its middle and its ends are far; one that only its box touches is not', async () => {
    const rows = [
      { region: 'passes', geometry: '{"type":"LineString","coordinates":[[1.9,48.001],[2.3,48.001]]}' },
      {
        region: 'corner',
        geometry: {
          type: 'MultiLineString',
          coordinates: [
            [
              [2.006, 48.0],
              [2.0, 48.006],
            ],
          ],
        },
      },
      { region: 'nowhere', geometry: null },
    ];
    // 0.001° north of here is 111 m; the corner's line passes 300 m off.
    const near = { near: { lon: 2, lat: 48, metres: 200 } };
    assert.deepEqual(
      (await locally(rows, { geo: near })).map(({ region }) => region),
      ['passes'],
    );
    assert.deepEqual(
      (await locally(rows, { geo: { near: { ...near.near, metres: 400 } } })).map(({ region }) => region),
      ['passes', 'corner'],
    );
    const across = {
      polygon: [
        [2.1, 47],
        [2.2, 47],
        [2.2, 49],
        [2.1, 49],
      ] as const,
    };
    assert.deepEqual(
      (await locally(rows, { geo: across })).map(({ region }) => region),
      ['passes'],
    );
  });

  it('nothing within a radius lies outside of the box that the host is asked for', () => {
    const degrees = fc.record({
      lon: fc.double({ min: -179, max: 179, noNaN: true }),
      lat: fc.double({ min: -89, max: 89, noNaN: true }),
      metres: fc.integer({ min: 0, max: 1_000_000 }),
      bearing: fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(degrees, ({ lon, lat, metres, bearing, part }) => {
        const { params } = compileFor('datafair', { geo: { near: { lon, lat, metres } } }, DATASET);
        const [west = 0, south = 0, east = 0, north = 0] = (params['bbox'] ?? '').split(',').map(Number);
        const [x, y] = away(lon, lat, bearing, (metres * part) / 6_371_008.7714);
        const inside = x >= west && x <= east && y >= south && y <= north;
        // Beyond the edge of the map the box is the whole breadth.
        assert.ok(
          inside || (west === -180 && east === 180 && y >= south && y <= north),
          `${x} ${y} ${params['bbox'] ?? ''}`,
        );
      }),
      { numRuns: 500 },
    );
  });
});

/** Where one comes to on a sphere (Aviation Formulary, "lat/lon given radial and distance"). */
function away(lon: number, lat: number, bearing: number, arc: number): readonly [number, number] {
  const [l, p] = [(lon * Math.PI) / 180, (lat * Math.PI) / 180];
  const y = Math.asin(Math.sin(p) * Math.cos(arc) + Math.cos(p) * Math.sin(arc) * Math.cos(bearing));
  const x = l + Math.atan2(Math.sin(bearing) * Math.sin(arc) * Math.cos(p), Math.cos(arc) - Math.sin(p) * Math.sin(y));
  return [(((x * 180) / Math.PI + 540) % 360) - 180, (y * 180) / Math.PI];
}

function close(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < expected * 1e-6, `${actual}, not ${expected}`);
}

function compiledOf(local: LocalWork): Compiled {
  return { params: {}, grouped: false, one: false, local };
}

function locally(rows: readonly RawRow[], local: LocalWork): Promise<readonly RawRow[]> {
  return run(rows, compiledOf(local));
}

function grouped(rows: readonly RawRow[], columns: readonly GroupedColumn[]): Promise<readonly RawRow[]> {
  return run(rows, { ...compiledOf({}), grouped: true, columns });
}

async function run(rows: readonly RawRow[], compiled: Compiled): Promise<readonly RawRow[]> {
  async function* pieces(): AsyncGenerator<readonly RawRow[]> {
    const half = Math.ceil(rows.length / 2);
    yield await Promise.resolve(rows.slice(0, half));
    yield rows.slice(half);
  }
  const out: RawRow[] = [];
  for await (const piece of applyLocal(pieces(), compiled, DATASET)) for (const row of piece) out.push(row);
  return out;
}
