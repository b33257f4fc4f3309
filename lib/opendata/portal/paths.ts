// Where the doors of both kinds of portals are.
import type { BackEnd, PortalKind } from '../kind/kind';

export const ODS_ROOT = '/api/explore/v2.1';
export const DATAFAIR_ROOT = '/data-fair/api/v1';

export function datasetPath(kind: PortalKind, id: string): string {
  const name = encodeURIComponent(id);
  return kind === 'ods' ? `${ODS_ROOT}/catalog/datasets/${name}` : `${DATAFAIR_ROOT}/datasets/${name}`;
}

/**
 * Where ODSQL is understood. Data Fair's look-alike has two addresses for the same; this one's answers may be compared with what they
 * were (304), and it is where its other doors are.
 */
export function odsqlPath(kind: PortalKind, id: string): string {
  return kind === 'ods' ? datasetPath(kind, id) : `${datasetPath(kind, id)}/compat-ods`;
}

export function kindOf(backEnd: BackEnd): PortalKind {
  return backEnd === 'ods' ? 'ods' : 'datafair';
}
