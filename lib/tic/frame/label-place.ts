// A label that is asked for in every frame: where it stands in the way of speaking is looked up once.
import type { Dictionary } from '../families/dictionary';

export class LabelPlace {
  private dictionary: Dictionary | null = null;
  private rank: number | undefined;

  constructor(readonly label: string) {}

  /** Undefined: that way of speaking does not have it. */
  rankIn(dictionary: Dictionary): number | undefined {
    if (this.dictionary !== dictionary) {
      this.dictionary = dictionary;
      this.rank = dictionary.byName(this.label)?.rank;
    }
    return this.rank;
  }
}
