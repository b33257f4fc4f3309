// A dataset as the stand-ins hold it: columns, and rows by their number, so that millions need no memory. What each host makes of a
// type is its own affair.

export type ColumnType = 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime' | 'geo-point' | 'geo-shape';

export interface Place {
  readonly lon: number;
  readonly lat: number;
}

export type Position = readonly [lon: number, lat: number];

export type Geometry =
  | { readonly type: 'Point'; readonly coordinates: Position }
  | { readonly type: 'LineString'; readonly coordinates: readonly Position[] }
  | { readonly type: 'MultiLineString' | 'Polygon'; readonly coordinates: readonly (readonly Position[])[] };

/** Instants are epoch milliseconds; days are `YYYY-MM-DD`. */
export type Cell = string | number | boolean | null | Place | Geometry;

export type Row = Readonly<Record<string, Cell>>;

export interface Column {
  readonly key: string;
  readonly type: ColumnType;
  /** With the unit in parentheses, as the portals write it. */
  readonly title: string;
  readonly description?: string;
  /** Of Data Fair: false where there is no index of it, and a filter on it is refused. */
  readonly indexed?: false;
}

export interface Table {
  /** What people name it by. */
  readonly slug: string;
  /** Of Data Fair: what its own addresses name it by. */
  readonly internalId?: string;
  readonly title: string;
  readonly description?: string;
  readonly columns: readonly Column[];
  readonly count: number;
  /** The row of this number, from 0; the same whenever it is asked for. */
  readonly row: (index: number) => Row;
  /** The column in whose order the rows already are. */
  readonly sortedBy?: string;
  /**
   * A whole row as a line of JSON, in bytes to be laid beside one another, for tables so large that the way over an object is felt.
   * `time` writes instants; keys stand in the order of the columns.
   */
  readonly line?: (index: number, time: (at: number) => string) => readonly Buffer[];
  /** ISO 8601. */
  readonly changedAt?: string;
}

export function listTable(about: Omit<Table, 'count' | 'row'>, rows: readonly Row[]): Table {
  return { ...about, count: rows.length, row: (index) => rows[index] ?? {} };
}

export function isPlace(cell: Cell | undefined): cell is Place {
  return typeof cell === 'object' && cell !== null && 'lon' in cell;
}

export function isGeometry(cell: Cell | undefined): cell is Geometry {
  return typeof cell === 'object' && cell !== null && 'coordinates' in cell;
}
