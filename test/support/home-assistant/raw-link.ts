// A link to Home Assistant's WebSocket, real or stood in for, that hands on what is answered as it is.
import { once } from 'node:events';
import WebSocket from 'ws';

export interface Answer {
  readonly id: number;
  readonly type: string;
  readonly success?: boolean;
  readonly result?: unknown;
  readonly error?: { readonly code: string; readonly message: string };
}

export class RawLink {
  private lastId = 0;
  private readonly waiting = new Map<number, (answer: Answer) => void>();

  private constructor(
    readonly socket: WebSocket,
    /** What came for the token. */
    readonly greeting: { readonly type: string; readonly ha_version?: string },
  ) {
    socket.on('message', (data: Buffer) => {
      const answer = JSON.parse(data.toString()) as Answer;
      this.waiting.get(answer.id)?.(answer);
    });
  }

  static async open(url: string, token: string, path = '/api/websocket'): Promise<RawLink> {
    const socket = new WebSocket(url.replace('http', 'ws') + path);
    await once(socket, 'message');
    socket.send(JSON.stringify({ type: 'auth', access_token: token }));
    const [greeting] = (await once(socket, 'message')) as [Buffer];
    return new RawLink(socket, JSON.parse(greeting.toString()) as RawLink['greeting']);
  }

  async ask(type: string, fields: object = {}): Promise<Answer> {
    const id = ++this.lastId;
    return await new Promise((resolve) => {
      this.waiting.set(id, resolve);
      this.socket.send(JSON.stringify({ id, type, ...fields }));
    });
  }

  close(): void {
    this.socket.close();
  }
}
