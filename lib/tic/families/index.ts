// The ways of speaking that are understood, and the families of meters. A new family is a row here and a file beside this one.
import { CJE, CJE_METER } from './cje';
import { Dictionary } from './dictionary';
import type { Family, MeterFamily } from './family';
import { CBEMM, CBEMM_ICC, CBETM, CONCENTRATEUR, HISTORIQUE } from './historique';
import { ICE, ICE_2Q, ICE_4Q } from './ice';
import { PME_PMI, PME_PMI_METER } from './pme-pmi';
import { SAPHIR_HISTO, SAPHIR_METER, SAPHIR_STD } from './saphir';
import { LINKY, STANDARD } from './standard';

export const DICTIONARIES: readonly Dictionary[] = [
  HISTORIQUE,
  STANDARD,
  PME_PMI,
  SAPHIR_HISTO,
  SAPHIR_STD,
  ICE,
  CJE,
].map((dialect) => new Dictionary(dialect));

export const FAMILIES: Readonly<Record<MeterFamily, Family>> = {
  linky: LINKY,
  cbemm: CBEMM,
  'cbemm-icc': CBEMM_ICC,
  cbetm: CBETM,
  concentrateur: CONCENTRATEUR,
  cje: CJE_METER,
  'ice-2q': ICE_2Q,
  'ice-4q': ICE_4Q,
  'pme-pmi': PME_PMI_METER,
  saphir: SAPHIR_METER,
  unknown: { name: 'TIC' },
};

const FAMILY_OF_TYPE: ReadonlyMap<string, MeterFamily> = new Map(
  Object.entries(FAMILIES).flatMap(([family, { types = [] }]) =>
    types.map((type): [string, MeterFamily] => [type, family as MeterFamily]),
  ),
);

/** The family of a type in an address; undefined where the list does not know the type. */
export function familyOfType(type: string): MeterFamily | undefined {
  return FAMILY_OF_TYPE.get(type);
}
