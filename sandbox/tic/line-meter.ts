// What a line needs of the meter behind it, whatever its family.
import type { IncidentKind } from './incidents';
import type { LineFaultRates } from './line-faults';

export interface LineFrame {
  /** What arrives: after the line did its damage. */
  readonly bytes: Buffer;
  /** What the meter sent. */
  readonly clean: Buffer;
  /** The meter's clock when the frame began. */
  readonly at: number;
  readonly kind: 'long' | 'short';
  /** The meter itself broke the frame off with EOT. */
  readonly brokenOff: boolean;
  /** Names of the line faults that hit the frame. */
  readonly faults: readonly string[];
  /** Milliseconds without a byte after the frame, beside the usual gap. */
  readonly silenceMs: number;
}

export interface LineMeter {
  readonly baudRate: number;
  /** Lives up to `at` and sends a frame; `at` never goes back. */
  frame(at: number): LineFrame;
  /** From now on the line does this; an empty object heals it. */
  setFaults(rates: LineFaultRates): void;
  plugCar(from: number, to: number): void;
  /** The loads that a building can do without for a while; a household's are not switched from here. */
  switchLoads(on: boolean, at: number): void;
  addIncident(kind: IncidentKind, from: number, to: number): void;
}
