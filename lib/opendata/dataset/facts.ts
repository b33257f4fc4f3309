// What is known of the columns of these datasets, whichever of them it is: by the names that the columns have.
import type { Dataset, Field } from './dataset';

/** Columns that say which part of the whole a row is about: one of their values may be the total of the others. */
export const CATEGORY_COLUMNS: ReadonlySet<string> = new Set([
  'profil',
  'plage_de_puissance_souscrite',
  'plage_de_puissance_injection',
  'filiere_de_production',
  'secteur_activite',
]);

/** "P0: Total <= 36 kVA", "P0 : Total toutes puissances", "F0 : Total …": a code, and then the word. */
const TOTAL = /^[A-Z]\d+\s*:\s*total/i;

/** Whether a value of a column of categories stands for the sum of others. */
export function isTotal(value: string): boolean {
  // Most values are ruled out by their second character, and there are millions of them.
  const second = value.charCodeAt(1);
  return second >= 48 && second <= 57 && TOTAL.test(value);
}

/** "P1: ]0-3] kVA", "F5 : Solaire": the form that values of categories have here. */
export function isCategory(value: string): boolean {
  return /^[A-Z]\d+\s*:\s*\S/.test(value);
}

/** The dataset's columns of categories among its columns of text. */
export function categoryFields(dataset: Pick<Dataset, 'fields'>): readonly Field[] {
  return dataset.fields.filter(({ key, type }) => type === 'text' && CATEGORY_COLUMNS.has(key));
}

/** The column of time that a row stands at: the first one. */
export function timeField(dataset: Pick<Dataset, 'fields'>): Field | undefined {
  return dataset.fields.find(({ type }) => type === 'datetime');
}

/** Where statistical secrecy writes one mean into all slots of a day: mean curves of the aggregates per half hour. */
const MEAN_CURVE = 'courbe_moyenne_';

export function isMeanCurve(field: Pick<Field, 'key'>): boolean {
  return field.key.startsWith(MEAN_CURVE);
}

/**
 * Figures that the portal keeps as text, since some of them are words ("S", "< 1"): how representative a curve is, in percent; and
 * whatever has a unit in its title.
 */
export function isFigure({ key, type, unit }: Pick<Field, 'key' | 'type' | 'unit'>): boolean {
  return type === 'text' && (unit !== undefined || key.startsWith('indice_representativite_'));
}
