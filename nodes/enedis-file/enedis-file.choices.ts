// What the form of enedis-file offers, and what a new node begins with. Shared with the editor.

export const DIRECTION_CHOICES = ['consumption', 'production'] as const;
/** What the time beside a value is where a file writes one alone: told by the file, or said here. */
export const STAMP_CHOICES = ['auto', 'end', 'start'] as const;

/** 14 digits, also in the groups in which they stand on a bill. */
export const PRM = /^(?:\s*\d){14}\s*$/;

export interface EnedisFileFields {
  /** Of files that name no meter, in themselves or by their name. */
  prm: string;
  /** Of files that do not say it. */
  direction: (typeof DIRECTION_CHOICES)[number];
  stamps: (typeof STAMP_CHOICES)[number];
  version: number;
}

export const DEFAULTS: EnedisFileFields = { prm: '', direction: 'consumption', stamps: 'auto', version: 1 };
