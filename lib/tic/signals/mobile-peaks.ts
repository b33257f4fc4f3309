// Mobile peaks of standard: which of them the meter announces (DPMn, FPMn), and what PPOINTE says of the next one.
import { readHorodate } from '../value/horodate';
import type { TempoColour } from '../value/status-register';
import type { Knowledge, Situation } from './knowledge';

interface MobilePeak {
  /** 1..3. */
  readonly number: number;
  /** Epoch milliseconds. */
  readonly start: number;
  readonly end: number | null;
}

/** Those that are announced, in the order of their begin. */
export function mobilePeaks({ knowledge, zone }: Situation): MobilePeak[] {
  const horodate = (label: string): number | null => {
    const text = knowledge.text(label);
    return text === undefined ? null : (readHorodate(text, zone)?.at ?? null);
  };
  return knowledge.peakStarts
    .flatMap((presence, i) => {
      const n = String(i + 1);
      const start = presence.present === true ? horodate(`DPM${n}`) : null;
      return start === null ? [] : [{ number: i + 1, start, end: horodate(`FPM${n}`) }];
    })
    .sort((a, b) => a.start - b.start);
}

/** Index pair of PPOINTE tells which colour the next peak day of Tempo has: 3/4 white, 5/6 red. */
export function colourOfPeakProfile(knowledge: Knowledge): TempoColour | undefined {
  const blocks = knowledge.text('PPOINTE')?.split(' ') ?? [];
  const has = (indexes: RegExp): boolean =>
    blocks.some((block) => /^\d{4}[0-9A-F]{4}$/.test(block) && indexes.test(block));
  if (has(/[34]$/)) return has(/[56]$/) ? undefined : 'white';
  return has(/[56]$/) ? 'red' : undefined;
}
