// What touches a place: distances on the sphere to points and to the segments of lines, which portals do not measure.
import type { Dataset } from '../../dataset/dataset';
import type { Geo } from '../../query/query';
import { placesOf } from '../check';
import { EARTH_METRES, ringOf } from '../place';
import { shapeOf, type Point, type Shape } from './geometry';
import type { RawRow } from './values';

type Vector = readonly [number, number, number];

export function geoTest(geo: Geo, dataset: Dataset): (row: RawRow) => boolean {
  const { point, shape } = placesOf(dataset);
  const column = (shape ?? point)?.key ?? '';
  const touches = 'near' in geo ? near(geo.near) : within('box' in geo ? ringOf(geo.box) : closed(geo.polygon));
  return (row) => {
    const place = shapeOf(row[column], column);
    return place !== null && touches(place);
  };
}

/** Metres between a place and a shape; 0 inside an area; Infinity for a shape of nothing. */
export function metresTo(here: Point, shape: Shape): number {
  if (insideRings(here, shape.rings)) return 0;
  const at = vector(here);
  let nearest = Infinity;
  for (const point of shape.points) nearest = Math.min(nearest, angle(at, vector(point)));
  for (const line of [...shape.lines, ...shape.rings]) {
    const vectors = line.map(vector);
    vectors.forEach((to, index) => {
      const from = vectors[index - 1];
      nearest = Math.min(nearest, from === undefined ? angle(at, to) : angleToSegment(at, from, to));
    });
  }
  return nearest * EARTH_METRES;
}

function near({ lon, lat, metres }: { lon: number; lat: number; metres: number }): (shape: Shape) => boolean {
  return (shape) => metresTo([lon, lat], shape) <= metres;
}

/** Whether a shape and an area have a point in common; straight between the corners, as GeoJSON is. */
function within(ring: readonly Point[]): (shape: Shape) => boolean {
  return (shape) =>
    shape.points.some((point) => insideRings(point, [ring])) ||
    [...shape.lines, ...shape.rings].some((line) => touchesRing(line, ring)) ||
    (ring[0] !== undefined && insideRings(ring[0], shape.rings));
}

function touchesRing(line: readonly Point[], ring: readonly Point[]): boolean {
  if (line.some((point) => insideRings(point, [ring]))) return true;
  return line.some((to, index) => {
    const from = line[index - 1];
    return (
      from !== undefined &&
      ring.some((b, corner) => {
        const a = ring[corner - 1];
        return a !== undefined && cross(from, to, a, b);
      })
    );
  });
}

/** Even and odd: a hole is a ring like another. What lies on an edge is inside. */
function insideRings([x, y]: Point, rings: readonly (readonly Point[])[]): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let index = 1; index < ring.length; index++) {
      const [ax, ay] = ring[index - 1] ?? [0, 0];
      const [bx, by] = ring[index] ?? [0, 0];
      if (onSegment([x, y], [ax, ay], [bx, by])) return true;
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
  }
  return inside;
}

function cross(p: Point, q: Point, a: Point, b: Point): boolean {
  const [d1, d2, d3, d4] = [side(a, b, p), side(a, b, q), side(p, q, a), side(p, q, b)];
  if (d1 * d2 < 0 && d3 * d4 < 0) return true;
  return onSegment(p, a, b) || onSegment(q, a, b) || onSegment(a, p, q) || onSegment(b, p, q);
}

function onSegment(point: Point, a: Point, b: Point): boolean {
  return (
    side(a, b, point) === 0 &&
    point[0] >= Math.min(a[0], b[0]) &&
    point[0] <= Math.max(a[0], b[0]) &&
    point[1] >= Math.min(a[1], b[1]) &&
    point[1] <= Math.max(a[1], b[1])
  );
}

function side(a: Point, b: Point, c: Point): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

function closed(ring: readonly Point[]): readonly Point[] {
  const [first] = ring;
  return first === undefined ? ring : [...ring, first];
}

function vector([lon, lat]: Point): Vector {
  const [l, p] = [(lon * Math.PI) / 180, (lat * Math.PI) / 180];
  return [Math.cos(p) * Math.cos(l), Math.cos(p) * Math.sin(l), Math.sin(p)];
}

/** Exact for small angles too, where a cosine would be 1. */
function angle(a: Vector, b: Vector): number {
  return Math.atan2(length(product(a, b)), dot(a, b));
}

function angleToSegment(at: Vector, from: Vector, to: Vector): number {
  const normal = product(from, to);
  const size = length(normal);
  const ends = Math.min(angle(at, from), angle(at, to));
  if (size < 1e-15) return ends;
  // The foot of the perpendicular lies between both ends: then it is nearest.
  const foot = product(normal, product(at, normal));
  const between = dot(product(from, foot), normal) >= 0 && dot(product(foot, to), normal) >= 0;
  return between ? Math.min(ends, Math.abs(Math.asin(Math.max(-1, Math.min(1, dot(at, normal) / size))))) : ends;
}

function product(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function length(a: Vector): number {
  return Math.sqrt(dot(a, a));
}
