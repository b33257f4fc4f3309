// The part of Home Assistant that keeps a Local Calendar, on loopback: the list over REST with `uid`, creating and deleting over
// its websocket (there is no service that deletes). The real one: test/integration/home-assistant/calendar.ts.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { PATIENCE_MS } from '../machine/patience';

export interface CalendarEvent {
  readonly uid: string;
  readonly summary: string;
  readonly description: string;
  readonly start: string;
  readonly end: string;
}

interface Command {
  id?: number;
  type: string;
  access_token?: string;
  entity_id?: string;
  uid?: string;
  event?: { summary: string; description: string; dtstart: string; dtend: string };
}

export class CalendarStandIn {
  events: CalendarEvent[] = [];
  /** Every command after the authentication. */
  readonly commands: string[] = [];
  /** How many connections were greeted, and how many of them sent a token. */
  greeted = 0;
  logins = 0;
  private made = 0;
  private lists = 0;
  private obeyed = 0;
  private lostAt: number | undefined;
  private held: ((letGo: () => void) => void) | undefined;
  private readonly waiting: (() => void)[] = [];
  private readonly server = http.createServer((request, response) => {
    this.list(request, response);
  });
  private readonly sockets = new WebSocketServer({ server: this.server, path: '/api/websocket' });

  constructor(
    readonly entity: string,
    readonly token: string,
  ) {
    this.sockets.on('connection', (socket: WebSocket) => {
      this.greet(socket);
    });
  }

  async start(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  get address(): string {
    return `127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  /** How often the list was read; it is read before anything is changed. */
  get read(): number {
    return this.lists;
  }

  /** Resolves once it holds; looked at after each list and each command. */
  async until(holds: () => boolean, withinMs = PATIENCE_MS): Promise<void> {
    const late = AbortSignal.timeout(withinMs);
    while (!holds()) {
      late.throwIfAborted();
      await new Promise<void>((resolve) => {
        this.waiting.push(resolve);
        late.addEventListener('abort', () => {
          resolve();
        });
      });
    }
  }

  /** Every connection is cut; clients may come back. */
  cut(): void {
    for (const socket of this.sockets.clients) socket.terminate();
  }

  /** Obeys so many commands more, then the connection is lost instead of the last answer. */
  loseAfter(commands: number): void {
    this.lostAt = this.obeyed + commands;
  }

  /** Holds back the list that `ask` brings about, as it is then. @returns what lets it go, once it has been asked for */
  async holdList(ask: () => void): Promise<() => void> {
    return await new Promise((resolve) => {
      this.held = resolve;
      ask();
    });
  }

  async stop(): Promise<void> {
    this.cut();
    this.sockets.close();
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private list({ url = '', headers, method }: http.IncomingMessage, response: http.ServerResponse): void {
    const { pathname, searchParams } = new URL(url, 'http://home');
    const [from, to] = [searchParams.get('start'), searchParams.get('end')].map((text) => Date.parse(text ?? ''));
    const refused =
      headers.authorization !== `Bearer ${this.token}`
        ? 401
        : method !== 'GET' || pathname !== `/api/calendars/${this.entity}`
          ? 404
          : Number.isNaN(from) || Number.isNaN(to)
            ? 400
            : undefined;
    const found = this.events.filter(
      ({ start, end }) => Date.parse(end) > (from ?? 0) && Date.parse(start) < (to ?? 0),
    );
    const shown = found.map(({ start, end, ...rest }) => ({
      ...rest,
      start: { dateTime: start },
      end: { dateTime: end },
      location: null,
      recurrence_id: null,
      rrule: null,
    }));
    const answer = JSON.stringify(shown);
    const letGo = (): void => {
      response.writeHead(refused ?? 200, { 'content-type': 'application/json' }).end(answer);
      this.lists++;
      this.tell();
    };
    const { held } = this;
    this.held = undefined;
    if (held === undefined) letGo();
    else held(letGo);
  }

  private greet(socket: WebSocket): void {
    let [last, authenticated] = [0, false];
    socket.send(JSON.stringify({ type: 'auth_required' }));
    this.greeted++;
    this.tell();
    socket.on('message', (data: Buffer) => {
      const command = JSON.parse(data.toString()) as Command;
      if (!authenticated) {
        authenticated = command.type === 'auth' && command.access_token === this.token;
        this.logins++;
        socket.send(JSON.stringify({ type: authenticated ? 'auth_ok' : 'auth_invalid' }));
        if (!authenticated) socket.close();
        return;
      }
      const { id = 0 } = command;
      const success = id > last && command.entity_id === this.entity && this.obey(command);
      last = id;
      if (++this.obeyed === this.lostAt) {
        socket.terminate();
        this.tell();
        return;
      }
      socket.send(
        JSON.stringify({ id, type: 'result', success, ...(success ? {} : { error: { message: 'refused' } }) }),
      );
      this.tell();
    });
  }

  private obey({ type, uid, event }: Command): boolean {
    this.commands.push(type);
    if (type === 'calendar/event/create' && event !== undefined) {
      const { summary, description, dtstart: start, dtend: end } = event;
      this.events.push({ uid: `uid-${String(++this.made)}`, summary, description, start, end });
      return true;
    }
    const before = this.events.length;
    if (type === 'calendar/event/delete') this.events = this.events.filter((one) => one.uid !== uid);
    return this.events.length < before;
  }

  private tell(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}
