// Places in Opendatasoft's `where`: distances from the shape itself, boxes with the latitude first.
import { boxPolygon, geometryOf, intersects, isWithin, metresToShape, readGeometry } from '../engine/geometry';
import type { Test } from '../engine/plan';
import type { Cell, Geometry, Row } from '../table';
import { columnOf, type OdsScope } from './scope';
import { OdsqlRefusal, type Words } from './tokens';

const UNITS: Readonly<Record<string, number>> = {
  mi: 1609.344,
  yd: 0.9144,
  ft: 0.3048,
  m: 1,
  cm: 0.01,
  km: 1000,
  mm: 0.001,
};

/** The closing parenthesis is left to the caller. @returns undefined for what is none of its functions */
export function geoTest(verb: string, words: Words, scope: OdsScope): Test | undefined {
  if (!/^(?:within_distance|distance|in_bbox|intersects|disjoint|within|geometry)$/.test(verb)) return undefined;
  const { key } = columnOf(scope, words.take('name')?.text ?? words.fail('a field'));
  const shape = (row: Row): Cell | undefined => row[key];
  words.need(',');
  if (verb === 'in_bbox') return boxTest(words, shape);
  const written = words.take('geom')?.text ?? words.fail('a geometry');
  const area = readGeometry(written);
  if (!area) throw new OdsqlRefusal(`invalid geometry ${written}`);
  if (verb === 'within_distance' || verb === 'distance') return distanceTest(words, area, shape);
  return shapeTest(verb === 'geometry' ? mode(words) : verb, area, shape);
}

function mode(words: Words): string {
  words.need(',');
  return words.take('name')?.text.toLowerCase() ?? words.fail('a mode');
}

function shapeTest(verb: string, area: Geometry, shape: (row: Row) => Cell | undefined): Test {
  return (row) => {
    const own = geometryOf(shape(row));
    if (!own) return false;
    if (verb === 'within') return isWithin(own, area);
    return intersects(own, area) === (verb === 'intersects');
  };
}

function distanceTest(words: Words, area: Geometry, shape: (row: Row) => Cell | undefined): Test {
  if (area.type !== 'Point') throw new OdsqlRefusal('a point is expected');
  const [lon, lat] = area.coordinates;
  words.need(',');
  const length = Number(words.take('number')?.text ?? words.fail('a distance'));
  const unit = UNITS[words.take('name')?.text ?? ''] ?? words.fail('a unit');
  return (row) => {
    const own = geometryOf(shape(row));
    return own !== undefined && metresToShape({ lon, lat }, own) <= length * unit;
  };
}

function boxTest(words: Words, shape: (row: Row) => Cell | undefined): Test {
  const numbers: number[] = [];
  do {
    const sign = words.sign('-') === undefined ? 1 : -1;
    numbers.push(sign * Number(words.take('number')?.text ?? words.fail('a number')));
  } while (words.sign(',') !== undefined);
  const [south = 0, west = 0, north = 0, east = 0] = numbers;
  if (numbers.length !== 4) throw new OdsqlRefusal('four numbers are expected');
  const area = boxPolygon([west, south, east, north]);
  return shapeTest('intersects', area, shape);
}
