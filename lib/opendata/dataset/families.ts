// All families that have a name here.
import { ENEDIS_FAMILIES } from './families/enedis';
import { ODRE_FAMILIES } from './families/odre';
import type { Family } from './family';

export const FAMILIES: readonly Family[] = [...ENEDIS_FAMILIES, ...ODRE_FAMILIES];

const BY_ID: ReadonlyMap<string, Family> = new Map(FAMILIES.map((family) => [family.id, family]));

export function familyOf(id: string): Family | undefined {
  return BY_ID.get(id);
}
