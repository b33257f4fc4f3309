// That an overrun in historique is over, where its label merely does not come: ADPS and ADIRn are sent while the current exceeds
// ISOUSC (Enedis-NOI-CPT_02E, 54E §6.1), so a current that does not is the proof.
import { Agreements } from '../belief/agreement';
import { AGREEING_FRAMES } from '../belief/plausibility';

/** The label of an overrun, and the current that it is about. */
export const CURRENTS: readonly (readonly [overrun: string, current: string])[] = [
  ['ADPS', 'IINST'],
  ['ADIR1', 'IINST1'],
  ['ADIR2', 'IINST2'],
  ['ADIR3', 'IINST3'],
];

export class OverrunProof {
  private subscribed: number | null = null;
  private readonly agreed = new Agreements<boolean>(AGREEING_FRAMES);

  /** @param checked the values came with right sums: one message is proof enough */
  constructor(private readonly checked: boolean) {}

  /**
   * Overruns that a message proves not to be.
   * @param values by label; null where the value is no number
   */
  absent(values: ReadonlyMap<string, number | null>): string[] {
    this.subscribed = values.get('ISOUSC') ?? this.subscribed;
    const { subscribed } = this;
    if (subscribed === null) return [];
    return CURRENTS.flatMap(([overrun, label]) => {
      const current = values.get(label) ?? null;
      if (values.has(overrun) || (current !== null && current > subscribed)) this.agreed.forget(overrun);
      else if (current !== null && (this.checked || this.agreed.says(overrun, true))) return [overrun];
      return [];
    });
  }

  forget(): void {
    this.subscribed = null;
    for (const [overrun] of CURRENTS) this.agreed.forget(overrun);
  }
}
