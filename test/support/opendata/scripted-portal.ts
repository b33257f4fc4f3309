// A server that answers what a test wants, for what no real portal would say twice.
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ScriptedPortal {
  readonly url: string;
  readonly requests: {
    readonly path: string;
    readonly query: URLSearchParams;
    readonly headers: http.IncomingHttpHeaders;
  }[];
  close(): Promise<void>;
}

type Answer = (
  request: { path: string; query: URLSearchParams; origin: string },
  response: http.ServerResponse,
) => void;

export async function scriptedPortal(answer: Answer): Promise<ScriptedPortal> {
  const requests: ScriptedPortal['requests'][number][] = [];
  let origin = '';
  const server = http.createServer((request, response) => {
    const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://portal');
    requests.push({ path, query, headers: request.headers });
    answer({ path, query, origin }, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    url: origin,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

export function json(response: http.ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

export function text(response: http.ServerResponse, body: string, status: number): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(body);
}

export function page(response: http.ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/html' }).end('<!doctype html><html><body>404</body></html>');
}
