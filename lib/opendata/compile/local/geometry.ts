// Geometries of rows, as hosts write them, in one form.
import { unreadable } from './values';

export type Point = readonly [lon: number, lat: number];

/** Points, lines (two points or more), rings of areas (closed). */
export interface Shape {
  readonly points: readonly Point[];
  readonly lines: readonly (readonly Point[])[];
  readonly rings: readonly (readonly Point[])[];
}

interface Parts {
  readonly points: Point[];
  readonly lines: Point[][];
  readonly rings: Point[][];
}

/**
 * `{lat, lon}`, `"lat,lon"`, GeoJSON (a feature or a geometry, an object or its text); null: the row has no place.
 * @throws LinkyRedError ERR_ANSWER
 */
export function shapeOf(value: unknown, column: string): Shape | null {
  if (value === null || value === undefined || value === '') return null;
  const parts: Parts = { points: [], lines: [], rings: [] };
  if (typeof value === 'string') {
    const match = /^\s*(-?[\d.]+)\s*,\s*(-?[\d.]+)\s*$/.exec(value);
    if (match !== null) parts.points.push(pointOf([Number(match[2]), Number(match[1])], column));
    else collect(parsed(value, column), column, parts);
  } else collect(value, column, parts);
  return parts;
}

function parsed(text: string, column: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable(column, text);
  }
}

function collect(value: unknown, column: string, parts: Parts): void {
  if (typeof value !== 'object' || value === null) throw unreadable(column, value);
  if ('lat' in value && 'lon' in value) {
    parts.points.push(pointOf([value.lon, value.lat], column));
    return;
  }
  if ('geometry' in value) {
    collect(value.geometry, column, parts);
    return;
  }
  if ('geometries' in value && Array.isArray(value.geometries)) {
    for (const geometry of value.geometries) collect(geometry, column, parts);
    return;
  }
  const type = 'type' in value ? value.type : undefined;
  const coordinates: unknown = 'coordinates' in value ? value.coordinates : undefined;
  switch (type) {
    case 'Point':
      parts.points.push(pointOf(coordinates, column));
      return;
    case 'MultiPoint':
      parts.points.push(...lineOf(coordinates, column));
      return;
    case 'LineString':
      parts.lines.push(lineOf(coordinates, column));
      return;
    case 'MultiLineString':
      for (const line of listOf(coordinates, column)) parts.lines.push(lineOf(line, column));
      return;
    case 'Polygon':
      for (const ring of listOf(coordinates, column)) parts.rings.push(lineOf(ring, column));
      return;
    case 'MultiPolygon':
      for (const area of listOf(coordinates, column)) {
        for (const ring of listOf(area, column)) parts.rings.push(lineOf(ring, column));
      }
      return;
    default:
      throw unreadable(column, value);
  }
}

function lineOf(value: unknown, column: string): Point[] {
  return listOf(value, column).map((point) => pointOf(point, column));
}

function listOf(value: unknown, column: string): readonly unknown[] {
  if (!Array.isArray(value)) throw unreadable(column, value);
  return value;
}

function pointOf(value: unknown, column: string): Point {
  if (Array.isArray(value)) {
    const [lon, lat] = value.map(Number);
    if (lon !== undefined && lat !== undefined && Number.isFinite(lon) && Number.isFinite(lat)) return [lon, lat];
  }
  throw unreadable(column, value);
}
