// All families that have a name here.
import { ENEDIS_ENERGY } from './families/enedis-energy';
import { ENEDIS_NETWORK } from './families/enedis-network';
import { ODRE_FAMILIES } from './families/odre';
import type { Family } from './family';

export const FAMILIES: readonly Family[] = [...ENEDIS_ENERGY, ...ENEDIS_NETWORK, ...ODRE_FAMILIES];

const BY_ID: ReadonlyMap<string, Family> = new Map(FAMILIES.map((family) => [family.id, family]));

export function familyOf(id: string): Family | undefined {
  return BY_ID.get(id);
}
