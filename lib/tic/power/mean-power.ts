// Mean power from the change of a counter, where the meter sends no power: EAS of a SAPHIR with consumer profile, EAPP_s of a
// PME-PMI (spec/tic.md §2.4, §2.5). Only between frames of one Td period: never across a gap or a top.

const HOUR = 3_600_000;
/** About what PA1MN stands for on meters that send it. */
const SPAN_MS = 60_000;
/** DATE counts whole seconds: over less than this the mean is mostly rounding. */
const LEAST_MS = 15_000;
/** Tops lie on multiples of this of the meter's clock, whatever Td is. */
const TOPS_MS = 300_000;
/** A frame that bears the very instant of a top may still show the counter of before it. */
const LATCH_MS = 1500;

export interface MeanPowerValue {
  /** Thousands of the unit of the counter per hour: kW of Wh, kVA of VAh. */
  readonly value: number;
  /** What it is the mean of. */
  readonly seconds: number;
}

interface Sample {
  readonly at: number;
  readonly energy: number;
}

export class MeanPower {
  private samples: Sample[] = [];
  private current = false;

  /**
   * The counter at an instant of the meter's clock.
   * @param at epoch milliseconds
   * @param energy Wh or VAh since the last Td top
   * @param longestGapMs frames further apart than this have others missing between them
   */
  frame(at: number, energy: number, longestGapMs: number): void {
    const last = this.samples.at(-1);
    this.current = at % TOPS_MS >= LATCH_MS;
    if (last !== undefined) {
      const samePeriod = Math.floor(at / TOPS_MS) === Math.floor(last.at / TOPS_MS);
      if (!samePeriod || at < last.at || at - last.at > longestGapMs || energy < last.energy) this.samples = [];
    }
    if (!this.current) return;
    this.samples.push({ at, energy });
    while ((this.samples[0]?.at ?? at) < at - SPAN_MS) this.samples.shift();
  }

  /** A frame did not bring the counter: what is known is not known of now. */
  missed(): void {
    this.current = false;
  }

  /** The clock of the meter was set. */
  forget(): void {
    this.samples = [];
    this.current = false;
  }

  get value(): MeanPowerValue | null {
    const [first, last] = [this.samples[0], this.samples.at(-1)];
    if (!this.current || first === undefined || last === undefined || last.at - first.at < LEAST_MS) return null;
    const ms = last.at - first.at;
    return {
      value: Math.round(((last.energy - first.energy) * HOUR) / ms) / 1000,
      seconds: ms / 1000,
    };
  }
}
