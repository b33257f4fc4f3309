// Routes of the editor. None without a permission: they are reachable by whoever reaches the admin port. Made at each start of
// Node-RED, so that what answers is loaded with the first question (see lazy-node.ts).
import { pipeline, Readable } from 'node:stream';
import type * as ErrorReport from './status/error-report';
import type { NodeAPI } from './types';

/**
 * Answers `GET <path>` of the admin side with JSON. Call it when the module loads, not per instance (routes stay for ever).
 * @param path with a leading slash here; the editor asks for it without one (httpAdminRoot, ingress)
 * @param permission e.g. "tic-in.read"
 * @param answer failures become status 500 with `{ code, message }`, undefined becomes 404
 */
export function adminGet(
  RED: Pick<NodeAPI, 'httpAdmin' | 'auth' | '_'>,
  path: string,
  permission: string,
  answer: () => Promise<unknown>,
): void {
  RED.httpAdmin.get(path, RED.auth.needsPermission(permission), (_request, response) => {
    reply(RED, response, answer());
  });
}

/** As adminGet, for `POST <path>` with a body in JSON, which is unchecked input. */
export function adminPost(
  RED: Pick<NodeAPI, 'httpAdmin' | 'auth' | '_'>,
  path: string,
  permission: string,
  answer: (body: unknown) => Promise<unknown>,
): void {
  RED.httpAdmin.post(path, RED.auth.needsPermission(permission), (request, response) => {
    reply(RED, response, answer(request.body));
  });
}

/**
 * As adminGet, for a file that is made while it is read.
 * @param answer is given what stands behind the `?`, which is unchecked; undefined becomes 404
 */
export function adminFile(
  RED: Pick<NodeAPI, 'httpAdmin' | 'auth' | '_'>,
  path: string,
  permission: string,
  answer: (query: Readonly<Record<string, unknown>>) => Promise<AsyncIterable<string> | undefined>,
): void {
  RED.httpAdmin.get(path, RED.auth.needsPermission(permission), (request, response) => {
    const found = answer(request.query);
    found.then(
      (text) => {
        if (text === undefined) response.sendStatus(404);
        // What breaks in the middle cuts the answer off, which the browser tells.
        else pipeline(Readable.from(text), response.type('text/plain'), () => undefined);
      },
      () => {
        reply(RED, response, found);
      },
    );
  });
}

interface Response {
  json(body: unknown): unknown;
  status(code: number): Response;
  sendStatus(code: number): unknown;
}

function reply(RED: Pick<NodeAPI, '_'>, response: Response, answer: Promise<unknown>): void {
  answer.then(
    (body) => (body === undefined ? response.sendStatus(404) : response.json(body)),
    (thrown: unknown) => {
      const { reportable } = require('./status/error-report') as typeof ErrorReport;
      const { code, message } = reportable(RED._, thrown);
      response.status(500).json({ code, message });
    },
  );
}
