// One server for three hosts: RTE's API portal, services-rte.com and api-couleur-tempo.fr, told apart by their paths.
import { parisDay, parisInstant } from '../paris-clock';
import {
  couleurDay,
  couleurNow,
  ecowattBody,
  isoDay,
  sandboxBody,
  seasonDays,
  servicesRteBody,
  tempoBody,
} from './answers';
import { errorBody, type FaultName } from './faults';
import type { ApiName } from './portal';
import type { ScenarioPlayer } from './scenario';

export interface Route {
  /** For counting and for faults. */
  readonly name: 'token' | ApiName | 'services-rte' | 'api-couleur-tempo';
  readonly method: 'GET' | 'POST';
  readonly path: RegExp;
  /** The API that a token must be entitled to. */
  readonly api?: ApiName;
  readonly answer: (player: ScenarioPlayer, now: number, url: URL) => Reply;
}

/** A body, a body with another status, or a fault of the list. */
export type Reply = { readonly body: unknown; readonly status?: number } | { readonly fault: FaultName };

export const ROUTES: readonly Route[] = [
  // The token is made by the portal itself.
  { name: 'token', method: 'POST', path: /^\/token\/oauth\/?$/, answer: () => ({ fault: 'invalid_client' }) },
  {
    name: 'ecowatt',
    method: 'GET',
    path: /^\/open_api\/ecowatt\/v5\/signals$/,
    api: 'ecowatt',
    answer: (player, now) => ({ body: ecowattBody(player, now) }),
  },
  {
    name: 'ecowatt-sandbox',
    method: 'GET',
    path: /^\/open_api\/ecowatt\/v5\/sandbox\/signals$/,
    api: 'ecowatt-sandbox',
    answer: () => ({ body: sandboxBody() }),
  },
  {
    name: 'tempo',
    method: 'GET',
    path: /^\/open_api\/tempo_like_supply_contract\/v1\/tempo_like_calendars$/,
    api: 'tempo',
    answer: tempoAnswer,
  },
  {
    name: 'services-rte',
    method: 'GET',
    path: /^\/cms\/open_data\/v1\/tempoLight$/,
    answer: (player, now) => ({ body: servicesRteBody(player, now, parisDay(now), parisDay(now) + 1) }),
  },
  { name: 'services-rte', method: 'GET', path: /^\/cms\/open_data\/v1\/tempo$/, answer: seasonAnswer },
  {
    name: 'api-couleur-tempo',
    method: 'GET',
    path: /^\/api\/jourTempo\/(today|tomorrow|yesterday|\d{4}-\d{2}-\d{2})$/,
    answer: jourTempo,
  },
  { name: 'api-couleur-tempo', method: 'GET', path: /^\/api\/joursTempo$/, answer: joursTempo },
  {
    name: 'api-couleur-tempo',
    method: 'GET',
    path: /^\/api\/now$/,
    answer: (player, now) => ({ body: couleurNow(player, now) }),
  },
];

/** The checks of RTE's guide, by its codes. */
function tempoAnswer(player: ScenarioPlayer, now: number, url: URL): Reply {
  const [start, end, fallback] = ['start_date', 'end_date', 'fallback_status'].map((name) =>
    url.searchParams.get(name),
  );
  const refuse = (code: string, field: string): Reply => ({
    status: 400,
    body: errorBody(`TMPLIKSUPCON_TMPLIKCAL_${code}`, `The value of "${field}" field is incorrect.`),
  });
  if (fallback != null && fallback !== 'true' && fallback !== 'false') return refuse('F07', 'fallback_status');
  if (start == null && end == null) {
    const newest = player.tempo(parisDay(now) + 1, now) === undefined ? parisDay(now) : parisDay(now) + 1;
    return { body: tempoBody(player, now, newest, newest + 1, fallback === 'true') };
  }
  if (start == null || end == null) return refuse('F01', start == null ? 'start_date' : 'end_date');
  const [first, after] = [dayOf(start), dayOf(end)];
  if (first === undefined || after === undefined) return refuse('F06', 'start_date');
  if (first > after) return refuse('F02', 'start_date');
  if (after - first < 1) return refuse('F05', 'end_date');
  if (after - first > 366) return refuse('F03', 'end_date');
  const tooFar = after > parisDay(now) + 2 || player.tempo(first, now) === undefined;
  return tooFar ? refuse('F04', 'end_date') : { body: tempoBody(player, now, first, after, fallback === 'true') };
}

/** A date as RTE wants it: local midnight, with the colon in its offset, and the offset that this date has. */
function dayOf(text: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}$/.exec(text);
  if (!match) return undefined;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  return Date.parse(text) === parisInstant(year, month, day) ? Date.UTC(year, month - 1, day) / DAY : undefined;
}

function seasonAnswer(player: ScenarioPlayer, now: number, url: URL): Reply {
  const days = seasonDays(url.searchParams.get('season') ?? '');
  return days === undefined ? { fault: 404 } : { body: servicesRteBody(player, now, ...days) };
}

const NEAR: Readonly<Record<string, number>> = { yesterday: -1, today: 0, tomorrow: 1 };

function jourTempo(player: ScenarioPlayer, now: number, url: URL): Reply {
  const word = url.pathname.split('/').at(-1) ?? '';
  const near = NEAR[word];
  const day = near === undefined ? Math.floor(Date.parse(word) / DAY) : parisDay(now) + near;
  return { body: couleurDay(player, now, day) };
}

function joursTempo(player: ScenarioPlayer, now: number, url: URL): Reply {
  const asked = new Set(url.searchParams.getAll('dateJour[]'));
  const seasons = url.searchParams.getAll('periode[]').flatMap((label) => {
    const days = seasonDays(label);
    return days === undefined ? [] : Array.from({ length: days[1] - days[0] + 1 }, (_, i) => isoDay(days[0] + i));
  });
  const days = [...asked, ...seasons].map((key) => Math.floor(Date.parse(key) / DAY)).sort((a, b) => a - b);
  // The service lists what it has: tomorrow as unknown, nothing beyond.
  const known = days.filter((day) => day <= parisDay(now) + 1);
  return { body: known.map((day) => couleurDay(player, now, day)) };
}

const DAY = 86_400_000;
