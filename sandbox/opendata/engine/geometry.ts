// Places on a sphere and shapes on a plane, as far as the stand-ins are asked about them.
import { isGeometry, isPlace, type Cell, type Geometry, type Place, type Position } from '../table';

const EARTH_METRES = 6_371_008.8;

export function metresBetween(a: Place, b: Place): number {
  const rad = Math.PI / 180;
  const [dLat, dLon] = [(b.lat - a.lat) * rad, (b.lon - a.lon) * rad];
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** `POINT(lon lat)`, `LINESTRING(…)`, `POLYGON((…))`, or GeoJSON. @returns undefined for what is none of them */
export function readGeometry(text: string): Geometry | undefined {
  if (text.trimStart().startsWith('{')) return readGeoJson(text);
  const found = /^\s*(POINT|LINESTRING|POLYGON)\s*\(([\d\s.,()+-]*)\)\s*$/i.exec(text);
  if (!found) return undefined;
  const [, word = '', inside = ''] = found;
  switch (word.toUpperCase()) {
    case 'POINT': {
      const [point] = positions(inside) ?? [];
      return point && { type: 'Point', coordinates: point };
    }
    case 'LINESTRING': {
      const line = positions(inside);
      return line && { type: 'LineString', coordinates: line };
    }
    default: {
      const rings = [...inside.matchAll(/\(([^()]*)\)/g)].map(([, ring = '']) => positions(ring));
      const isWhole = rings.length > 0 && rings.every((ring) => ring !== undefined && ring.length > 3);
      return isWhole ? { type: 'Polygon', coordinates: rings as Position[][] } : undefined;
    }
  }
}

function readGeoJson(text: string): Geometry | undefined {
  try {
    const value = JSON.parse(text) as Geometry | { readonly geometry: Geometry };
    return 'geometry' in value ? value.geometry : value;
  } catch {
    return undefined;
  }
}

function positions(text: string): Position[] | undefined {
  const read = text.split(',').map((pair) => pair.trim().split(/\s+/).map(Number));
  return read.every((pair) => pair.length === 2 && pair.every(Number.isFinite))
    ? (read as unknown as Position[])
    : undefined;
}

export function geometryOf(cell: Cell | undefined): Geometry | undefined {
  if (isPlace(cell)) return { type: 'Point', coordinates: [cell.lon, cell.lat] };
  return isGeometry(cell) ? cell : undefined;
}

/** The middle of the box around a shape: where Data Fair says that it lies. */
export function middleOf(cell: Cell | undefined): Place | undefined {
  if (isPlace(cell)) return cell;
  const [west, south, east, north] = boxOf(cell) ?? [];
  if (west === undefined || south === undefined || east === undefined || north === undefined) return undefined;
  return { lon: (west + east) / 2, lat: (south + north) / 2 };
}

export type Box = readonly [west: number, south: number, east: number, north: number];

export function boxOf(cell: Cell | undefined): Box | undefined {
  const geometry = geometryOf(cell);
  if (!geometry) return undefined;
  const all = partsOf(geometry).flat();
  const [lons, lats] = [all.map(([lon]) => lon), all.map(([, lat]) => lat)];
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

export function boxPolygon([west, south, east, north]: Box): Geometry {
  const ring: Position[] = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { type: 'Polygon', coordinates: [ring] };
}

/** Shapes as lists of positions: one of a point, one a line, the rings of a polygon. */
function partsOf(geometry: Geometry): readonly (readonly Position[])[] {
  switch (geometry.type) {
    case 'Point':
      return [[geometry.coordinates]];
    case 'LineString':
      return [geometry.coordinates];
    default:
      return geometry.coordinates;
  }
}

/** Whether two shapes share a point. */
export function intersects(a: Geometry, b: Geometry): boolean {
  const [ones, others] = [partsOf(a), partsOf(b)];
  if (a.type === 'Polygon' && others.flat().some((point) => isInside(point, ones))) return true;
  if (b.type === 'Polygon' && ones.flat().some((point) => isInside(point, others))) return true;
  return ones.some((one) => others.some((other) => doCross(one, other)));
}

/** Whether every point of `a` lies in the polygon `b`. */
export function isWithin(a: Geometry, b: Geometry): boolean {
  return (
    b.type === 'Polygon' &&
    partsOf(a)
      .flat()
      .every((point) => isInside(point, partsOf(b)))
  );
}

/** To the nearest point of a shape, on the plane that touches the place; 0 inside a polygon. */
export function metresToShape(from: Place, shape: Geometry): number {
  if (shape.type === 'Polygon' && isInside([from.lon, from.lat], shape.coordinates)) return 0;
  let nearest = Infinity;
  for (const line of partsOf(shape)) {
    for (const [n, point] of line.entries()) {
      nearest = Math.min(nearest, metresBetween(from, nearestOn(from, point, line[n + 1] ?? point)));
    }
  }
  return nearest;
}

function nearestOn({ lon, lat }: Place, [x1, y1]: Position, [x2, y2]: Position): Place {
  const narrow = Math.cos((lat * Math.PI) / 180);
  const [dx, dy] = [(x2 - x1) * narrow, y2 - y1];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : ((lon - x1) * narrow * dx + (lat - y1) * dy) / length;
  const at = Math.max(0, Math.min(1, share));
  return { lon: x1 + (x2 - x1) * at, lat: y1 + (y2 - y1) * at };
}

/** Even and odd crossings over all rings, so that holes are outside; the border belongs to it. */
function isInside([x, y]: Position, rings: readonly (readonly Position[])[]): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let n = 1; n < ring.length; n++) {
      const [[x1, y1], [x2, y2]] = [ring[n - 1] ?? [0, 0], ring[n] ?? [0, 0]];
      if (isOn([x, y], [x1, y1], [x2, y2])) return true;
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
    }
  }
  return inside;
}

function doCross(one: readonly Position[], other: readonly Position[]): boolean {
  for (let n = 0; n < Math.max(1, one.length - 1); n++) {
    for (let m = 0; m < Math.max(1, other.length - 1); m++) {
      const [a, c] = [one[n], other[m]];
      if (!a || !c) continue;
      if (segmentsMeet(a, one[n + 1] ?? a, c, other[m + 1] ?? c)) return true;
    }
  }
  return false;
}

function segmentsMeet(a: Position, b: Position, c: Position, d: Position): boolean {
  const [s1, s2, s3, s4] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)];
  if (s1 * s2 < 0 && s3 * s4 < 0) return true;
  return isOn(c, a, b) || isOn(d, a, b) || isOn(a, c, d) || isOn(b, c, d);
}

function side(a: Position, b: Position, c: Position): number {
  return Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
}

function isOn(p: Position, a: Position, b: Position): boolean {
  if (side(a, b, p) !== 0) return false;
  return (
    p[0] >= Math.min(a[0], b[0]) &&
    p[0] <= Math.max(a[0], b[0]) &&
    p[1] >= Math.min(a[1], b[1]) &&
    p[1] <= Math.max(a[1], b[1])
  );
}
