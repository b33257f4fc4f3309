// Between Node's HTTP and the BACS API.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BacsApi } from '../../../lib/flex/bacs/api';

/** @param url from the base path of the site on */
export async function answerCall(
  api: Pick<BacsApi, 'handle'>,
  url: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { status, headers, body } = await api.handle({
    method: request.method ?? '',
    url,
    headers: request.headers,
    address: request.socket.remoteAddress ?? '',
    body: (mostBytes) => bodyOf(request, mostBytes),
  });
  // What nobody has read is let pass, so that the answer arrives.
  request.resume();
  if (response.destroyed) return;
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) }).end(body);
}

/** undefined: it is longer than that. Rejects when the caller goes away. */
async function bodyOf(request: IncomingMessage, mostBytes: number): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) return undefined;
  const read = readBefore(request);
  if (read !== undefined) return Buffer.byteLength(read) > mostBytes ? undefined : read;
  return await new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let bytes = 0;
    request.on('data', (piece: Buffer) => {
      bytes += piece.length;
      if (bytes > mostBytes) resolve(undefined);
      else pieces.push(piece);
    });
    request.once('end', () => {
      resolve(Buffer.concat(pieces).toString('utf8'));
    });
    request.once('close', () => {
      reject(new Error('the caller has gone'));
    });
    request.once('error', reject);
  });
}

/**
 * With its editor at the root, as it is by default, Node-RED's own parser of JSON and forms has read every body that comes to its server;
 * the stream has ended then, and would never end again.
 */
function readBefore(request: IncomingMessage): string | undefined {
  const { body } = request as IncomingMessage & { readonly body?: unknown };
  // Whose stream has ended was read, whatever mark its reader leaves (Node-RED 4.1 one, Node-RED 5 none).
  if (!request.readableEnded || body === undefined) return undefined;
  return typeof body === 'string' ? body : JSON.stringify(body);
}
