// Whose a stream is. The first address is believed, another one from its third frame in a row on; a stream whose address never
// comes good (masked by a gateway, always damaged, left out) is after a minute a meter of its own: that of its stream.
import { Agreement } from './agreement';
import { AGREEING_FRAMES } from './plausibility';

/** Why a frame does not say whose it is. `held`: another address, which waits for its third frame. */
export type IdentityFault = 'masked' | 'refused' | 'missing' | 'held';

export interface Withheld {
  readonly fault: IdentityFault;
  /** The group as it came; empty where it did not. Damage is never the same for long, a mask is. */
  readonly text: string;
}

/** When a frame ended, epoch milliseconds: at the host, and by the meter's clock; null where not known. */
interface FrameEndInstants {
  readonly arrival: number | null;
  readonly meter: number | null;
}

/** So long an address may fail to come before the stream speaks for itself. */
const WITHHELD_MS = 60_000;
/** Damage that differs from frame to frame hits so many addresses in a row on no line that brings anything else. */
const DAMAGED_FRAMES = 20;
/** The same where no clock tells: no frame of a meter without one takes less than a second. */
const WITHHELD_FRAMES = 60;

export class IdentityWatch {
  current: string | null = null;
  private other: Agreement<string> | null = null;
  /** The way of speaking changed without an address: this may be another meter. */
  private doubtful = false;
  /** Frames in a row that do not say whose they are, those that say it alike, and when the first of them ended. */
  private withheld = 0;
  private alike: Agreement<string> | null = null;
  private since: FrameEndInstants | null = null;

  hear(id: string): 'same' | 'first' | 'held' | 'changed' {
    if (id === this.current) {
      this.believe(id);
      return 'same';
    }
    // One address among frames without any may be a damaged one.
    if (this.current === null && !this.isWithheld) {
      this.believe(id);
      return 'first';
    }
    this.other ??= new Agreement(AGREEING_FRAMES);
    if (!this.other.says(id)) return 'held';
    this.believe(id);
    return 'changed';
  }

  /** Nobody knows whose a frame without an address is. A stream that speaks for itself knows: its own. */
  get pending(): boolean {
    return this.current !== null && (this.doubtful || this.other !== null);
  }

  doubt(): void {
    this.doubtful = true;
  }

  /**
   * A frame ended.
   * @param withheld null: it says whose it is, or is none that would say it
   * @returns true once: from this frame on the stream is a meter of its own
   */
  frameEnded(withheld: Withheld | null, at: FrameEndInstants): boolean {
    if (withheld === null || withheld.fault === 'held') return false;
    if (this.current === null) this.other = null;
    this.withheld++;
    this.alike ??= new Agreement(AGREEING_FRAMES);
    this.alike.says(`${withheld.fault} ${withheld.text}`);
    this.since ??= at;
    if (this.current === null || !this.isWithheld || !this.lasted(this.since, at)) return false;
    this.current = null;
    this.doubtful = false;
    this.other = null;
    return true;
  }

  believe(id: string): void {
    this.current = id;
    this.doubtful = false;
    this.withheld = 0;
    this.alike = null;
    this.since = null;
    this.other = null;
  }

  /** It is no accident that addresses do not come. */
  private get isWithheld(): boolean {
    return this.alike?.isReached === true || this.withheld >= DAMAGED_FRAMES;
  }

  private lasted(from: FrameEndInstants, to: FrameEndInstants): boolean {
    const [arrivals, clocks] = [passed(from.arrival, to.arrival), passed(from.meter, to.meter)];
    const ms = arrivals ?? clocks;
    return ms === null ? this.withheld >= WITHHELD_FRAMES : ms >= WITHHELD_MS;
  }
}

function passed(from: number | null, to: number | null): number | null {
  return from === null || to === null ? null : to - from;
}
