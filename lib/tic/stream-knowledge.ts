// What is known of a stream and its meter, and forgotten when another meter or another dialect speaks.
import type { CarriedValues } from './frame/carried';
import type { MeterProfile } from './frame/meter';
import type { StreamClock } from './frame/stream-clock';
import type { TestGuard } from './frame/test-guard';
import type { TicSignals } from './signals';

export interface StreamKnowledge {
  readonly profile: MeterProfile;
  readonly carried: CarriedValues;
  readonly clock: StreamClock;
  readonly guard: TestGuard;
  readonly signals: TicSignals;
}
