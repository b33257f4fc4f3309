// The operations of the BACS API as one table: the handler finds its way by it, and the OpenAPI document is made of it.
// Paths of the reference (spec/signals.md §4.3): `seed` stands in it, `inferred` is concluded from it, `added` is ours.
import type * as v from 'valibot';
import {
  AssetList,
  BacsList,
  ConfirmWords,
  ConsumptionAnswer,
  CreateWords,
  PotentialList,
  RequestAnswer,
} from './wire/words';

type Schema = v.GenericSchema<unknown, unknown>;

export interface Route {
  readonly method: 'GET' | 'POST';
  /** From the base path on; `{name}` is one segment. */
  readonly path: string;
  readonly summary: string;
  readonly origin: 'seed' | 'inferred' | 'added';
  readonly body?: { readonly name: string; readonly schema: Schema };
  /** Times in the query; both may be left out. */
  readonly query?: readonly ('start' | 'end')[];
  /** undefined: the document itself. */
  readonly answer?: { readonly name: string; readonly schema: Schema };
  /** Statuses other than 200, beside those of every operation. */
  readonly refusals: readonly number[];
}

const ASSETS = '/bacs/{bacs_id}/assets';
const ASSET = `${ASSETS}/{asset_id}`;
const CREATE = `${ASSET}/flexibilities/request`;
const REQUEST = `${CREATE}/{request_id}`;

const REQUEST_ANSWER = { name: 'FlexRequestAnswer', schema: RequestAnswer };
const CONSUMPTION = { name: 'Consumption', schema: ConsumptionAnswer };

export const ROUTES = {
  listBacs: {
    method: 'GET',
    path: '/bacs',
    summary: 'The BACS of this building',
    origin: 'inferred',
    answer: { name: 'BacsList', schema: BacsList },
    refusals: [],
  },
  listAssets: {
    method: 'GET',
    path: ASSETS,
    summary: 'The assets of a BACS that this credential may see',
    origin: 'inferred',
    answer: { name: 'AssetList', schema: AssetList },
    refusals: [404],
  },
  getFlexibilityPotentials: {
    method: 'GET',
    path: `${ASSET}/flexibilities`,
    summary: 'What an asset can do',
    origin: 'inferred',
    answer: { name: 'PotentialList', schema: PotentialList },
    refusals: [404],
  },
  createFlexRequest: {
    method: 'POST',
    path: CREATE,
    summary: 'Asks for flexibility. The same once more reads how the request stands',
    origin: 'seed',
    body: { name: 'FlexRequest', schema: CreateWords },
    answer: REQUEST_ANSWER,
    refusals: [400, 404, 409, 413, 415, 422],
  },
  getFlexRequest: {
    method: 'GET',
    path: REQUEST,
    summary: 'How a request stands',
    origin: 'added',
    answer: REQUEST_ANSWER,
    refusals: [404],
  },
  confirmFlexRequest: {
    method: 'POST',
    path: `${REQUEST}/confirm`,
    summary: 'Confirms a request; kept until the building has decided',
    origin: 'seed',
    body: { name: 'FlexConfirm', schema: ConfirmWords },
    answer: REQUEST_ANSWER,
    refusals: [400, 404, 409, 413, 415, 422],
  },
  realizeFlexRequest: {
    method: 'GET',
    path: `${REQUEST}/consumptions`,
    summary: 'What the asset consumed in the window of a request',
    origin: 'seed',
    answer: CONSUMPTION,
    refusals: [404],
  },
  getAssetConsumptions: {
    method: 'GET',
    path: `${ASSET}/consumptions`,
    summary: 'What an asset consumed, in quarters of an hour; without times of the last day',
    origin: 'seed',
    query: ['start', 'end'],
    answer: CONSUMPTION,
    refusals: [400, 404],
  },
  getAssetConsumptionsAggregate: {
    method: 'GET',
    path: `${ASSET}/consumptions/aggregate`,
    summary:
      'The mean of what an asset consumed; without times of the last day. Null where a part of it was not measured',
    origin: 'inferred',
    query: ['start', 'end'],
    answer: CONSUMPTION,
    refusals: [400, 404],
  },
  getDocument: {
    method: 'GET',
    path: '/openapi.json',
    summary: 'This document',
    origin: 'added',
    refusals: [],
  },
} as const satisfies Readonly<Record<string, Route>>;

export type Operation = keyof typeof ROUTES;

/** Statuses that any operation can answer. */
export const COMMON_REFUSALS = [401, 429, 500, 503] as const;

/** The parts of a path that stand for an id, empty where it has none. */
export interface PathIds {
  readonly bacs: string;
  readonly asset: string;
  readonly requestId: string;
}

export type Found =
  | { readonly kind: 'operation'; readonly operation: Operation; readonly ids: PathIds }
  | { readonly kind: 'other-method'; readonly allowed: readonly string[] }
  | { readonly kind: 'nothing' };

const PATTERNS = (Object.entries(ROUTES) as [Operation, Route][]).map(([operation, { method, path }]) => ({
  operation,
  method,
  segments: path.split('/'),
}));

/** @param path as it was sent, escaped: a slash inside an id is no slash between two */
export function findRoute(method: string, path: string): Found {
  const segments = path.split('/').map(unescaped);
  if (segments.includes(undefined)) return { kind: 'nothing' };
  const fitting = PATTERNS.filter((pattern) => fits(pattern.segments, segments));
  const found = fitting.find((pattern) => pattern.method === method);
  if (found !== undefined)
    return { kind: 'operation', operation: found.operation, ids: idsOf(found.segments, segments as string[]) };
  if (fitting.length === 0) return { kind: 'nothing' };
  return { kind: 'other-method', allowed: fitting.map((pattern) => pattern.method) };
}

function fits(pattern: readonly string[], segments: readonly (string | undefined)[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((part, index) => (part.startsWith('{') ? segments[index] !== '' : part === segments[index]))
  );
}

function idsOf(pattern: readonly string[], segments: readonly string[]): PathIds {
  const at = (name: string): string => segments[pattern.indexOf(name)] ?? '';
  return { bacs: at('{bacs_id}'), asset: at('{asset_id}'), requestId: at('{request_id}') };
}

function unescaped(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
