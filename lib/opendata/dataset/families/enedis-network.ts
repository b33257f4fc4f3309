// What Enedis publishes of its network: connections, quality, lines and poles. Identifiers: see enedis-energy.ts.
import type { Family } from '../family';

const YEARLY = { portal: 'enedis', step: 'year', rhythm: 'year' } as const;
const NETWORK = { portal: 'enedis', mesh: 'geometry', step: 'none', rhythm: 'unknown', notes: [] } as const;

const CONNECTIONS_AND_QUALITY: readonly Family[] = [
  {
    id: 'connection-requests-region',
    portal: 'enedis',
    mesh: 'region',
    step: 'none',
    rhythm: 'unknown',
    found: {
      by: 'pattern',
      search: 'demandes raccordement',
      title: /\b(?:demandes? de raccordement|file d.?attente)\b.*\bregion/,
    },
    notes: [],
  },
  {
    id: 'connection-requests-department',
    portal: 'enedis',
    mesh: 'department',
    step: 'none',
    rhythm: 'unknown',
    found: {
      by: 'pattern',
      search: 'demandes raccordement',
      title: /\b(?:demandes? de raccordement|file d.?attente)\b.*\bdepartement/,
    },
    notes: [],
  },
  {
    id: 'connection-queue',
    portal: 'enedis',
    mesh: 'national',
    step: 'none',
    rhythm: 'unknown',
    found: { by: 'seen', id: 'historique-file-dattente-des-demandes-de-raccordement-de-production' },
    notes: [],
  },
  {
    id: 'continuity',
    ...YEARLY,
    mesh: 'department',
    found: { by: 'seen', id: 'indicateur-continuite-dalimentation' },
    notes: ['wide', 'indicative'],
  },
  {
    id: 'outage-duration-lv',
    ...YEARLY,
    mesh: 'national',
    found: { by: 'seen', id: 'duree-moyenne-de-coupure-bt' },
    notes: [],
  },
  {
    id: 'outage-frequency-lv',
    ...YEARLY,
    mesh: 'national',
    found: { by: 'seen', id: 'frequence-moyenne-de-coupure-par-client-bt' },
    notes: [],
  },
  {
    id: 'outage-duration-mv',
    ...YEARLY,
    mesh: 'national',
    found: { by: 'seen', id: 'duree-moyenne-de-coupure-par-client-hta' },
    notes: [],
  },
  {
    id: 'outage-frequency-mv',
    ...YEARLY,
    mesh: 'national',
    found: { by: 'seen', id: 'frequence-moyenne-annuelle-de-coupure-par-client-hta' },
    notes: [],
  },
  {
    id: 'charging-points',
    portal: 'enedis',
    step: 'quarter',
    rhythm: 'quarter',
    mesh: 'national',
    found: { by: 'seen', id: 'nombre-total-de-points-de-charge' },
    notes: ['wide'],
  },
];

const LINES: readonly Family[] = [
  {
    id: 'overhead-mv-lines',
    ...NETWORK,
    found: { by: 'seen', id: 'reseau-hta' },
    notes: ['overhead-only'],
  },
  {
    id: 'overhead-lv-lines',
    ...NETWORK,
    found: { by: 'named', id: 'reseau-bt' },
    notes: ['overhead-only'],
  },
  { id: 'underground-mv-lines', ...NETWORK, found: { by: 'seen', id: 'reseau-souterrain-hta' } },
  { id: 'underground-lv-lines', ...NETWORK, found: { by: 'named', id: 'reseau-souterrain-bt' } },
  { id: 'poles', ...NETWORK, found: { by: 'seen', id: 'position-geographique-des-poteaux-hta-et-bt' } },
];

export const ENEDIS_NETWORK: readonly Family[] = [...CONNECTIONS_AND_QUALITY, ...LINES];
