// The portals that are played, and what can be asked of one: names for counting and for faults.
export const SANDBOX_PORTALS = ['enedis', 'odre', 'ore', 'ademe', 'old'] as const;

export type SandboxPortal = (typeof SANDBOX_PORTALS)[number];

export const OPENDATA_CALLS = [
  'catalogue',
  'dataset',
  'schema',
  'lines',
  'values',
  'aggregate',
  'file',
  'records',
  'export',
  'unsupported',
  'page',
] as const;

/** Those that ask for rows. */
export const ROW_CALLS = ['lines', 'records', 'export', 'aggregate'] as const;

export type OpenDataCall = (typeof OPENDATA_CALLS)[number];
