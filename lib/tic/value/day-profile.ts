// PJOURF+1 and PPOINTE: what a day's switching times do to contacts and index (54E; spec/tic.md §2.2 "SSSS").

export interface ProfileStep {
  /** Wall-clock time from which the step holds, `HH:MM`. */
  at: string;
  /** The real contact: `tempo` where the day's colour decides. */
  dryContact: 'unchanged' | 'tempo' | 'open' | 'close';
  /** Virtual contacts 1..7 that are closed. */
  virtualContacts: number[];
  /** Supplier index 1..10 from then on; null: no change. */
  supplierIndex: number | null;
}

const CONTACT = ['unchanged', 'tempo', 'open', 'close'] as const;

/** The steps of a day profile in their order; the fillers `NONUTILE` and anything that is no step are left out. */
export function decodeDayProfile(text: string): ProfileStep[] {
  const steps: ProfileStep[] = [];
  for (const block of text.split(' ')) {
    if (!/^\d{4}[0-9A-F]{4}$/i.test(block)) continue;
    const bits = Number.parseInt(block.slice(4), 16);
    const index = bits & 0xf;
    steps.push({
      at: `${block.slice(0, 2)}:${block.slice(2, 4)}`,
      dryContact: CONTACT[bits >> 14] ?? 'unchanged',
      virtualContacts: [1, 2, 3, 4, 5, 6, 7].filter((contact) => ((bits >> (3 + contact)) & 1) === 1),
      supplierIndex: index >= 1 && index <= 10 ? index : null,
    });
  }
  return steps;
}
