// The settings of opendata-query, read once.
import { callableUrl } from '../../lib/http/address';
import type { Reading } from '../../lib/opendata/answer/answer';
import { PORTALS, type PortalRow } from '../../lib/opendata/kind/kind';
import { readQuery, type OpenDataQuery } from '../../lib/opendata/query/query';
import { Settings, typed } from '../runtime/settings';
import type { RawConfig } from '../runtime/types';
import {
  DEFAULTS,
  FORMATS,
  LEAST_CREDIT_SECONDS,
  LEAST_EVERY_HOURS,
  LEAST_PAUSE_MS,
  LEAST_ROWS,
  MOST_CREDIT_SECONDS,
  MOST_EVERY_HOURS,
  MOST_PAUSE_MS,
  MOST_ROWS,
  PORTAL_CHOICES,
  RELEASES,
  SENDS,
  TIMES,
  type Format,
  type OpendataQueryFields,
  type Send,
} from './opendata-query.choices';

export interface OpendataQueryConfig {
  /** Of a portal without a name: what runs there is found out. */
  readonly portal: Pick<PortalRow, 'baseUrl'> & Partial<PortalRow>;
  /** undefined: each message names its own. */
  readonly dataset: string | undefined;
  readonly query: OpenDataQuery;
  readonly reading: Reading;
  readonly send: Send;
  readonly mostRows: number;
  readonly batchRows: number;
  readonly release: ReleaseRule;
  readonly format: Format;
  /** Empty: none. */
  readonly file: string;
  /** undefined: only when a message asks. */
  readonly everyMs: number | undefined;
}

export type ReleaseRule =
  { readonly by: 'credit'; readonly withinMs: number } | { readonly by: 'free'; readonly pauseMs: number };

type FormSettings = Settings<OpendataQueryFields>;

const [SECOND, HOUR] = [1000, 3_600_000];

/**
 * @throws LinkyRedError ERR_CONFIG, ERR_CONFIG_VARIABLE with the field that makes no sense; ERR_OPENDATA_QUERY with what of the
 *   question does not
 */
export function readConfig(raw: RawConfig<OpendataQueryFields>): OpendataQueryConfig {
  const settings = new Settings(raw, DEFAULTS);
  // A variable that was not put in its place is said of whatever field, also of one that does not count at the moment.
  for (const field of Object.keys(DEFAULTS) as (keyof OpendataQueryFields)[]) settings.text(field);
  const send = settings.choice('send', SENDS);
  const everyMs = everyOf(settings);
  if (send === 'file') settings.filled('file');
  if (everyMs !== undefined) settings.filled('dataset');
  return {
    portal: portalOf(settings),
    dataset: settings.text('dataset') || undefined,
    query: queryOf(settings),
    reading: {
      watts: settings.flag('watts'),
      unpivot: settings.flag('unpivot'),
      timeIs: settings.choice('timeIs', TIMES),
    },
    send,
    mostRows: settings.number('mostRows', { least: LEAST_ROWS, most: MOST_ROWS, whole: true }),
    batchRows: settings.number('batchRows', { least: LEAST_ROWS, most: MOST_ROWS, whole: true }),
    release: releaseOf(settings),
    format: settings.choice('format', FORMATS),
    file: settings.text('file'),
    everyMs,
  };
}

/** The credential, which Node-RED keeps apart from the settings; undefined: none is needed. */
export function readApiKey(credentials: unknown): string | undefined {
  const { apiKey = '' } = (credentials ?? {}) as { readonly apiKey?: unknown };
  return typed({ node: 'opendata-query', field: 'apiKey' }, apiKey) || undefined;
}

function portalOf(settings: FormSettings): OpendataQueryConfig['portal'] {
  const choice = settings.choice('portal', PORTAL_CHOICES);
  const known = PORTALS.find(({ id }) => id === choice);
  if (known !== undefined) return known;
  const url = callableUrl(settings.filled('url')) ?? settings.refuseForm('url', 'url');
  return { baseUrl: `${url.origin}${url.pathname}`.replace(/\/+$/, '') };
}

function queryOf(settings: FormSettings): OpenDataQuery {
  const text = settings.text('query');
  if (text === '') return {};
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return settings.refuseForm('query', 'query');
  }
  return readQuery(json);
}

function releaseOf(settings: FormSettings): ReleaseRule {
  const by = settings.choice('release', RELEASES);
  const seconds = settings.number('creditSeconds', { least: LEAST_CREDIT_SECONDS, most: MOST_CREDIT_SECONDS });
  const pauseMs = settings.number('pauseMs', { least: LEAST_PAUSE_MS, most: MOST_PAUSE_MS });
  return by === 'credit' ? { by, withinMs: seconds * SECOND } : { by, pauseMs };
}

function everyOf(settings: FormSettings): number | undefined {
  const hours = settings.number('everyHours', { least: 0, most: MOST_EVERY_HOURS });
  if (hours > 0 && hours < LEAST_EVERY_HOURS) settings.refuseForm('everyHours', 'everyHours');
  return hours === 0 ? undefined : hours * HOUR;
}
