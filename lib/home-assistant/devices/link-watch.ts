// Whether the meter speaks: the second availability topic, and the figures of the line.
import { isSimulated } from '../../grid/signal';
import { isOpen, type OpenEvents } from '../facts/open-events';
import { LINK_ROWS } from '../entities/link';
import type { Reading } from '../facts/message/reading';
import type { Fact } from '../discovery/state';

/** While a meter lives a reading comes at least every 60 s (CONTRACTS: reading). */
export const READING_DUE_MS = 120_000;
/** A rate over less says little. */
const RATE_MS = 60_000;

export class LinkWatch {
  /** When the meter was heard; before it was, it has as long to speak as if it just had. */
  private readingAt: number;
  private heard = false;
  private silenceAt = -Infinity;
  private refused = 0;
  private rateFrom: { at: number; frames: number } | null = null;
  private rate: number | null = null;

  constructor(now: number) {
    this.readingAt = now;
  }

  reading({ quality }: Reading, now: number): void {
    this.readingAt = now;
    this.heard = true;
    this.refused += quality.rejected;
    const { frames } = quality;
    if (frames === null) return;
    const from = this.rateFrom;
    if (from === null || frames < from.frames || now < from.at) this.rateFrom = { at: now, frames };
    else if (now - from.at >= RATE_MS) {
      this.rate = ((frames - from.frames) * 60_000) / (now - from.at);
      this.rateFrom = { at: now, frames };
    }
  }

  /** The decoder has noticed a silence, before a reading could be missed. */
  silence(now: number): void {
    this.silenceAt = now;
  }

  /** When it was heard last; -Infinity: not since the start. */
  get heardAt(): number {
    return this.heard ? this.readingAt : -Infinity;
  }

  /** False: too early after the start to say anything. What is retained holds: it may be that the meter was silent before. */
  isKnown(now: number): boolean {
    return this.heard || now - this.readingAt >= READING_DUE_MS;
  }

  speaks(events: OpenEvents, now: number): boolean {
    const silence = events.latest('meter-fault', now, 'silence');
    if (
      silence?.state === 'active' &&
      isOpen(silence, now) &&
      (isSimulated(silence) || this.silenceAt >= this.readingAt)
    )
      return false;
    return now - this.readingAt < READING_DUE_MS;
  }

  facts(reading: Reading, now: number): Fact[] {
    const at = new Date(reading.completedAt ?? now).toISOString();
    return [
      { row: LINK_ROWS.errors, value: this.refused },
      { row: LINK_ROWS.lastFrame, value: at },
      ...(reading.clockOffset === null ? [] : [{ row: LINK_ROWS.clockOffset, value: reading.clockOffset }]),
      ...(this.rate === null ? [] : [{ row: LINK_ROWS.frameRate, value: Math.round(this.rate * 10) / 10 }]),
    ];
  }
}
