// GeoJSON: a row for each feature, its properties as columns, and the geometry as one more.
import { LinkyRedError } from '../../errors';
import type { RawFile } from './raw-file';
import type { RawRow } from './reader';

const GEOMETRY = 'geometry';
const PIECE = 1000;

/** @throws LinkyRedError ERR_FILE_READ: no JSON, or no feature in it */
export function geoJsonFile(bytes: Uint8Array): RawFile {
  const rows = featuresOf(parse(bytes)).map(rowOf);
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  return {
    columns: [...names].map((name) => (name === GEOMETRY ? { name, type: 'geo-shape' } : { name })),
    *rows() {
      for (let at = 0; at < rows.length; at += PIECE) yield rows.slice(at, at + PIECE);
    },
  };
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new LinkyRedError('ERR_FILE_READ', { detail: 'GeoJSON: it is no JSON' }, cause);
  }
}

function featuresOf(value: unknown): readonly object[] {
  if (isObject(value) && 'type' in value) {
    if (value.type === 'Feature') return [value];
    if (value.type === 'FeatureCollection' && 'features' in value && Array.isArray(value.features)) {
      const features = value.features as readonly unknown[];
      if (features.every(isObject)) return features;
    }
  }
  throw new LinkyRedError('ERR_FILE_READ', { detail: 'GeoJSON: there is no feature in it' });
}

function rowOf(feature: object): RawRow {
  const properties = 'properties' in feature && isObject(feature.properties) ? feature.properties : {};
  return { ...properties, [GEOMETRY]: GEOMETRY in feature ? feature.geometry : null };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
