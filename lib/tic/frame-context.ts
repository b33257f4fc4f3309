// What is known beside a frame when it ends: what its readings show is made of both.
import type { SentSignal } from '../grid/event/act';
import type { CivilZone } from '../grid/paris-time';
import type { ParsedBy } from './belief/parsed-by';
import type { Meter } from './frame/meter';
import type { CarriedGroup } from './frame/newest-groups';
import type { DerivedPowers } from './power/business-power';
import type { FlexReadyItem } from './power/flex-ready';
import type { Headroom } from './power/headroom';
import type { PowerBudgetView } from './power/power-budget';

export interface FrameContext {
  readonly meter: Meter;
  readonly carried: readonly CarriedGroup[];
  /** Edges of signals since the frame before. */
  readonly edges: readonly SentSignal[];
  readonly present: () => SentSignal[];
  readonly budget: PowerBudgetView | null;
  readonly derived: DerivedPowers | null;
  /** Of a business meter; null elsewhere. */
  readonly headroom: Headroom | null;
  readonly flexReady: readonly FlexReadyItem[];
  readonly at: number | null;
  readonly offsetSeconds: number | null;
  readonly zone: CivilZone;
  readonly full: boolean;
  readonly frames: number;
  readonly since: number | null;
  /** Null: the bytes are those of the meter. */
  readonly parsedBy: ParsedBy | null;
}
