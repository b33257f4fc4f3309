// What people look for, as a choice with a name: one family of data at one mesh, and how its dataset of today is found.

/** Places that the rows of a family are about. */
export type Mesh =
  'national' | 'region' | 'department' | 'epci' | 'commune' | 'iris' | 'address' | 'site' | 'geometry' | 'profile';

/** What the time of a row stands for; `none`: the set tells how things are, not when. */
export type Step = 'quarter-hour' | 'half-hour' | 'quarter' | 'year' | 'none';

/** How often the publisher adds to it; `unknown`: nobody could verify it. */
export type Rhythm = 'quarter-hour' | 'day' | 'month' | 'quarter' | 'year' | 'unknown';

/**
 * How its identifier is had. `seen`: this one answered in 2026. `named`: this is how it is called as far as anybody knows, not verified.
 * `pattern`: nobody has seen it, or it is renamed with every issue: the catalogue is asked for `search`, and the identifiers (`id`) or
 * titles (`title`: words without accents, lower case) that fit are candidates.
 */
export type Found =
  | { readonly by: 'seen' | 'named'; readonly id: string }
  | { readonly by: 'pattern'; readonly search: string; readonly id?: RegExp; readonly title?: RegExp };

/** What a reader of these rows should know; the form has a sentence for each. */
export type FamilyNote =
  /** Small groups are hidden ("S", null); middling ones have one mean a day. */
  | 'secrecy'
  /** Rows that are totals of others stand among them. */
  | 'totals'
  /** A column a year: unpivot it. */
  | 'wide'
  /** A figure for orientation, not one that anybody is bound by. */
  | 'indicative'
  /** Thermosensitivity is in these columns, not in a dataset of its own. */
  | 'thermosensitivity-inside'
  /** Overhead lines alone, whatever the name says. */
  | 'overhead-only'
  /** Half-hour values on a grid of quarter-hours. */
  | 'repeated-on-15-min'
  /** The portal carries a number of months or years that moves on. */
  | 'sliding-window'
  /** The address changes with each issue. */
  | 'dated-address'
  /** The last rows have no values yet. */
  | 'last-rows-empty'
  /** Stopped; `goesOn` names what goes on from it. */
  | 'stopped';

export interface Family {
  /** Its name in the languages hangs on this: `family.<id>`. */
  readonly id: string;
  /** Where it is: the id of a portal that has a name here. */
  readonly portal: 'enedis' | 'odre';
  readonly mesh: Mesh;
  readonly step: Step;
  readonly rhythm: Rhythm;
  readonly found: Found;
  readonly notes: readonly FamilyNote[];
  /** Where it stopped, the family that goes on from it, and its last year. */
  readonly goesOn?: { readonly lastYear: number; readonly family: string };
}
