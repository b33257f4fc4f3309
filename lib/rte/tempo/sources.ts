// Where colours can be asked for: one row per source. Each answers two questions: the days round now, and a stretch of the past.
import { LinkyRedError } from '../../errors';
import { PARIS, type DayKey } from '../../grid/paris-time';
import type { HttpAnswer, HttpClient, HttpRequest } from '../../http/client';
import { parseJson } from '../../http/json';
import type { Limit, Priority } from '../../provider/quota/limits';
import type { RetryRow } from '../../http/retry';
import type { RteAccount } from '../portal/portal';
import { rteRefusal } from '../portal/refusals';
import { seasonLabel, seasonStart } from './state';
import { parseCouleurTempo, parseRteTempo, parseServicesRte, type ColourOfDay, type TempoSource } from './answers';

export interface TempoReader {
  readonly source: TempoSource;
  /** Names what is kept of it: the source, and the account where it has one. */
  readonly name: string;
  /** Today and tomorrow; RTE's answer holds the season so far as well. */
  recent(now: number): Promise<ColourOfDay[]>;
  /** From day to day, both included; as much of it as the source has, and what it tells besides; one piece for each call. */
  range(from: DayKey, to: DayKey): AsyncIterable<ColourOfDay[]>;
}

/** What RTE takes in one call. */
const LONGEST_RANGE_DAYS = 366;
/** "end_date" later than what RTE knows: tomorrow's colour is not there yet. */
const NOT_YET = /_F04\b/;

/**
 * RTE's API "Tempo Like Supply Contract" v1, with an account (spec/signals.md §2.1). Both questions throw LinkyRedError: what
 * the account throws, ERR_ANSWER.
 */
export function rteReader(account: RteAccount): TempoReader {
  const ask = async (from: DayKey, end: DayKey, priority: Priority): Promise<ColourOfDay[]> => {
    const query = {
      // Each with the offset of its own date: they may lie on both sides of a clock change.
      start_date: PARIS.iso(PARIS.startOfDay(from)),
      end_date: PARIS.iso(PARIS.startOfDay(end)),
      // With it, RTE marks a colour that is only a stand-in as such.
      fallback_status: 'true',
    };
    return parseRteTempo((await account.get('tempo', query, priority)).json);
  };
  let ahead = 2;
  return {
    source: 'rte',
    name: `rte-${account.fingerprint}`,
    async recent(now) {
      const today = PARIS.dayKey(now);
      try {
        const end = PARIS.addDays(today, ahead);
        ahead = 2;
        // On the first day of a season yesterday belongs to the old one, which is longer than what RTE takes.
        const [, first = today] = [
          seasonStart(PARIS.addDays(today, -1)),
          PARIS.addDays(end, -LONGEST_RANGE_DAYS),
        ].sort();
        return await ask(first, end, 'daily');
      } catch (error) {
        if (!(error instanceof LinkyRedError && NOT_YET.test(error.message))) throw error;
        // The whole question is refused while tomorrow is not there: the next one is about today alone.
        ahead = 1;
        return [];
      }
    },
    async *range(from, to) {
      for (let start = from; start <= to; start = PARIS.addDays(start, LONGEST_RANGE_DAYS)) {
        const end = [PARIS.addDays(start, LONGEST_RANGE_DAYS), PARIS.addDays(to, 1)].sort()[0] ?? to;
        yield await ask(start, end, 'backfill');
      }
    },
  };
}

interface KeylessRow {
  readonly source: TempoSource;
  readonly baseUrl: string;
  /** Nobody published any: polite, and enough for a start with an empty folder and some years of history. */
  readonly limits: readonly Limit[];
  readonly recent: (yesterday: DayKey, today: DayKey, tomorrow: DayKey) => HttpRequest;
  readonly season: (label: string) => HttpRequest;
  readonly parse: (json: unknown) => ColourOfDay[];
}

const POLITE: readonly Limit[] = [
  { kind: 'window', max: 12, windowMs: 15 * 60_000, reserve: 4 },
  { kind: 'day', max: 100, reserve: 60 },
];
const RETRY: RetryRow = { attempts: 2, firstMs: 3_000, longestMs: 20_000 };
const CLOSED_MS = 900_000;

export const KEYLESS = {
  // What RTE's own web page on Tempo loads; no document is behind it (spec/signals.md §2.2).
  'services-rte': {
    source: 'services-rte',
    baseUrl: 'https://www.services-rte.com',
    limits: POLITE,
    recent: () => ({ path: '/cms/open_data/v1/tempoLight' }),
    season: (season) => ({ path: '/cms/open_data/v1/tempo', query: { season } }),
    parse: parseServicesRte,
  },
  // The service of one person, with its own documentation at /api (spec/signals.md §2.3).
  'api-couleur-tempo': {
    source: 'api-couleur-tempo',
    baseUrl: 'https://www.api-couleur-tempo.fr/api',
    limits: POLITE,
    recent: (...days) => ({ path: `/joursTempo?${days.map((day) => `dateJour[]=${day}`).join('&')}` }),
    season: (label) => ({ path: `/joursTempo?periode[]=${label}` }),
    parse: parseCouleurTempo,
  },
} as const satisfies Record<string, KeylessRow>;

export type KeylessSource = keyof typeof KEYLESS;

/**
 * A source that needs no account. Both questions throw LinkyRedError ERR_QUOTA, ERR_STATUS, ERR_MAINTENANCE, ERR_ANSWER; what
 * the client throws.
 * @param now epoch ms
 */
export function keylessReader(
  source: KeylessSource,
  client: HttpClient,
  now: () => number,
  signal: AbortSignal,
): TempoReader {
  const row: KeylessRow = KEYLESS[source];
  const ask = async (request: HttpRequest, priority: Priority): Promise<ColourOfDay[]> => {
    const quota = { row: { key: `${source} ${client.host}`, limits: row.limits }, priority, closedMs: CLOSED_MS };
    const answer = await client.request({ ...request, signal, quota, retry: RETRY });
    if (answer.status !== 200) throw keylessError(answer, client.host, now());
    return row.parse(parseJson(answer.text));
  };
  return {
    source,
    name: source,
    recent: async (at) => {
      const today = PARIS.dayKey(at);
      return ask(row.recent(PARIS.addDays(today, -1), today, PARIS.addDays(today, 1)), 'daily');
    },
    async *range(from, to) {
      for (let start = seasonStart(from); start <= to; start = nextSeason(start)) {
        yield await ask(row.season(seasonLabel(start)), 'backfill');
      }
    },
  };
}

/** There is no account here whose secret or subscription could be wrong. */
function keylessError(answer: HttpAnswer, host: string, now: number): LinkyRedError {
  return [401, 403, 404].includes(answer.status)
    ? new LinkyRedError('ERR_STATUS', { host, status: answer.status, detail: '' })
    : rteRefusal(answer, { host, api: '', now });
}

function nextSeason(start: DayKey): DayKey {
  return `${Number(start.slice(0, 4)) + 1}-09-01`;
}
