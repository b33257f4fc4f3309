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

/** Each field from its first bit on; bits 5, 18 are unused, 23 (PLC synchronised) stays 0. Multiplied: bit 31 is no sign. */
export function statusBits(word: StatusWord): number {
  return (
    (word.dryContactClosed ? 0 : 1) +
    word.breaker * 2 ** 1 +
    Number(word.coverOpen) * 2 ** 4 +
    Number(word.overvoltage) * 2 ** 6 +
    Number(word.overrun) * 2 ** 7 +
    Number(word.producer) * 2 ** 8 +
    Number(word.injecting) * 2 ** 9 +
    (word.supplierIndex - 1) * 2 ** 10 +
    (word.distributorIndex - 1) * 2 ** 14 +
    Number(word.clockDegraded) * 2 ** 16 +
    STANDARD_MODE * 2 ** 17 +
    EURIDIS_SECURE * 2 ** 19 +
    PLC_NEW_LOCKED * 2 ** 21 +
    (word.today === null ? 0 : COLOURS[word.today]) * 2 ** 24 +
    (word.tomorrow === null ? 0 : COLOURS[word.tomorrow]) * 2 ** 26 +
    word.peakNotice * 2 ** 28 +
    word.peak * 2 ** 30
  );
}

/** Eight hexadecimal digits, most significant first. */
export function statusWord(word: StatusWord): string {
  return statusDigits(statusBits(word));
}

export function statusDigits(bits: number): string {
  return bits.toString(16).toUpperCase().padStart(8, '0');
}
