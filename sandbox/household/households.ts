// The meters that the stand-ins of Enedis know, one row each. Their numbers belong to nobody.
import { parisDay } from '../paris-clock';
import { Household, type Meter } from './household';

/** By what they are for. */
export const PRM = {
  family: '99990000000011',
  roof: '99990000000022',
  newcomer: '99990000000033',
  private: '99990000000044',
  workshop: '99990000000055',
  office: '99990000000066',
  calm: '99990000000077',
} as const;

const LONG_AGO = Date.UTC(2019, 3, 2) / 86_400_000;
const HOUSE = {
  segment: 'C5',
  subscribedKva: 9,
  collectsCurve: true,
  roofW: 0,
  scale: 1,
  activeFrom: LONG_AGO,
} as const;

/** @param startedAt epoch ms: one meter was switched on about 500 days before */
function meters(startedAt: number): readonly Meter[] {
  return [
    { ...HOUSE, prm: PRM.family, seed: 'family', describe: 'une famille, sans panneaux' },
    { ...HOUSE, prm: PRM.roof, seed: 'roof', roofW: 3000, describe: 'une famille, 3 kWc sur le toit' },
    {
      ...HOUSE,
      prm: PRM.newcomer,
      seed: 'newcomer',
      activeFrom: parisDay(startedAt) - 500,
      describe: 'emménagée il y a 500 jours',
    },
    {
      ...HOUSE,
      prm: PRM.private,
      seed: 'private',
      collectsCurve: false,
      describe: 'ne laisse pas relever sa courbe',
    },
    {
      ...HOUSE,
      prm: PRM.workshop,
      seed: 'workshop',
      scale: 20,
      segment: 'C4',
      subscribedKva: 108,
      step: 10,
      describe: 'un atelier de plus de 36 kVA',
    },
    { ...HOUSE, prm: PRM.office, seed: 'office', subscribedKva: 36, describe: 'un bureau de 36 kVA' },
    { ...HOUSE, prm: PRM.calm, seed: 'calm', roofW: 3000, step: 30, isSmooth: true, describe: 'jamais rien d’anormal' },
  ];
}

export type Households = ReadonlyMap<string, Household>;

/** @throws RangeError for a number that nobody has */
export function householdOf(all: Households, prm: string): Household {
  const found = all.get(prm);
  if (found === undefined) throw new RangeError(`no meter ${prm}`);
  return found;
}

/** Those whose holders are persons, or small. */
export function linkyMeters(all: Households): Household[] {
  return [...all.values()].filter(({ meter }) => meter.segment === 'C5');
}

/** By PRM. */
export function households(startedAt: number): Households {
  return new Map(meters(startedAt).map((meter) => [meter.prm, new Household(meter)]));
}
