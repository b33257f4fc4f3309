// Paths of annex 1 as a table: those of a building, whoever serves it.
import type { BacsCall } from '../names';

export interface BacsPath {
  readonly call: BacsCall;
  readonly method: 'GET' | 'POST';
  /** Below the base address, as OpenAPI writes it. */
  readonly path: string;
  readonly summary: string;
  /** How much of it the reference says. */
  readonly status: 'seed' | 'seed-partial' | 'inferred';
}

const ASSET = '/bacs/{bacs_id}/assets/{asset_id}';
const REQUEST = `${ASSET}/flexibilities/request`;

export const BACS_PATHS: readonly BacsPath[] = [
  { call: 'list-bacs', method: 'GET', path: '/bacs', summary: 'BACS', status: 'inferred' },
  { call: 'list-assets', method: 'GET', path: '/bacs/{bacs_id}/assets', summary: 'assets', status: 'inferred' },
  {
    call: 'flexibilities',
    method: 'GET',
    path: `${ASSET}/flexibilities`,
    summary: 'flexibility potentials',
    status: 'inferred',
  },
  { call: 'create', method: 'POST', path: REQUEST, summary: 'create a flexibility request', status: 'seed-partial' },
  { call: 'confirm', method: 'POST', path: `${REQUEST}/{request_id}/confirm`, summary: 'confirm it', status: 'seed' },
  {
    call: 'realise',
    method: 'GET',
    path: `${REQUEST}/{request_id}/consumptions`,
    summary: 'what was consumed over a request',
    status: 'seed',
  },
  {
    call: 'consumptions',
    method: 'GET',
    path: `${ASSET}/consumptions`,
    summary: 'what an asset consumes, in detail',
    status: 'seed-partial',
  },
  {
    call: 'aggregate',
    method: 'GET',
    path: `${ASSET}/consumptions/aggregate`,
    summary: 'what an asset consumes, as one figure',
    status: 'inferred',
  },
];

/** @param before what stands in front of the path, as a regular expression; its groups come first */
export function pathPattern(before: string, path: string): RegExp {
  return new RegExp(`^${before}${path.replace(/\{[^}]+\}/g, '([^/]+)')}$`);
}
