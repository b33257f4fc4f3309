// One call of the emulator to a server of the user's: with the headers that start with EMULATOR_, without that prefix. A GET may carry a
// body, as in the reference.
import http from 'node:http';
import https from 'node:https';

export interface Called {
  readonly url: string;
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

/** It did not answer: why. */
export interface Unreached {
  readonly url: string;
  readonly why: string;
}

const PATIENCE_MS = 10_000;
const MOST_BYTES = 4_000_000;
/** Some proxies let no underscore through. */
const PREFIX = /^emulator[_-]/;

/** @param headers as they came @returns those for the other server, in its names */
export function forwarded(headers: http.IncomingHttpHeaders): Record<string, string> {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    PREFIX.test(name) && value !== undefined ? [[name.replace(PREFIX, ''), String(value)] as const] : [],
  );
  return Object.fromEntries(entries);
}

/** @returns never rejects */
export async function call(
  url: string,
  {
    method,
    headers,
    body,
  }: { readonly method: string; readonly headers: Readonly<Record<string, string>>; readonly body: string },
): Promise<Called | Unreached> {
  const { request } = url.startsWith('https:') ? https : http;
  const hasBody = body !== '';
  const sent = {
    Accept: 'application/json',
    ...(hasBody && { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(body)) }),
    ...headers,
  };
  return await new Promise((resolve) => {
    const asked = request(url, { method, headers: sent, timeout: PATIENCE_MS, rejectUnauthorized: false }, (answer) => {
      const chunks: Buffer[] = [];
      let size = 0;
      answer.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > MOST_BYTES) asked.destroy(new Error('the answer is too long'));
        else chunks.push(chunk);
      });
      answer.on('end', () => {
        const contentType = answer.headers['content-type'] ?? '';
        resolve({ url, status: answer.statusCode ?? 0, contentType, text: Buffer.concat(chunks).toString() });
      });
      answer.on('error', fail);
    });
    const fail = (error: Error): void => {
      resolve({ url, why: error.message });
    };
    asked.on('timeout', () => asked.destroy(new Error(`no answer within ${String(PATIENCE_MS / 1000)} s`)));
    asked.on('error', fail);
    asked.end(hasBody ? body : undefined);
  });
}
