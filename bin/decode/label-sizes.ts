// How long the data of a label are, where they are always as long: what a terminal has made of tabs is told from blanks by it.
import { DICTIONARIES } from '../../lib/tic/families';

/** Of labels in groups with tabs; undefined where data differ. */
const SIZES = new Map<string, number | undefined>();

for (const { dialect, entries } of DICTIONARIES) {
  if (dialect.separator !== 'HT') continue;
  for (const { row } of entries)
    for (const label of new Set([row.label, row.alias ?? row.label])) {
      const [least, most] = row.size;
      const isFixed = least === most && (!SIZES.has(label) || SIZES.get(label) === least);
      SIZES.set(label, isFixed ? least : undefined);
    }
}

/** Undefined: nobody knows. */
export function sizeOf(label: string): number | undefined {
  return SIZES.get(label);
}
