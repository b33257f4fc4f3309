// The addresses of an Opendatasoft domain, Explore 2.1: catalogue, one dataset, records, exports.
import type { Reply, Request, Route } from '../../web-server';
import type { OpenDataCall } from '../names';
import { Refusal } from '../refusal';
import type { Held, Shelf } from '../shelf';
import type { CallBudget } from './budget';
import { odsDataset, odsDatasets } from './metadata';
import { odsRefusal, type OdsOptions } from './plan';
import { odsExport, odsRecords } from './records';

export interface OdsPortal {
  readonly shelf: Shelf;
  readonly budget: CallBudget;
  readonly bucket: OdsOptions['bucket'];
  readonly apiKey: string | undefined;
}

const BASE = String.raw`/api/explore/v2\.1/catalog/datasets`;

export function odsRoutes({ shelf, budget, bucket, apiKey }: OdsPortal): readonly Route<OpenDataCall>[] {
  const options = ({ now }: Request): OdsOptions => ({ now, bucket });
  const get = (name: OpenDataCall, path: string, answer: (request: Request) => Reply): Route<OpenDataCall> => ({
    name,
    method: 'GET',
    path: new RegExp(`^${path}/?$`),
    answer: (request) => {
      const refused = budget.book(request) ?? lock(apiKey, request);
      const reply = refused ?? polite(answer, request);
      return { ...reply, headers: { ...budget.headers(request.now), ...reply.headers } };
    },
  });
  const on = (answer: (held: Held, request: Request) => Reply): ((request: Request) => Reply) => {
    return (request) => {
      const id = decodeURIComponent(request.groups[0] ?? '');
      const held = shelf.find(id);
      if (!held) throw odsRefusal('NotFoundError', `Requested dataset '${id}' doesn't exist.`, 404);
      return answer(held, request);
    };
  };
  return [
    get('catalogue', BASE, (request) => odsDatasets(shelf, request, options(request))),
    get('dataset', `${BASE}/([^/]+)`, on(odsDataset)),
    get(
      'records',
      `${BASE}/([^/]+)/records`,
      on((held, request) => odsRecords(held, request, options(request))),
    ),
    get(
      'export',
      `${BASE}/([^/]+)/exports/([^/]+)`,
      on((held, request) => odsExport(held, request.groups[1] ?? '', request, options(request))),
    ),
    get('page', '.*', () => {
      throw odsRefusal('NotFoundError', 'There is nothing at this address.', 404);
    }),
  ];
}

/** A domain that is not open: the key in a header, or in the address. */
function lock(apiKey: string | undefined, { headers, url }: Request): Reply | undefined {
  if (apiKey === undefined) return undefined;
  const said = /^Apikey (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? url.searchParams.get('apikey');
  if (said === apiKey) return undefined;
  return odsRefusal('AuthenticationError', 'The API key is missing or unknown.', 401).reply;
}

function polite(answer: (request: Request) => Reply, request: Request): Reply {
  try {
    return answer(request);
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    throw error;
  }
}
