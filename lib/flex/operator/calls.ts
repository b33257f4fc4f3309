// What an operator's client, and a supplier's, can ask of the two APIs of the reference, one row each (spec/signals.md §4.3, §4.5).
// What is marked inferred there, is so here: the path of a list, of the aggregate, the names of a period.

/** Annex 1: a building's API, or the emulator in its place; annex 2: the emulator's sessions, reports, prices. */
export type Annex = 1 | 2;

export interface CallRow {
  readonly annex: Annex;
  readonly method: 'GET' | 'POST';
  /** `{name}` stands for that part of the question. */
  readonly path: string;
  /** What of the question goes into the query, by its name there. */
  readonly query?: Readonly<Record<string, string>>;
  /** It may be made again, should its answer be lost: it reads, or its requestID says that it is the same. */
  readonly repeats: boolean;
  /** Without a token: whoever has none yet asks for it. */
  readonly open?: true;
  /** Headers for the system under test go with it. */
  readonly forwards?: true;
}

const ASSET = '/bacs/{bacs}/assets/{asset}';
const REQUEST = `${ASSET}/flexibilities/request`;
const PERIOD = { start: 'start', end: 'end' };
const EXCHANGE = { deliveryPoint: 'delivery_point' };

export const FLEX_CALLS = {
  login: { annex: 2, method: 'GET', path: '/auth/login', repeats: true, open: true },
  session: {
    annex: 2,
    method: 'POST',
    path: '/sessions',
    query: { module: 'emulator_module', url: 'url' },
    repeats: false,
  },
  report: { annex: 2, method: 'POST', path: '/sessions/{session}/reports', repeats: true },
  list: { annex: 1, method: 'GET', path: '/bacs', repeats: true },
  assets: { annex: 1, method: 'GET', path: '/bacs/{bacs}/assets', repeats: true },
  potentials: { annex: 1, method: 'GET', path: `${ASSET}/flexibilities`, repeats: true },
  create: { annex: 1, method: 'POST', path: REQUEST, repeats: true },
  confirm: { annex: 1, method: 'POST', path: `${REQUEST}/{request}/confirm`, repeats: true },
  realise: { annex: 1, method: 'GET', path: `${REQUEST}/{request}/consumptions`, repeats: true },
  consumptions: { annex: 1, method: 'GET', path: `${ASSET}/consumptions`, query: PERIOD, repeats: true },
  aggregate: { annex: 1, method: 'GET', path: `${ASSET}/consumptions/aggregate`, query: PERIOD, repeats: true },
  upload: { annex: 2, method: 'POST', path: '/admin/signals', query: EXCHANGE, repeats: false },
  check: {
    annex: 2,
    method: 'POST',
    path: '/sessions/{session}/cems/commodity/prices',
    repeats: true,
    forwards: true,
  },
} as const satisfies Record<string, CallRow>;

export type FlexCallName = keyof typeof FLEX_CALLS;

/**
 * Whose API of annex 1 is called. `building`: a building's own, below its address. `emulator`: the emulator in the place of a
 * building. `operator`: the emulator as an operator, which calls the building at the url of the session.
 */
export const SIDES = ['building', 'emulator', 'operator'] as const;
export type Side = (typeof SIDES)[number];

/** What stands before the path of a call of annex 1. */
export const SIDE_PATHS: Readonly<Record<Side, string>> = {
  building: '',
  emulator: '/api/v1/{session}',
  operator: '/api/v1/{session}/operator',
};
