// STGE, the status register of Linky standard, put together bit by bit. Enedis-NOI-CPT_54E §6.2.3.14.
import type { Colour } from './calendar';

export interface StatusWord {
  readonly dryContactClosed: boolean;
  /** 0 closed, 1 to 6 the reason why the breaker is open. */
  readonly breaker: 0 | 1 | 2 | 3 | 4 | 5 | 6;
  readonly coverOpen: boolean;
  readonly overvoltage: boolean;
  readonly overrun: boolean;
  readonly producer: boolean;
  readonly injecting: boolean;
  /** 1 to 10. */
  readonly supplierIndex: number;
  /** 1 to 4. */
  readonly distributorIndex: number;
  readonly clockDegraded: boolean;
  readonly today: Colour | null;
  readonly tomorrow: Colour | null;
  readonly peakNotice: 0 | 1 | 2 | 3;
  readonly peak: 0 | 1 | 2 | 3;
}

const COLOURS: Readonly<Record<Colour, number>> = { blue: 1, white: 2, red: 3 };
const STANDARD_MODE = 1;
const EURIDIS_SECURE = 3;
const PLC_NEW_LOCKED = 1;

/** [first bit, value] of every field; bits 5, 18 are unused, 23 (PLC synchronised) stays 0. */
function fields(word: StatusWord): readonly (readonly [number, number])[] {
  return [
    [0, word.dryContactClosed ? 0 : 1],
    [1, word.breaker],
    [4, Number(word.coverOpen)],
    [6, Number(word.overvoltage)],
    [7, Number(word.overrun)],
    [8, Number(word.producer)],
    [9, Number(word.injecting)],
    [10, word.supplierIndex - 1],
    [14, word.distributorIndex - 1],
    [16, Number(word.clockDegraded)],
    [17, STANDARD_MODE],
    [19, EURIDIS_SECURE],
    [21, PLC_NEW_LOCKED],
    [24, word.today === null ? 0 : COLOURS[word.today]],
    [26, word.tomorrow === null ? 0 : COLOURS[word.tomorrow]],
    [28, word.peakNotice],
    [30, word.peak],
  ];
}

/** Eight hexadecimal digits, most significant first. */
export function statusWord(word: StatusWord): string {
  const value = fields(word).reduce((all, [bit, part]) => all + part * 2 ** bit, 0);
  return value.toString(16).toUpperCase().padStart(8, '0');
}
