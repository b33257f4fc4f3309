// What each label said last. Most texts and horodates of a meter are those of the frame before: what is said again needs no
// new string, and what was right is right again.
import type { LabelEntry } from '../families/label';
import { readText } from '../value/plain';
import type { GroupBytes } from '../bytes/group';

interface Said {
  /** Untrimmed. */
  readonly data: string;
  /** Without its outer blanks. */
  readonly text: string;
}

export class SaidBefore {
  /** By the rank of the label. */
  private readonly texts: (Said | undefined)[] = [];
  private readonly horodates: (string | undefined)[] = [];

  /** The data is that which `text` read last. */
  again({ rank }: LabelEntry, group: GroupBytes): boolean {
    const data = this.texts[rank]?.data;
    return data !== undefined && group.spells(data, group.dataStart, group.dataEnd);
  }

  /** The data without its outer blanks. */
  text(entry: LabelEntry, group: GroupBytes): string {
    const said = this.texts[entry.rank];
    if (said !== undefined && this.again(entry, group)) return said.text;
    const text = readText(group);
    this.texts[entry.rank] = { data: group.data, text };
    return text;
  }

  /** As sent; null in a group of three fields. */
  horodate({ rank }: LabelEntry, group: GroupBytes): string | null {
    if (group.horodateStart < 0) return null;
    const said = this.horodates[rank];
    if (said !== undefined && group.spells(said, group.horodateStart, group.horodateEnd)) return said;
    const { horodate } = group;
    this.horodates[rank] = horodate ?? undefined;
    return horodate;
  }
}
