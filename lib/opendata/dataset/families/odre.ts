// What RTE and others publish at ODRÉ, as far as this node has a use for it.
import type { Family } from '../family';

const ECO2MIX = { portal: 'odre', rhythm: 'quarter-hour', notes: ['last-rows-empty'] } as const;
const CONSOLIDATED = { portal: 'odre', rhythm: 'unknown', notes: [] } as const;

export const ODRE_FAMILIES: readonly Family[] = [
  {
    id: 'eco2mix-national',
    ...ECO2MIX,
    mesh: 'national',
    step: 'quarter-hour',
    found: { by: 'named', id: 'eco2mix-national-tr' },
  },
  {
    id: 'eco2mix-region',
    ...ECO2MIX,
    mesh: 'region',
    step: 'quarter-hour',
    found: { by: 'named', id: 'eco2mix-regional-tr' },
  },
  {
    id: 'eco2mix-national-consolidated',
    ...CONSOLIDATED,
    mesh: 'national',
    step: 'half-hour',
    found: { by: 'named', id: 'eco2mix-national-cons-def' },
  },
  {
    id: 'eco2mix-region-consolidated',
    ...CONSOLIDATED,
    mesh: 'region',
    step: 'half-hour',
    found: { by: 'named', id: 'eco2mix-regional-cons-def' },
  },
  {
    id: 'national-installations',
    portal: 'odre',
    mesh: 'site',
    step: 'none',
    rhythm: 'unknown',
    found: { by: 'named', id: 'registre-national-installation-production-stockage-electricite-agrege' },
    notes: [],
  },
  {
    id: 'charging-stations',
    portal: 'odre',
    mesh: 'site',
    step: 'none',
    rhythm: 'unknown',
    found: { by: 'named', id: 'bornes-irve' },
    notes: [],
  },
];
