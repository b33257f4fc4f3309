// STGE, the status register of Linky in standard mode, bit by bit (Enedis-NOI-CPT_54E §6.2.3.14; spec/tic.md §2.2).

import { Memo } from './memo';

export type BreakerState =
  | 'closed'
  | 'open-overpower'
  | 'open-overvoltage'
  | 'open-load-shedding'
  | 'open-remote-order'
  | 'open-overheating-above-imax'
  | 'open-overheating-below-imax'
  | 'reserved';

export type TempoColour = 'blue' | 'white' | 'red';

export interface StatusRegister {
  dryContact: 'closed' | 'open';
  breaker: BreakerState;
  coverOpen: boolean;
  overvoltage: boolean;
  powerOverrun: boolean;
  producer: boolean;
  /** Sign of the active energy: true while more is injected than withdrawn. */
  injecting: boolean;
  /** 1..10; null for a code that names none. */
  supplierIndex: number | null;
  /** 1..4. */
  distributorIndex: number;
  clockDegraded: boolean;
  mode: 'historique' | 'standard';
  euridis: 'off' | 'on-without-security' | 'reserved' | 'on-with-security';
  plc: 'new-unlocked' | 'new-locked' | 'registered' | 'reserved';
  plcSynchronised: boolean;
  colourToday: TempoColour | null;
  colourTomorrow: TempoColour | null;
  /** 1..3 while a mobile peak is announced. */
  peakNotice: number | null;
  /** 1..3 while a mobile peak is in progress. */
  peakInProgress: number | null;
}

const BREAKER: readonly BreakerState[] = [
  'closed',
  'open-overpower',
  'open-overvoltage',
  'open-load-shedding',
  'open-remote-order',
  'open-overheating-above-imax',
  'open-overheating-below-imax',
  'reserved',
];
const EURIDIS = ['off', 'on-without-security', 'reserved', 'on-with-security'] as const;
const PLC = ['new-unlocked', 'new-locked', 'registered', 'reserved'] as const;
/** Ten of the sixteen codes are used; the four of the distributor's index all are. */
const SUPPLIER_INDEXES: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const COLOUR = [null, 'blue', 'white', 'red'] as const;

/** Eight hex digits (Enedis-NOI-CPT_54E §6.2.3.14). */
export function isStatusRegister(text: string): boolean {
  return /^[0-9A-Fa-f]{8}$/.test(text);
}

const SHARED = new Memo<Readonly<StatusRegister> | null>(decodeStatusRegister);

/** The same, one object for all who ask: it is never changed, and given to nobody outside. */
export function sharedStatusRegister(hex: string): Readonly<StatusRegister> | null {
  return SHARED.of(hex);
}

/** Decodes the eight hex digits of STGE; null where they are not eight hex digits. */
export function decodeStatusRegister(hex: string): StatusRegister | null {
  if (!isStatusRegister(hex)) return null;
  const word = Number.parseInt(hex, 16);
  // Above bit 30 signed shifts would go wrong: values from 80000000 on occur on red days.
  const bits = (from: number, count: number): number => (word >>> from) & ((1 << count) - 1);
  const flag = (at: number): boolean => bits(at, 1) === 1;
  return {
    dryContact: flag(0) ? 'open' : 'closed',
    breaker: BREAKER[bits(1, 3)] ?? 'reserved',
    coverOpen: flag(4),
    overvoltage: flag(6),
    powerOverrun: flag(7),
    producer: flag(8),
    injecting: flag(9),
    supplierIndex: SUPPLIER_INDEXES[bits(10, 4)] ?? null,
    distributorIndex: bits(14, 2) + 1,
    clockDegraded: flag(16),
    mode: flag(17) ? 'standard' : 'historique',
    euridis: EURIDIS[bits(19, 2)] ?? 'reserved',
    plc: PLC[bits(21, 2)] ?? 'reserved',
    plcSynchronised: flag(23),
    colourToday: COLOUR[bits(24, 2)] ?? null,
    colourTomorrow: COLOUR[bits(26, 2)] ?? null,
    peakNotice: bits(28, 2) || null,
    peakInProgress: bits(30, 2) || null,
  };
}
