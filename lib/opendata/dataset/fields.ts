// The columns that a question names, against those that the dataset has. Case counts, as it does at the portals.
import { LinkyRedError } from '../../errors';
import type { Dataset, Field } from './dataset';

/** In a message, at most. */
const SHOWN = 40;

/** What no portal can compare, group or order. */
export function isComparable(field: Field): boolean {
  return !['geo-point', 'geo-shape', 'file', 'json'].includes(field.type);
}

export function isNumeric(field: Field): boolean {
  return field.type === 'integer' || field.type === 'number';
}

export function isTime(field: Field): boolean {
  return field.type === 'datetime' || field.type === 'date';
}

/**
 * The column of this name.
 * @param fits which columns would do here; all unless told
 * @throws LinkyRedError ERR_OPENDATA_FIELD that names the columns that would do, the likeliest first
 */
export function fieldOf(dataset: Dataset, key: string, fits: (field: Field) => boolean = () => true): Field {
  const field = dataset.fields.find((candidate) => candidate.key === key);
  if (field !== undefined && fits(field)) return field;
  const usable = dataset.fields.filter(fits).map((candidate) => candidate.key);
  const near = usable
    .map((candidate) => ({ candidate, distance: distanceOf(candidate.toLowerCase(), key.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)
    .map(({ candidate }) => candidate);
  throw new LinkyRedError('ERR_OPENDATA_FIELD', {
    dataset: dataset.id,
    field: key,
    fields: near.length > SHOWN ? `${near.slice(0, SHOWN).join(', ')} …` : near.join(', '),
  });
}

/** The columns that a row of an answer has when nobody says which: without the host's own, but for the place. */
export function columnsOf(dataset: Pick<Dataset, 'fields'>): readonly string[] {
  return dataset.fields.map(({ key }) => key).filter((key) => !key.startsWith('_') || key === '_geopoint');
}

/** How many letters to change, add or leave out. */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(
        Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)),
      );
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
