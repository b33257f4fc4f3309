// The data that the Flex Ready reference asks a building to read from its meter ("Connexion au compteur", §2.4.3 of the
// reference; spec/tic.md §2.8), each with met or missing and since when. Spellings are those of the reference, which writes
// EAp_xSD where the meter sends EAp1SD.
import type { Value } from '../belief/accepted-group';
import type { MeterFamily } from '../families/address';

export interface FlexReadyItem {
  /** As the reference spells it. */
  data: string;
  /** Labels of the meter that were found to satisfy it. */
  labels: string[];
  met: boolean;
  /** Epoch milliseconds; null where no clock tells. */
  since: number | null;
}

interface Criterion {
  readonly data: string;
  readonly labels: RegExp;
  /** Only where the subscribed power is in this unit. */
  readonly unit?: 'kVA' | 'kW';
  /** Met while the label is known to be absent too: it is only sent while it is active. */
  readonly absenceCounts?: true;
}

const CRITERIA: Partial<Readonly<Record<MeterFamily, readonly Criterion[]>>> = {
  'pme-pmi': [
    { data: 'DATE', labels: /^DATE$/ },
    { data: 'PREAVIS', labels: /^PREAVIS$/, absenceCounts: true },
    { data: 'PS', labels: /^PS$/ },
    { data: 'EAPP_s', labels: /^EAPP_s$/, unit: 'kVA' },
    { data: 'EA_s', labels: /^EA_s$/, unit: 'kW' },
    { data: 'PTCOUR1', labels: /^PTCOUR1$/ },
    { data: 'PTCOUR2', labels: /^PTCOUR2$/ },
    { data: 'EAP_s', labels: /^EAP_s$/ },
    { data: 'EaP_s2', labels: /^EaP_s2$/ },
  ],
  saphir: [
    { data: 'DATE', labels: /^DATE$/ },
    { data: 'PREAVIS', labels: /^PREAVIS$/, absenceCounts: true },
    { data: 'KDC', labels: /^KDC$/ },
    { data: 'KDCD', labels: /^KDCD$/ },
    { data: 'PSpx', labels: /^PSp[1-8]$/ },
    { data: 'PTCOURD', labels: /^PTCOURD$/ },
    { data: 'LIB_pxD', labels: /^LIB_p[1-8]D$/ },
    { data: 'EAS', labels: /^EAS$/ },
    { data: 'PTCOURF', labels: /^PTCOURF$/ },
    { data: 'EAp_xSD', labels: /^EAp[1-8]SD$/ },
    { data: 'EAp_xSF', labels: /^EAp[1-8]SF$/ },
  ],
};

export class FlexReadyView {
  private readonly items = new Map<string, FlexReadyItem>();

  /**
   * After a frame.
   * @param values what is known of each label now, over short frames too
   * @param preavisKnown PREAVIS is there, or proved not to be
   */
  update(
    family: MeterFamily,
    values: ReadonlyMap<string, Value>,
    preavisKnown: boolean,
    unit: 'kVA' | 'kW' | null,
    at: number | null,
  ): void {
    for (const criterion of CRITERIA[family] ?? []) {
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
    return (CRITERIA[family] ?? []).flatMap(({ data }) => {
      const item = this.items.get(data);
      return item === undefined ? [] : [{ ...item, labels: [...item.labels] }];
    });
  }
}
