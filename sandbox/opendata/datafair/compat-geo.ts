// Places in the look-alike's `where`. Whatever column is named, distances are measured from the middle of a row's shape; metres and
// kilometres alone are known; `in_bbox` takes its numbers for longitudes first.
import {
  boxPolygon,
  geometryOf,
  intersects,
  isWithin,
  metresBetween,
  middleOf,
  readGeometry,
} from '../engine/geometry';
import type { Test } from '../engine/plan';
import type { Cell, Geometry, Row } from '../table';
import { columnOf, invalid, name, number, type CompatScope } from './compat-words';
import type { Scanner } from './scanner';

export function compatGeoTest(scanner: Scanner, scope: CompatScope): Test | undefined {
  const verb = scanner
    .take(/(?:within_distance|in_bbox|intersects|disjoint|within)\( */i, 'function')
    ?.toLowerCase()
    .trimEnd();
  if (verb === undefined) return undefined;
  columnOf(scope, name(scanner) ?? scanner.fail(), 'where');
  const shape = shapeOf(scope);
  scanner.need(/ *, */, '","');
  const test = verb === 'in_bbox(' ? boxTest(scanner, shape) : geometryTest(scanner, verb, shape);
  scanner.need(/ *\)/, '")"');
  return test;
}

/** Of a row, in whatever column it lies. */
export function shapeOf({ columns }: Pick<CompatScope, 'columns'>): (row: Row) => Cell | undefined {
  const all = [...columns.values()];
  const key = (all.find(({ type }) => type === 'geo-shape') ?? all.find(({ type }) => type === 'geo-point'))?.key;
  return (row) => (key === undefined ? undefined : row[key]);
}

function boxTest(scanner: Scanner, shape: (row: Row) => Cell | undefined): Test {
  const numbers: number[] = [];
  for (let n = 0; n < 4; n++) {
    if (n > 0) scanner.need(/ *, */, '","');
    numbers.push(number(scanner) ?? scanner.fail());
  }
  const [a = 0, b = 0, c = 0, d = 0] = numbers;
  return touching(boxPolygon([Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)]), shape);
}

function touching(area: Geometry, shape: (row: Row) => Cell | undefined): Test {
  return (row) => {
    const own = geometryOf(shape(row));
    return own !== undefined && intersects(own, area);
  };
}

function geometryTest(scanner: Scanner, verb: string, shape: (row: Row) => Cell | undefined): Test {
  const written = scanner.need(/geom'[^']*'/i, '"geom"').slice(5, -1);
  const area = readGeometry(written);
  if (area === undefined) throw invalid('where', `géométrie invalide ${written}`);
  if (verb === 'within_distance(') return distanceTest(scanner, area, shape);
  const touches = touching(area, shape);
  if (verb === 'intersects(') return touches;
  return (row, index) => {
    const own = geometryOf(shape(row));
    if (own === undefined) return false;
    return verb === 'disjoint(' ? !touches(row, index) : isWithin(own, area);
  };
}

function distanceTest(scanner: Scanner, area: Geometry, shape: (row: Row) => Cell | undefined): Test {
  if (area.type !== 'Point') throw invalid('where', 'un point est attendu');
  const [lon, lat] = area.coordinates;
  scanner.need(/ *, */, '","');
  const length = number(scanner) ?? scanner.fail();
  const metres = length * (scanner.need(/km|m/, '"km", "m"') === 'km' ? 1000 : 1);
  return (row) => {
    const middle = middleOf(shape(row));
    return middle !== undefined && metresBetween({ lon, lat }, middle) <= metres;
  };
}
