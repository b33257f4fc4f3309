// A dataset of a few columns, one of each kind, as a portal would describe it.
import type { Dataset, Field, FieldType } from '../../../lib/opendata/dataset/dataset';

export function field(key: string, type: FieldType, more: Partial<Field> = {}): Field {
  return { key, type, title: key, description: '', filterable: true, ...more };
}

export function datasetOf(fields: readonly Field[], id = 'a-dataset'): Dataset {
  return {
    id,
    title: id,
    description: '',
    fields,
    count: 0,
    version: null,
    updatedAt: null,
    licence: null,
    page: null,
  };
}

/** The columns against which Data Fair's parser was asked. */
export const MATRIX_DATASET = datasetOf([
  field('horodate', 'datetime'),
  field('region', 'text'),
  field('code_region', 'text'),
  field('profil', 'text'),
  field('annee', 'text'),
  field('nb', 'integer'),
  field('w', 'number'),
  field('geo_shape', 'geo-shape'),
  field('flag', 'boolean'),
  field('_geopoint', 'geo-point'),
  field('_i', 'integer'),
]);
