// What Enedis publishes of energy, family by family. Identifiers that were seen on opendata.enedis.fr in 2026: data-fair's
// benchmark/catalog-search/queries.json and notes of third parties; the others are looked up by what they are about.
import type { Family } from '../family';

const AGGREGATES = { portal: 'enedis', step: 'half-hour', rhythm: 'quarter' } as const;
const AGGREGATE_NOTES = ['totals', 'secrecy', 'sliding-window'] as const;
const YEARLY = { portal: 'enedis', step: 'year', rhythm: 'year' } as const;
const QUARTERLY = { portal: 'enedis', step: 'quarter', rhythm: 'quarter' } as const;

const CONSUMPTION_AND_PRODUCTION: readonly Family[] = [
  {
    id: 'national-balance',
    portal: 'enedis',
    mesh: 'national',
    step: 'quarter-hour',
    rhythm: 'unknown',
    found: { by: 'seen', id: 'bilan-electrique-demi-heure' },
    notes: [],
  },
  {
    id: 'consumption-36-national',
    ...AGGREGATES,
    mesh: 'national',
    found: { by: 'seen', id: 'conso-inf36' },
    notes: AGGREGATE_NOTES,
  },
  {
    id: 'consumption-36-region',
    ...AGGREGATES,
    mesh: 'region',
    found: { by: 'seen', id: 'conso-inf36-region' },
    notes: AGGREGATE_NOTES,
  },
  {
    id: 'consumption-above-36-national',
    ...AGGREGATES,
    mesh: 'national',
    found: { by: 'named', id: 'conso-sup36' },
    notes: AGGREGATE_NOTES,
  },
  {
    id: 'consumption-above-36-region',
    ...AGGREGATES,
    mesh: 'region',
    found: { by: 'seen', id: 'conso-sup36-region' },
    notes: AGGREGATE_NOTES,
  },
  {
    id: 'production-national',
    ...AGGREGATES,
    mesh: 'national',
    found: { by: 'seen', id: 'prod' },
    notes: AGGREGATE_NOTES,
  },
  {
    id: 'production-region',
    ...AGGREGATES,
    mesh: 'region',
    found: { by: 'seen', id: 'prod-region' },
    notes: AGGREGATE_NOTES,
  },
  {
    id: 'sector-consumption-iris',
    ...YEARLY,
    mesh: 'iris',
    found: { by: 'seen', id: 'consommation-electrique-par-secteur-dactivite-iris' },
    notes: ['thermosensitivity-inside'],
  },
  {
    id: 'sector-consumption-commune',
    ...YEARLY,
    mesh: 'commune',
    found: { by: 'seen', id: 'consommation-electrique-par-secteur-dactivite-commune' },
    notes: ['thermosensitivity-inside'],
  },
  {
    id: 'address-consumption',
    ...YEARLY,
    mesh: 'address',
    found: { by: 'seen', id: 'consommation-annuelle-residentielle-par-adresse' },
    notes: [],
  },
  {
    id: 'annual-production-iris',
    ...YEARLY,
    mesh: 'iris',
    found: { by: 'named', id: 'production-electrique-par-filiere-a-la-maille-iris' },
    notes: ['stopped'],
    goesOn: { lastYear: 2016, family: 'installations' },
  },
  {
    id: 'annual-production-commune',
    ...YEARLY,
    mesh: 'commune',
    found: { by: 'seen', id: 'production-electrique-par-filiere-a-la-maille-commune' },
    notes: [],
  },
  {
    id: 'installations',
    portal: 'enedis',
    mesh: 'site',
    step: 'none',
    rhythm: 'unknown',
    found: {
      by: 'pattern',
      search: 'registre national production',
      id: /^registre-national-installations?-(?:de-)?production.*-(?<day>\d{2})(?<month>\d{2})(?<year>\d{2})$/,
    },
    notes: ['dated-address'],
  },
  {
    id: 'fleet-region',
    ...QUARTERLY,
    mesh: 'region',
    found: {
      by: 'pattern',
      search: 'parc production',
      id: /^parc-des-installations-de-production-raccordees-par-region$/,
      // Four sets were seen under one title that names no mesh: those are candidates.
      title: /^parc de(?:s installations de)? production\b(?!.*\bdepartement)/,
    },
    notes: [],
  },
  {
    id: 'fleet-department',
    ...QUARTERLY,
    mesh: 'department',
    found: { by: 'seen', id: 'parc-des-installations-de-production-raccordees-par-departement' },
    notes: [],
  },
];

const PROFILES_AND_WEATHER: readonly Family[] = [
  {
    id: 'profile-coefficients',
    portal: 'enedis',
    mesh: 'profile',
    step: 'half-hour',
    rhythm: 'day',
    found: { by: 'seen', id: 'coefficients-des-profils' },
    notes: ['repeated-on-15-min', 'sliding-window'],
  },
  {
    id: 'profile-coefficients-ahead',
    portal: 'enedis',
    mesh: 'profile',
    step: 'half-hour',
    rhythm: 'day',
    found: { by: 'named', id: 'coefficients-de-profils-dynamiques-anticipes-en-j1' },
    notes: [],
  },
  {
    id: 'weather',
    portal: 'enedis',
    mesh: 'national',
    step: 'half-hour',
    rhythm: 'unknown',
    found: { by: 'seen', id: 'donnees-de-temperature-et-de-pseudo-rayonnement' },
    notes: ['sliding-window'],
  },
];

export const ENEDIS_ENERGY: readonly Family[] = [...CONSUMPTION_AND_PRODUCTION, ...PROFILES_AND_WEATHER];
