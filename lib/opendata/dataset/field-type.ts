// What both portals call the type of a column, in our words.
import type { FieldType } from './dataset';

const ODS_TYPES: Readonly<Record<string, FieldType>> = {
  text: 'text',
  int: 'integer',
  double: 'number',
  boolean: 'boolean',
  date: 'date',
  datetime: 'datetime',
  geo_point_2d: 'geo-point',
  geo_shape: 'geo-shape',
  file: 'file',
  json_blob: 'json',
};

/** @param type of a field of Opendatasoft Explore 2.1; one that we do not know is text */
export function typeOfOds(type: string): FieldType {
  return ODS_TYPES[type] ?? 'text';
}

/** What a column of Data Fair's schema says of itself. */
export interface DataFairColumn {
  readonly key: string;
  readonly type?: string | undefined;
  readonly format?: string | undefined;
  readonly refersTo?: string | undefined;
}

const GEOMETRY = 'https://purl.org/geojson/vocab#geometry';
const LAT_LON = 'http://www.w3.org/2003/01/geo/wgs84_pos#lat_long';
/** Data Fair makes these by itself, out of the columns that are geography. */
const GEO_COLUMNS: Readonly<Record<string, FieldType>> = { _geopoint: 'geo-point', _geoshape: 'geo-shape' };

export function typeOfDataFair({ key, type, format, refersTo }: DataFairColumn): FieldType {
  const made = GEO_COLUMNS[key];
  if (made !== undefined) return made;
  if (refersTo === GEOMETRY) return 'geo-shape';
  if (refersTo === LAT_LON) return 'geo-point';
  switch (type) {
    case 'integer':
      return 'integer';
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'object':
    case 'array':
      return 'json';
    default:
      return format === 'date' ? 'date' : format === 'date-time' ? 'datetime' : 'text';
  }
}
