// A dataset as its portal describes it, in one form for all portals.

export type FieldType =
  'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime' | 'geo-point' | 'geo-shape' | 'file' | 'json';

export interface Field {
  /** Exactly as the portal writes it: its case counts. */
  readonly key: string;
  readonly type: FieldType;
  /** For people; often carries the unit in parentheses. */
  readonly title: string;
  readonly description: string;
  /** "Wh", "W", "°C", "MWh" … out of the title's parentheses; undefined where it says none. */
  readonly unit?: string;
  /** False where the portal has no index of it, and refuses it in a filter, group or order. */
  readonly filterable: boolean;
  /** Of Data Fair: what a column stands for (`x-refersTo`): a geometry, a latitude … */
  readonly concept?: string;
  /** Some of its values, where the portal shows them unasked. */
  readonly values?: readonly string[];
}

export interface Dataset {
  /** What its addresses use: the slug, or the identifier. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly fields: readonly Field[];
  /** How many rows it has. */
  readonly count: number;
  /** Changes whenever the data do: Data Fair's finalizedAt, Opendatasoft's data_processed. Null: the portal tells none. */
  readonly version: string | null;
  /** When the data were last changed, ISO 8601; null where unknown. */
  readonly updatedAt: string | null;
  readonly licence: { readonly title: string; readonly href: string } | null;
  /** For people to look at; null where unknown. */
  readonly page: string | null;
}

/** One line of a catalogue. */
export type FoundDataset = Pick<Dataset, 'id' | 'title' | 'description' | 'count' | 'updatedAt'>;
