// Coefficients of profiles: half-hour values on a grid of quarters of an hour. The mean of a profile over a year is about 1; the shapes
// are our own.
import { parisTime } from '../../paris-clock';
import { noiseAt } from '../../random';
import type { Column, Row, Table } from '../table';
import { HORODATE, number, text } from './columns';
import { moments, publication, rowsBy, steps, thisMorning } from './instants';

interface Profile {
  readonly sous_profil: string;
  readonly categorie: string;
  /** By the hour of the day. */
  readonly shape: (hour: number) => number;
}

const evening = (hour: number): number =>
  Math.exp(-(((hour - 20) / 2.5) ** 2)) + 0.5 * Math.exp(-(((hour - 8) / 2) ** 2));
const isOffPeak = (hour: number): boolean => hour < 6 || hour >= 22;

const PROFILES: readonly Profile[] = [
  { sous_profil: 'RES1_BASE', categorie: 'RES', shape: (hour) => 0.68 + 0.75 * evening(hour) },
  { sous_profil: 'RES11_BASE', categorie: 'RES', shape: (hour) => 0.8 + 0.5 * evening(hour) },
  { sous_profil: 'RES2_HP', categorie: 'RES', shape: (hour) => (isOffPeak(hour) ? 0 : 0.8 + 0.6 * evening(hour)) },
  { sous_profil: 'RES2_HC', categorie: 'RES', shape: (hour) => (isOffPeak(hour) ? 1.7 : 0) },
  { sous_profil: 'PRO1_BASE', categorie: 'PRO', shape: (hour) => 0.6 + (hour >= 8 && hour < 19 ? 0.9 : 0) },
];

/** Winter needs more than summer. */
function season(month: number): number {
  return 1 + 0.35 * Math.cos(((month - 1) / 12) * 2 * Math.PI);
}

function coefficients(at: number, { shape }: Profile, seed: number): Readonly<Record<string, number>> {
  const halfHour = at - (at % 1_800_000);
  const { hour, minute, month } = parisTime(halfHour);
  const prepared = shape(hour + minute / 60) * season(month);
  const four = (value: number): number => Math.round(value * 10_000) / 10_000;
  const real = prepared * (1 + noiseAt(seed + 40, halfHour / 1_800_000) / 20);
  return {
    coefficient_prepare: four(prepared),
    coefficient_ajuste: four(prepared * 1.01),
    coefficient_dynamique: four(real),
  };
}

const NAMES: readonly Column[] = [HORODATE, text('sous_profil', 'Sous-profil'), text('categorie', 'Catégorie')];

export function profileCoefficients(now: number): Table {
  const made = (at: number, profile: Profile, seed: number): Row => ({
    horodate: at,
    sous_profil: profile.sous_profil,
    categorie: profile.categorie,
    ...coefficients(at, profile, seed),
  });
  return {
    slug: 'coefficients-des-profils',
    title: 'Coefficients des profils',
    columns: [
      ...NAMES,
      number('coefficient_prepare', 'Coefficient préparé'),
      number('coefficient_ajuste', 'Coefficient ajusté'),
      number('coefficient_dynamique', 'Coefficient dynamique'),
    ],
    sortedBy: 'horodate',
    changedAt: thisMorning(now),
    ...rowsBy(moments(now, 15), PROFILES, made),
  };
}

/** Of today and tomorrow, known since this morning. */
export function coefficientsAhead(now: number): Table {
  const made = (at: number, profile: Profile, seed: number): Row => ({
    horodate: at,
    sous_profil: profile.sous_profil,
    categorie: profile.categorie,
    coefficient_dynamique_j_1: coefficients(at, profile, seed)['coefficient_dynamique'] ?? null,
  });
  return {
    slug: 'coefficients-de-profils-dynamiques-anticipes-en-j1',
    title: 'Coefficients de profils dynamiques anticipés en J-1',
    columns: [...NAMES, number('coefficient_dynamique_j_1', 'Coefficient dynamique J-1')],
    sortedBy: 'horodate',
    changedAt: thisMorning(now),
    ...rowsBy(steps(publication(now).day, 2, 30), PROFILES, made),
  };
}
