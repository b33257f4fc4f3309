// The data that the Flex Ready reference asks a building to read from its meter ("Connexion au compteur", §2.4.3 of the
// reference; spec/tic.md §2.8), each with met or missing and since when.
import type { CivilZone } from '../../grid/paris-time';
import type { Value } from '../value/plain';
import { FAMILIES } from '../families';
import type { MeterFamily } from '../families/family';

export interface FlexReadyItem {
  /** As the reference spells it. */
  readonly data: string;
  /** Labels of the meter that were found to satisfy it. */
  readonly labels: readonly string[];
  readonly met: boolean;
  /** Epoch milliseconds; null where no clock tells. */
  readonly since: number | null;
}

/** As a reading tells it; `since` as ISO with offset. */
export interface FlexReadyData {
  data: string;
  labels: string[];
  met: boolean;
  since: string | null;
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

export function flexReadyData(items: readonly FlexReadyItem[], zone: CivilZone): FlexReadyData[] {
  return items.map(({ data, labels, met, since }) => ({
    ...{ data, labels: [...labels], met },
    since: since === null ? null : zone.iso(since),
  }));
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
  /** What was given out last: frames keep it, so it is made anew and never changed. */
  private listed: { readonly family: MeterFamily; readonly items: readonly FlexReadyItem[] } | null = null;

  /**
   * After a frame.
   * @param values what is known of each label now, over short frames too
   */
  update(ground: FlexReadyGround, values: ReadonlyMap<string, Value>, at: number | null): void {
    const { judged } = this;
    if (judged !== null && isSameGround(judged, ground)) return;
    this.judged = ground;
    this.listed = null;
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
  list(family: MeterFamily): readonly FlexReadyItem[] {
    if (this.listed?.family !== family) this.listed = { family, items: this.itemsOf(family) };
    return this.listed.items;
  }

  private itemsOf(family: MeterFamily): readonly FlexReadyItem[] {
    return (FAMILIES[family].flexReady ?? []).flatMap(({ data }) => this.items.get(data) ?? []);
  }
}
