// The addresses of a Data Fair portal: its own API, the look-alike under two paths, and pages for people at all others.
import type { Reply, Request, Route } from '../../web-server';
import type { OpenDataCall } from '../names';
import { plainRefusal, Refusal } from '../refusal';
import type { Held, Shelf } from '../shelf';
import { metricAgg, simpleMetrics, values, valuesAgg } from './aggregates';
import { compatExport, compatRecords } from './compat';
import type { CompatOptions } from './compat-plan';
import { lines } from './lines';
import type { Traffic } from './traffic';
import { aboutDataset, catalogue, schema } from './metadata';

export interface DataFairPortal {
  readonly shelf: Shelf;
  /** Of this portal, as its clients know it. */
  readonly origin: () => string;
  /** Whether the owner has the look-alike. */
  readonly compat: boolean;
  readonly bucket: CompatOptions['bucket'];
  readonly traffic: Traffic;
  /** A key without which nothing is answered. */
  readonly apiKey: string | undefined;
}

const GONE = "Cette couche de compatibilité pour la version d'API précédente ne supporte pas cette requête.";
const NATIVE = String.raw`/data-fair/api/v1`;
const ODS = String.raw`/api/explore/v2\.[01]/catalog/datasets/([^/]+)`;

export function dataFairRoutes(portal: DataFairPortal): readonly Route<OpenDataCall>[] {
  const { shelf, origin } = portal;
  const options = ({ now }: Request): CompatOptions => ({ now, bucket: portal.bucket });
  const compat = (answer: (held: Held, request: Request) => Reply): ((request: Request) => Reply) =>
    on(shelf, (held, request) => {
      if (!portal.compat) throw plainRefusal(404, 'unknown API');
      return answer(held, request);
    });
  const records = compat((held, request) => compatRecords(held, request, options(request)));
  const exported = compat((held, request) => compatExport(held, request.groups[1] ?? '', request, options(request)));
  const get = (name: OpenDataCall, path: string, answer: (request: Request) => Reply): Route<OpenDataCall> => ({
    name,
    method: 'GET',
    path: new RegExp(`^${path}/?$`),
    answer: (request) => portal.traffic.book(request) ?? lock(portal.apiKey, request) ?? polite(answer, request),
  });
  const dataset = `${NATIVE}/datasets/([^/]+)`;
  return [
    get('records', `${ODS}/records`, records),
    get('export', `${ODS}/exports/([^/]+)`, exported),
    get('records', `${dataset}/compat-ods/records`, records),
    get('export', `${dataset}/compat-ods/exports/([^/]+)`, exported),
    get('unsupported', `/api/explore(?:/.*)?`, () => {
      throw portal.compat ? plainRefusal(410, GONE) : plainRefusal(404, 'unknown API');
    }),
    get('catalogue', `${NATIVE}/(?:catalog/)?datasets`, (request) => catalogue(shelf, request)),
    get(
      'dataset',
      dataset,
      on(shelf, (held) => ({ body: aboutDataset(held) })),
    ),
    get(
      'schema',
      `${dataset}/(?:safe-)?schema`,
      on(shelf, ({ table }, request) => schema(table, request)),
    ),
    get(
      'lines',
      `${dataset}/lines`,
      on(shelf, (held, request) => lines(held, request, origin())),
    ),
    get(
      'values',
      `${dataset}/values/([^/]+)`,
      on(shelf, (held, request) => values(held, request.groups[1] ?? '', request)),
    ),
    get('aggregate', `${dataset}/values_agg`, on(shelf, valuesAgg)),
    get('aggregate', `${dataset}/metric_agg`, on(shelf, metricAgg)),
    get('aggregate', `${dataset}/simple_metrics_agg`, on(shelf, simpleMetrics)),
    get(
      'file',
      `${dataset}/(?:raw|full|convert)`,
      on(shelf, () => {
        throw plainRefusal(404, 'Ce jeu de données ne contient pas de fichier de données');
      }),
    ),
    get('page', `.*`, () => PAGE),
  ];
}

const PAGE: Reply = {
  status: 404,
  headers: { 'Content-Type': 'text/html; charset=utf-8' },
  body: '<!doctype html><html lang="fr"><head><title>Page introuvable</title></head><body><h1>404</h1></body></html>',
};

function on(shelf: Shelf, answer: (held: Held, request: Request) => Reply): (request: Request) => Reply {
  return (request) => {
    const held = shelf.find(decodeURIComponent(request.groups[0] ?? ''));
    if (!held) throw plainRefusal(404, 'Dataset not found');
    return answer(held, request);
  };
}

function lock(apiKey: string | undefined, { headers, url }: Request): Reply | undefined {
  const said = headers['x-apikey'] ?? url.searchParams.get('apiKey');
  return apiKey === undefined || said === apiKey ? undefined : plainRefusal(401, "Clé d'API inconnue.").reply;
}

/** Refusals are answers. */
function polite(answer: (request: Request) => Reply, request: Request): Reply {
  try {
    return answer(request);
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    throw error;
  }
}
