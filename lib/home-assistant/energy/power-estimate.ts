// `power_estimated`: active power from the indexes, ΔWh/Δt. Never from VA, which is another quantity.

/** An index has steps of 1 Wh: over less than a minute a step is too coarse. */
const LEAST_MS = 60_000;
/** Without a step for so long, the power is said to be what it has been at most. */
const IDLE_MS = 300_000;
/** Over a longer gap the mean says nothing about now. */
const GAP_MS = 900_000;

interface Anchor {
  readonly at: number;
  readonly basis: string;
  readonly withdrawnWh: number;
  readonly injectedWh: number;
}

export class PowerEstimate {
  private anchor: Anchor | null = null;
  private lastAt = 0;

  /** Watts, injection negative; null: nothing new to tell. */
  update(withdrawnWh: number, injectedWh: number, basis: string, now: number): number | null {
    const { anchor } = this;
    // Also where the clock was turned back.
    const gap = now < this.lastAt || now - this.lastAt > GAP_MS;
    this.lastAt = now;
    const goesOn =
      anchor?.basis === basis && !gap && withdrawnWh >= anchor.withdrawnWh && injectedWh >= anchor.injectedWh;
    if (!goesOn) {
      this.anchor = { at: now, basis, withdrawnWh, injectedWh };
      return null;
    }
    const elapsed = now - anchor.at;
    const wh = withdrawnWh - anchor.withdrawnWh - (injectedWh - anchor.injectedWh);
    const stepped = withdrawnWh !== anchor.withdrawnWh || injectedWh !== anchor.injectedWh;
    if (elapsed < LEAST_MS || (!stepped && elapsed < IDLE_MS)) return null;
    if (stepped) this.anchor = { at: now, basis, withdrawnWh, injectedWh };
    return Math.round((wh * 3_600_000) / elapsed);
  }
}
