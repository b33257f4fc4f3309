// The calls of the emulator by name: for counting, for faults, and in journals.

/** Those of annex 1; the operator module has each of them a second time. */
export const BACS_CALLS = [
  'list-bacs',
  'list-assets',
  'flexibilities',
  'create',
  'confirm',
  'realise',
  'consumptions',
  'aggregate',
] as const;
export type BacsCall = (typeof BACS_CALLS)[number];

export const ANNEX_2_CALLS = ['login', 'open-session', 'session', 'report', 'prices', 'cems', 'put-signal'] as const;

export type FlexCall =
  | BacsCall
  | `operator-${BacsCall}`
  | (typeof ANNEX_2_CALLS)[number]
  | 'archive'
  | 'token'
  | 'jwks'
  | 'discovery'
  | 'identity'
  | 'openapi'
  | 'page'
  | 'page-call';

/** What a fault on the command line is meant for. */
export const API_CALLS: readonly FlexCall[] = [
  ...BACS_CALLS,
  ...BACS_CALLS.map((call) => `operator-${call}` as const),
  ...ANNEX_2_CALLS,
];
