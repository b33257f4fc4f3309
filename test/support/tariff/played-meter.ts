// A meter that is played minute by minute: what it drew, and in which hours, is known apart from whoever reads it.
import assert from 'node:assert/strict';
import { DateTime } from 'luxon';

const MINUTE = 60_000;

/** 22:00 to 06:00. */
function isOffPeak(at: number): boolean {
  const { hour } = DateTime.fromMillis(at, { zone: 'Europe/Paris' });
  return hour >= 22 || hour < 6;
}

/** A house that draws other watts each minute; whole Wh. */
export class PlayedMeter {
  private readonly minutes: { readonly at: number; readonly wh: number; readonly offPeak: boolean }[] = [];
  /** Wh of both registers at the beginning of each minute, and at the end. */
  private readonly counts: { readonly hc: number; readonly hp: number }[] = [];

  constructor(
    private readonly from: number,
    to: number,
  ) {
    let [hc, hp] = [1_000_000, 2_000_000];
    for (let at = from, i = 0; at <= to; at += MINUTE, i += 1) {
      const [wh, offPeak] = [3 + ((i * 7919) % 23), isOffPeak(at)];
      this.counts.push({ hc, hp });
      if (at < to) this.minutes.push({ at, wh, offPeak });
      if (offPeak) hc += wh;
      else hp += wh;
    }
  }

  /** What was drawn from an instant on, Wh. */
  drawn(since: number, offPeak: boolean): number {
    const counting = this.minutes.filter((minute) => minute.at >= since && minute.offPeak === offPeak);
    return counting.reduce((sum, { wh }) => sum + wh, 0);
  }

  twoRegisters(now: number): Record<string, unknown> {
    const { hc, hp } = this.countsAt(now);
    return { HCHC: hc, HCHP: hp, PTEC: isOffPeak(now) ? 'HC..' : 'HP..' };
  }

  oneRegister(now: number): Record<string, unknown> {
    const { hc, hp } = this.countsAt(now);
    return { BASE: hc + hp, PTEC: 'TH..' };
  }

  standardRegisters(now: number): Record<string, unknown> {
    const { hc, hp } = this.countsAt(now);
    const offPeak = isOffPeak(now);
    return {
      NGTF: 'H PLEINE/CREUSE',
      LTARF: offPeak ? 'HEURE CREUSE' : 'HEURE PLEINE',
      NTARF: offPeak ? '01' : '02',
      EASF01: hc,
      EASF02: hp,
    };
  }

  private countsAt(now: number): { readonly hc: number; readonly hp: number } {
    return this.counts[(now - this.from) / MINUTE] ?? assert.fail('no minute of this meter');
  }
}
