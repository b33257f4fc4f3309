// Where rows lie, as a host is asked for it.
import type { Geo } from '../query/query';

/** Metres of a degree of latitude on the sphere that Elasticsearch measures on (mean radius 6,371,008.77 m). */
export const EARTH_METRES = 6_371_008.7714;
const DEGREE_METRES = (EARTH_METRES * Math.PI) / 180;

export type Box = readonly [west: number, south: number, east: number, north: number];

/** The smallest box around a place; around a radius a little more, so that no rounding loses what lies on its edge. */
export function boxAround(geo: Geo): Box {
  if ('box' in geo) return geo.box;
  if ('polygon' in geo) {
    const lons = geo.polygon.map(([lon]) => lon);
    const lats = geo.polygon.map(([, lat]) => lat);
    return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
  }
  const { lon, lat, metres } = geo.near;
  const up = ((metres + 1) / DEGREE_METRES) * 1.001;
  const north = Math.min(90, lat + up);
  const south = Math.max(-90, lat - up);
  // Nearest to a pole the meridians are closest; what reaches it lies on all of them.
  const widest = Math.cos((Math.max(Math.abs(north), Math.abs(south)) * Math.PI) / 180);
  const aside = widest < 1e-9 ? 360 : up / widest;
  if (lon - aside < -180 || lon + aside > 180) return [-180, south, 180, north];
  return [lon - aside, south, lon + aside, north];
}

/** The corners of a box as a ring. */
export function ringOf([west, south, east, north]: Box): readonly (readonly [number, number])[] {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}
