// Columns of datasets, for tests that need no portal.
import type { Field } from '../../../lib/opendata/dataset/dataset';

export function field(key: string, type: Field['type'] = 'text', unit?: string): Field {
  return { key, type, title: key, description: '', filterable: true, ...(unit === undefined ? {} : { unit }) };
}
