// Names that datasets had before, or that guides still give them.

/** `is`: the same data go on under another identifier, or under the family's. */
export type Alias = { readonly is: string } | { readonly gone: string };

export const ALIASES: Readonly<Record<string, Alias>> = {
  'nombre-de-points-de-charge-par-typologie': { is: 'nombre-total-de-points-de-charge' },
  'lignes-aeriennes-moyenne-tension-hta': { is: 'reseau-hta' },
  'lignes-aeriennes-basse-tension-bt': { is: 'reseau-bt' },
  'lignes-souterraines-moyenne-tension-hta': { is: 'reseau-souterrain-hta' },
  'lignes-souterraines-basse-tension-bt': { is: 'reseau-souterrain-bt' },
  'poteaux-hta': { is: 'position-geographique-des-poteaux-hta-et-bt' },
  'poteaux-bt': { is: 'position-geographique-des-poteaux-hta-et-bt' },
  // Production is not split at 36 kVA: power ranges are rows of `prod`. Which mesh was meant nobody can know.
  'prod-sup36': { gone: '→ prod, prod-region' },
};
