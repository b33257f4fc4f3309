// How Data Fair shows a row: places as "lat,lon", shapes as GeoJSON in a text, and columns of its own that begin with `_`.
import { middleOf } from '../engine/geometry';
import { keyOf, type Key } from '../engine/plan';
import type { Cell, Column, Row, Table } from '../table';
import { isGeometry, isPlace } from '../table';
import { shapeOf } from './compat-geo';

/** Of the dataset, and beside them those that Data Fair adds. */
export function columnsOf(table: Table): ReadonlyMap<string, Column> {
  const own = new Map(table.columns.map((column) => [column.key, column]));
  const hasShape = table.columns.some(({ type }) => type === 'geo-point' || type === 'geo-shape');
  const added: Column[] = [
    { key: '_i', type: 'integer', title: 'Numéro de ligne' },
    { key: '_id', type: 'text', title: 'Identifiant' },
    { key: '_rand', type: 'integer', title: 'Nombre aléatoire' },
    ...(hasShape ? [{ key: '_geopoint', type: 'geo-point', title: 'Coordonnées' } as const] : []),
  ];
  for (const column of added) own.set(column.key, column);
  return own;
}

export type Show = (row: Row, index: number) => unknown;

/** @param time how instants are written */
export function showColumn(column: Column, columns: ReadonlyMap<string, Column>, time: (at: number) => string): Show {
  const { key, type } = column;
  if (key === '_i') return (_row, index) => index + 1;
  if (key === '_id') return (_row, index) => idOf(index);
  if (key === '_rand') return (_row, index) => randOf(index);
  if (key === '_geopoint') {
    const shape = shapeOf({ columns });
    return (row) => latLon(middleOf(shape(row)) ?? null);
  }
  if (type === 'datetime') {
    return (row) => {
      const at = row[key];
      return typeof at === 'number' ? time(at) : null;
    };
  }
  return (row) => plain(row[key]);
}

/** What a column is sorted and grouped by. */
export function keyFrom({ key }: Column): (row: Row, index: number) => Key {
  if (key === '_i') return (_row, index) => index + 1;
  if (key === '_id') return (_row, index) => idOf(index);
  if (key === '_rand') return (_row, index) => randOf(index);
  return (row) => keyOf(row[key]);
}

function plain(cell: Cell | undefined): unknown {
  if (isPlace(cell)) return latLon(cell);
  return isGeometry(cell) ? JSON.stringify(cell) : (cell ?? null);
}

function latLon(cell: Cell): string | null {
  return isPlace(cell) ? `${cell.lat},${cell.lon}` : null;
}

function idOf(index: number): string {
  return `row-${index.toString(36)}`;
}

function randOf(index: number): number {
  return Math.imul(index + 1, 0x9e3779b1) >>> 12;
}
