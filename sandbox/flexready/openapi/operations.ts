// The calls as rows: what they take and what they answer with.
import { BACS_PATHS } from '../bacs/paths';
import type { BacsCall, FlexCall } from '../names';
import type { SchemaName } from './schemas';

interface Parameter {
  readonly name: string;
  readonly required: boolean;
}

export interface Operation {
  readonly call: FlexCall;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly summary: string;
  readonly status: string;
  readonly body?: SchemaName;
  readonly query?: readonly Parameter[];
  /** By status; `any`: whatever the server behind answers; `pdf`: a file. */
  readonly answers: Readonly<Record<number, SchemaName | { readonly listOf: SchemaName } | 'any' | 'pdf'>>;
  /** Without a token. */
  readonly open?: true;
}

type BacsShape = Pick<Operation, 'body' | 'query' | 'answers'>;

const SPAN = [
  { name: 'start', required: false },
  { name: 'end', required: false },
];
const CONSUMPTION: BacsShape = { query: SPAN, answers: { 200: 'Consumption' } };
const BACS_SHAPES: Readonly<Record<BacsCall, BacsShape>> = {
  'list-bacs': { answers: { 200: { listOf: 'Bacs' } } },
  'list-assets': { answers: { 200: { listOf: 'Asset' } } },
  flexibilities: { answers: { 200: { listOf: 'Potential' } } },
  create: { body: 'FlexRequest', answers: { 200: 'FlexAnswer', 422: 'FlexAnswer' } },
  confirm: { body: 'FlexConfirm', answers: { 200: 'FlexAnswer', 422: 'FlexAnswer' } },
  realise: { answers: { 200: 'Consumption' } },
  consumptions: CONSUMPTION,
  aggregate: CONSUMPTION,
};

const PROBLEMS = { 400: 'Problem', 401: 'Problem', 404: 'Problem', 409: 'Problem' } as const;
const SPAN_OF_PRICES = ['delivery_point', 'start_date', 'end_date'].map((name) => ({ name, required: true }));

export const OPERATIONS: readonly Operation[] = [
  ...BACS_PATHS.map(({ call, path, ...row }): Operation => {
    const shape = BACS_SHAPES[call];
    const answers = { ...PROBLEMS, ...shape.answers };
    return { ...row, ...shape, call, path: `/api/v1/{session_id}${path}`, answers };
  }),
  ...BACS_PATHS.map(({ call, path, ...row }): Operation => {
    const answers = { 200: 'any', ...PROBLEMS, 422: 'any', 502: 'Problem' } as const;
    const name = `operator-${call}` as const;
    return { ...row, ...BACS_SHAPES[call], call: name, path: `/api/v1/{session_id}/operator${path}`, answers };
  }),
  {
    call: 'login',
    method: 'GET',
    path: '/auth/login',
    summary: 'where a token is given out',
    status: 'seed',
    answers: { 200: 'Login' },
    open: true,
  },
  {
    call: 'open-session',
    method: 'POST',
    path: '/sessions',
    summary: 'open a session',
    status: 'seed',
    query: [
      { name: 'emulator_module', required: true },
      { name: 'url', required: false },
    ],
    answers: { 200: 'Session', 400: 'Problem', 401: 'Problem' },
  },
  {
    call: 'session',
    method: 'GET',
    path: '/sessions/{session_id}',
    summary: 'a session and its journal',
    status: 'inferred',
    answers: { 200: 'Session', 401: 'Problem', 404: 'Problem' },
  },
  {
    call: 'report',
    method: 'POST',
    path: '/sessions/{session_id}/reports',
    summary: 'its report, as PDF',
    status: 'seed',
    answers: { 200: 'pdf', 401: 'Problem', 404: 'Problem', 501: 'Problem' },
  },
  ...(['suppliers', 'supplier'] as const).map((name): Operation => ({
    call: 'prices',
    method: 'GET',
    path: `/sessions/{session_id}/${name}/commodity/prices`,
    summary: 'the signal of a supplier',
    status: 'seed',
    query: SPAN_OF_PRICES,
    answers: { 200: 'SupplierSignal', ...PROBLEMS },
  })),
  {
    call: 'cems',
    method: 'POST',
    path: '/sessions/{session_id}/cems/commodity/prices',
    summary: 'check a supplier’s server',
    status: 'seed',
    body: 'PriceQuestion',
    answers: { 200: 'Validation', ...PROBLEMS },
  },
  {
    call: 'put-signal',
    method: 'POST',
    path: '/admin/signals',
    summary: 'put a signal in place',
    status: 'seed',
    query: [{ name: 'delivery_point', required: false }],
    body: 'SignalFile',
    answers: { 200: 'SignalTable', 400: 'Problem', 401: 'Problem', 403: 'Problem' },
  },
  {
    call: 'archive',
    method: 'GET',
    path: '/admin/signals/archive',
    summary: 'what was replaced',
    status: 'inferred',
    answers: { 200: 'Archive', 401: 'Problem', 403: 'Problem' },
  },
];
