// What the node keeps over a restart: colours of days, days with a curve, the running costs.
import { CURVE_DAYS, type KeptCurveDays } from '../../lib/tariff/running/curve-days';
import { COLOURS, type KeptColours } from '../../lib/tariff/running/known-colours';
import { RUNNING_COSTS, type KeptCosts } from '../../lib/tariff/running/running-costs';
import type { Store } from '../../lib/store/store';

interface Kept {
  readonly colours: KeptColours;
  readonly curveDays: KeptCurveDays;
  readonly costs: KeptCosts;
}

export interface CostMemory {
  /** What was never kept is missing. */
  read(): Promise<Partial<Kept>>;
  /** Resolves when it is on the disk. */
  write(what: Partial<Kept>): Promise<void>;
}

/** What the names of all its documents end with. */
export function memoryName(nodeId: string): string {
  return `energy-cost-${nodeId}`;
}

export function storedMemory(store: Store, nodeId: string): CostMemory {
  const ending = memoryName(nodeId);
  const colours = store.document(`colours-${ending}`, COLOURS);
  const curveDays = store.document(`curve-days-${ending}`, CURVE_DAYS);
  const costs = store.document(`costs-${ending}`, RUNNING_COSTS);
  return {
    read: async () => {
      const [{ value: one }, { value: two }, { value: three }] = await Promise.all([
        colours.read(),
        curveDays.read(),
        costs.read(),
      ]);
      return { ...(one && { colours: one }), ...(two && { curveDays: two }), ...(three && { costs: three }) };
    },
    write: async (what) => {
      await Promise.all([
        what.colours && colours.write(what.colours),
        what.curveDays && curveDays.write(what.curveDays),
        what.costs && costs.write(what.costs),
      ]);
    },
  };
}
