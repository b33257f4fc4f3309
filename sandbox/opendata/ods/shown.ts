// How Opendatasoft shows a cell: places as an object, shapes as a GeoJSON feature.
import { isGeometry, isPlace, type Column, type Row } from '../table';

export function showColumn({ key, type }: Column, time: (at: number) => string): (row: Row) => unknown {
  if (type === 'datetime') {
    return (row) => {
      const at = row[key];
      return typeof at === 'number' ? time(at) : null;
    };
  }
  return (row) => {
    const cell = row[key] ?? null;
    if (isPlace(cell)) return { lon: cell.lon, lat: cell.lat };
    return isGeometry(cell) ? { type: 'Feature', geometry: cell, properties: {} } : cell;
  };
}
