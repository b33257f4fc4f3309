// Distances to what hosts cannot measure, and the boxes that they are asked for instead. Metres worked out by hand.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compileFor } from '../../../../lib/opendata/compile/compile';
import { metresTo } from '../../../../lib/opendata/compile/local/geo';
import { shapeOf } from '../../../../lib/opendata/compile/local/geometry';
import { LOCAL_DATASET, locally } from '../../../support/opendata/local-run';

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
        const { params } = compileFor('datafair', { geo: { near: { lon, lat, metres } } }, LOCAL_DATASET);
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
