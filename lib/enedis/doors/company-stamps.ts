// How a company account stamps the curve of a meter: segments C1 to C4 the start of an interval, C5 (Linky) its end
// (spec/sge.md §5). The user says the segment, or the contract does; that is kept.
import { LinkyRedError } from '../../errors';
import type { Clock } from '../../grid/clock';
import { KeptAnswer, keptFormat } from '../../provider/kept-answer';
import { fingerprintOf } from '../../provider/credentials';
import type { Store } from '../../store/store';
import type { DoorAnswer, StampForm } from '../door';
import { maskedPrm } from '../prm';
import type { CompanyMeters } from './enedis';

export const SEGMENTS = ['C1', 'C2', 'C3', 'C4', 'C5'] as const;
export type Segment = (typeof SEGMENTS)[number];

export interface CompanySettings {
  /** `own` unless told. */
  readonly meters?: CompanyMeters;
  /** Of all meters of the account; absent: what the contract of each says. */
  readonly segment?: Segment;
  /** Whether dates are by the clock in Paris, as unless told, or UTC: no real answer was ever seen. */
  readonly dates?: StampForm['dates'];
}

/** Contracts change seldom, and one call a month for each meter is little. */
const KEPT_MS = 30 * 24 * 3_600_000;

const FORMAT = keptFormat<Segment>(
  (value) => SEGMENTS.find((segment) => segment === value),
  (value) => value,
);

interface Shared {
  readonly store: Store;
  readonly clock: Clock;
  readonly once?: <T>(name: string, task: () => Promise<T>) => Promise<T>;
}

export class CompanyStamps {
  constructor(
    private readonly settings: CompanySettings,
    private readonly contractOf: (prm: string) => Promise<DoorAnswer>,
    private readonly shared: Shared,
  ) {}

  /** @throws LinkyRedError ERR_ENEDIS_SEGMENT, and what the call throws while no segment is known */
  async of(prm: string): Promise<StampForm> {
    const segment = this.settings.segment ?? (await this.segmentOf(prm));
    return { stamps: segment === 'C5' ? 'end' : 'start', dates: this.settings.dates ?? 'local' };
  }

  private async segmentOf(prm: string): Promise<Segment> {
    const kept = new KeptAnswer<Segment>(
      this.shared,
      {
        // Forgotten with all that is of this meter.
        name: `enedis-segment-${fingerprintOf(prm)}`,
        format: FORMAT,
        fresh: { ms: KEPT_MS, quotaMs: KEPT_MS },
        ask: async () => {
          const { json, receivedAt } = await this.contractOf(prm);
          const answer = segmentIn(json);
          if (answer === undefined) throw new LinkyRedError('ERR_ENEDIS_SEGMENT', { prm: maskedPrm(prm) });
          return { at: receivedAt, answer };
        },
      },
      this.shared.clock,
    );
    try {
      return (await kept.ask()).answer;
    } catch (error) {
      const last = await kept.last();
      if (last === undefined) throw error;
      return last.answer;
    }
  }
}

/** Levels of an answer that are looked through. */
const DEEPEST = 6;

/** The first segment of a consumption in a contract, wherever it stands: beside it a producer's contract may have P4. */
function segmentIn(json: unknown, deeper = DEEPEST): Segment | undefined {
  if (typeof json !== 'object' || json === null || deeper === 0) return undefined;
  for (const [name, value] of Object.entries(json)) {
    const own = name === 'segment' ? SEGMENTS.find((segment) => segment === value) : undefined;
    const found = own ?? segmentIn(value, deeper - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
