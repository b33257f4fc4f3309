// A label that is asked for in every frame: where it stands in each way of speaking is looked up once, for all meters.
import type { Dictionary } from '../families/dictionary';

export class LabelPlace {
  private readonly ranks = new Map<Dictionary, number | undefined>();
  private dictionary: Dictionary | null = null;
  private rank: number | undefined;

  constructor(readonly label: string) {}

  /** Undefined: that way of speaking does not have it. */
  rankIn(dictionary: Dictionary): number | undefined {
    if (this.dictionary !== dictionary) {
      if (!this.ranks.has(dictionary)) this.ranks.set(dictionary, dictionary.byName(this.label)?.rank);
      this.dictionary = dictionary;
      this.rank = this.ranks.get(dictionary);
    }
    return this.rank;
  }
}

const PLACES = new Map<string, LabelPlace>();

/** @param label of a document, never one that came over a line: there is no end of these */
export function placeOf(label: string): LabelPlace {
  const known = PLACES.get(label);
  if (known !== undefined) return known;
  const place = new LabelPlace(label);
  PLACES.set(label, place);
  return place;
}
