// A port of its own, with TLS or without.
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { BacsApi } from '../../../lib/flex/bacs/api';
import { LinkyRedError } from '../../../lib/errors';
import type { Place } from '../flex-site.config';
import { answerCall } from './answer-call';

type OwnPlace = Extract<Place, { readonly port: number }>;

/** A call that does not come to its end in this time is given up. */
const CALL_MS = 30_000;
/** More at once than any number of operators has. */
const MOST_CONNECTIONS = 500;

/**
 * Listens until it is closed.
 * @returns closes it: no new calls, those under way are broken off
 * @throws LinkyRedError ERR_FLEX_TLS, ERR_FLEX_PORT
 */
export async function openServer(place: OwnPlace, api: Pick<BacsApi, 'handle'>): Promise<() => Promise<void>> {
  const { path, host, port } = place;
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    const url = request.url ?? '';
    if (url.startsWith(`${path}/`)) void answerCall(api, url.slice(path.length), request, response);
    else response.writeHead(404, { 'Content-Length': 0 }).end();
  };
  const server = await serverOf(place, serve);
  server.maxConnections = MOST_CONNECTIONS;
  server.requestTimeout = CALL_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new LinkyRedError('ERR_FLEX_PORT', { port, detail: error.code ?? error.message }, error));
    });
    server.listen(port, ...(host === '' ? [] : [host]), resolve);
  });
  return () =>
    new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
}

type Serve = (request: IncomingMessage, response: ServerResponse) => void;

async function serverOf({ server, certFile, keyFile }: OwnPlace, serve: Serve): Promise<Server> {
  if (server === 'plain') return createServer(serve);
  try {
    const [cert, key] = await Promise.all([readFile(certFile), readFile(keyFile)]);
    return createTlsServer({ cert, key, minVersion: 'TLSv1.2' }, serve);
  } catch (error) {
    // The path is the user's own; what lies in the files is in no error of Node's.
    throw new LinkyRedError('ERR_FLEX_TLS', { detail: error instanceof Error ? error.message : String(error) }, error);
  }
}
