// What a portal runs on, and the portals that have a name here. A row each.

/** What answers: Opendatasoft Explore 2.1, Data Fair's look-alike of it (an ODSQL of its own), Data Fair itself. */
export type BackEnd = 'ods' | 'datafair-compat' | 'datafair';

/** What runs at an address. Data Fair may answer as `datafair-compat` too. */
export type PortalKind = 'ods' | 'datafair';

export interface PortalRow {
  readonly id: string;
  readonly baseUrl: string;
  readonly kind: PortalKind;
  /** For the attribution that Licence Ouverte 2.0 asks for. */
  readonly publisher: string;
}

export const PORTALS = [
  { id: 'enedis', baseUrl: 'https://opendata.enedis.fr', kind: 'datafair', publisher: 'Enedis' },
  { id: 'odre', baseUrl: 'https://odre.opendatasoft.com', kind: 'ods', publisher: 'ODRÉ (RTE)' },
  { id: 'ore', baseUrl: 'https://opendata.agenceore.fr', kind: 'datafair', publisher: 'Agence ORE' },
  { id: 'ademe', baseUrl: 'https://data.ademe.fr', kind: 'datafair', publisher: 'ADEME' },
] as const satisfies readonly PortalRow[];

export type PortalId = (typeof PORTALS)[number]['id'];
