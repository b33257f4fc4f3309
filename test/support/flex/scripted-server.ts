// A real HTTP server on loopback that answers what the test tells it to, and remembers what came.
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HeardRequest {
  readonly method: string;
  /** Path and query, as they came. */
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export interface ScriptedReply {
  readonly status?: number;
  readonly headers?: http.OutgoingHttpHeaders;
  /** A text or bytes as they are, anything else as JSON. */
  readonly body?: unknown;
  /** The line is cut instead. */
  readonly cut?: true;
}

export type Script = (request: HeardRequest, index: number) => ScriptedReply | Promise<ScriptedReply>;

export class ScriptedServer {
  readonly heard: HeardRequest[] = [];

  private constructor(
    private readonly server: http.Server,
    /** What the next requests are answered. */
    public script: Script,
  ) {}

  static async open(script: Script = () => ({})): Promise<ScriptedServer> {
    const server = http.createServer();
    const opened = new ScriptedServer(server, script);
    server.on('request', (request, response) => {
      void opened.serve(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return opened;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  get host(): string {
    return new URL(this.url).host;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
    const { method = '', url = '', headers } = request;
    const heard = { method, url, headers, body: Buffer.concat(pieces).toString('utf8') };
    this.heard.push(heard);
    const reply = await this.script(heard, this.heard.length - 1);
    if (reply.cut === true) {
      response.destroy();
      return;
    }
    const isRaw = typeof reply.body === 'string' || Buffer.isBuffer(reply.body);
    const type = isRaw ? {} : { 'content-type': 'application/json' };
    response.writeHead(reply.status ?? 200, { ...type, ...reply.headers });
    response.end(reply.body === undefined ? undefined : isRaw ? reply.body : JSON.stringify(reply.body));
  }
}
