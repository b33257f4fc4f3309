// What both modes of a Linky share: where their values come from, and what a frame tells besides its groups.
import type { Colour } from './calendar';
import type { Contract } from './contract';
import type { Group, Separator } from './frame';
import type { Incidents } from './incidents';
import type { Plate } from './plate';
import type { Registers } from './registers';

export interface LinkyInside {
  readonly plate: Plate;
  readonly contract: Contract;
  readonly registers: Registers;
  readonly incidents: Incidents;
}

/** What the meter says in a frame, as one would read it aloud; a key that is absent is not said in this mode or contract. */
export interface SentSignals {
  /** STGE bit 7, ADPS or ADIRn. */
  readonly overrun: boolean;
  /** Phases named by ADIRn. */
  readonly overrunPhases?: readonly number[];
  /** PTEC or LTARF without its blanks. */
  readonly tariff: string;
  readonly offPeak: boolean;
  /** Colour in force, named by PTEC or LTARF. */
  readonly colour?: Colour;
  /** null: not told yet. */
  readonly tomorrow?: Colour | null;
  /** Number of the mobile peak in progress, and of the one of which notice is given. */
  readonly peak?: 0 | 1 | 2;
  readonly peakNotice?: 0 | 1 | 2;
  readonly breakerOpen?: boolean;
  readonly coverOpen?: boolean;
  readonly overvoltage?: boolean;
  readonly clockDegraded?: boolean;
}

export interface FrameContent {
  readonly kind: 'long' | 'short';
  readonly groups: readonly Group[];
  readonly sent: SentSignals;
  /** The meter broke the frame off after these groups, with EOT. */
  readonly brokenOff: boolean;
}

/** A mode of a meter: what the next frame holds, given that the registers have lived up to `at`. */
export interface FrameSource {
  readonly baudRate: number;
  readonly separator: Separator;
  next(at: number): FrameContent;
}
