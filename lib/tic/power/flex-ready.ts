// The data that the Flex Ready reference asks a building to read from its meter ("Connexion au compteur", §2.4.3 of the
// reference; spec/tic.md §2.8), each with met or missing and since when.
import type { Value } from '../value/plain';
import { FAMILIES } from '../families';
import type { MeterFamily } from '../families/family';

export interface FlexReadyItem {
  /** As the reference spells it. */
  data: string;
  /** Labels of the meter that were found to satisfy it. */
  labels: string[];
  met: boolean;
  /** Epoch milliseconds; null where no clock tells. */
  since: number | null;
}

/** What the answers follow from: while it is the same, they are. */
interface FlexReadyGround {
  readonly family: MeterFamily;
  /** Another one each time a label is known that was not, or no more. */
  readonly labels: number;
  /** PREAVIS is there, or proved not to be. */
  readonly preavisKnown: boolean;
  /** Of the subscribed power. */
  readonly unit: 'kVA' | 'kW' | null;
}

function isSameGround(one: FlexReadyGround, other: FlexReadyGround): boolean {
  return (
    one.labels === other.labels &&
    one.family === other.family &&
    one.preavisKnown === other.preavisKnown &&
    one.unit === other.unit
  );
}

export class FlexReadyView {
  private readonly items = new Map<string, FlexReadyItem>();
  private judged: FlexReadyGround | null = null;

  /**
   * After a frame.
   * @param values what is known of each label now, over short frames too
   */
  update(ground: FlexReadyGround, values: ReadonlyMap<string, Value>, at: number | null): void {
    const { judged } = this;
    if (judged !== null && isSameGround(judged, ground)) return;
    this.judged = ground;
    const { family, preavisKnown, unit } = ground;
    for (const criterion of FAMILIES[family].flexReady ?? []) {
      const { data } = criterion;
      if (criterion.unit !== undefined && unit !== null && criterion.unit !== unit) {
        this.items.delete(data);
        continue;
      }
      const labels = [...values.keys()].filter((label) => criterion.labels.test(label));
      const met = labels.length > 0 || (criterion.absenceCounts === true && preavisKnown);
      const before = this.items.get(data);
      this.items.set(data, { data, labels, met, since: before?.met === met ? before.since : at });
    }
  }

  /** In the order of the reference; empty on meters of which it asks nothing. */
  list(family: MeterFamily): FlexReadyItem[] {
    return (FAMILIES[family].flexReady ?? []).flatMap(({ data }) => {
      const item = this.items.get(data);
      return item === undefined ? [] : [{ ...item, labels: [...item.labels] }];
    });
  }
}
