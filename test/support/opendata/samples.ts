// The private samples of open data portals; a test that reads one says needsSamples first.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SAMPLES } from '../machine/requirements';

export interface MatrixCase {
  readonly q: {
    readonly where?: string;
    readonly select?: string;
    readonly group_by?: string;
    readonly order_by?: string;
    readonly refine?: string;
    readonly limit?: string;
  };
  readonly ok: boolean;
  readonly http?: number;
}

/** What Data Fair's own parser said of ODSQL. */
export interface Matrix {
  readonly schema: readonly { readonly key: string; readonly type: string; readonly format?: string }[];
  readonly cases: readonly MatrixCase[];
  readonly portable_subset_cases: readonly { readonly where: string; readonly ok: boolean }[];
}

export function odsqlMatrix(): Matrix {
  return JSON.parse(
    readFileSync(path.join(SAMPLES, 'opendata', 'datafair-compat-odsql-matrix.json'), 'utf8'),
  ) as Matrix;
}
