// How many meters a node hears, counted as they come and fall silent: a status must not walk 10,000 streams for each frame.
import type { DecodedFrame } from '../../lib/tic/decoded-frame';

/** What a status shows. */
export interface Roll {
  /** Meters of which a frame could be read. */
  readonly known: number;
  /** How many of them are silent now. */
  readonly silent: number;
  /** The frame that has just come; null after a silence. */
  readonly frame: DecodedFrame | null;
  /** Milliseconds since a frame of any meter came. */
  readonly silence: number;
}

/** Meters that are silent for so long that they have left the memory: no more than so many of them are counted. */
const MOST_GONE = 1000;
const MINUTE = 60_000;

export class RollCall {
  private known = 0;
  private silent = 0;
  private readonly gone = new Set<string>();
  private heardAt = 0;
  /** Whole minutes of silence that were told. */
  private told = 0;

  /** @param elapsed milliseconds since some start */
  constructor(private readonly elapsed: () => number) {}

  roll(frame: DecodedFrame | null = null): Roll {
    if (frame !== null) {
      this.heardAt = this.elapsed();
      this.told = 0;
    }
    return { known: this.known, silent: this.silent, frame, silence: this.elapsed() - this.heardAt };
  }

  /** While all are silent: once a minute what there is to show, else undefined. */
  grown(): Roll | undefined {
    if (this.known === 0 || this.silent < this.known) return undefined;
    const minutes = Math.floor((this.elapsed() - this.heardAt) / MINUTE);
    if (minutes <= this.told) return undefined;
    this.told = minutes;
    return this.roll();
  }

  /** A meter is heard for the first time, or again. */
  heard(name: string, returned: 'new' | 'back'): void {
    if (returned === 'back' || this.gone.delete(name)) this.silent -= 1;
    else this.known += 1;
  }

  fellSilent(): void {
    this.silent += 1;
  }

  /** A silent meter is no longer in memory; it is counted all the same. */
  left(name: string): void {
    this.gone.add(name);
    if (this.gone.size <= MOST_GONE) return;
    for (const oldest of this.gone) {
      this.gone.delete(oldest);
      break;
    }
    this.known -= 1;
    this.silent -= 1;
  }
}
