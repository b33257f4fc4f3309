// A fleet over TCP: raw bytes at the pace of the wire, in the pieces that a bridge gathers.
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { charactersIn } from '../tic/line';
import type { FleetMeter, SentFrame } from './fleet-meter';
import type { ListenTarget } from './settings';
import type { Truth } from './truth';

/** A reader that does not read loses the line: a meter does not wait. */
const MOST_UNREAD = 256 * 1024;
const TICK_MS = 20;

/** One meter and its readers. Nothing is sent, and nothing counted, while nobody listens. */
class Line {
  private readonly readers = new Set<Socket>();
  private frame: SentFrame | undefined;
  private sent = 0;
  skipped = 0;

  constructor(
    private readonly meter: FleetMeter,
    private readonly truth: Truth,
  ) {}

  connect(socket: Socket): void {
    if (this.readers.size === 0) {
      this.frame = undefined;
      this.meter.skipTo(Date.now());
    }
    this.readers.add(socket);
    socket.setNoDelay(true);
    socket.resume();
    // A reader that goes away is no news.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.readers.delete(socket));
  }

  get isRead(): boolean {
    return this.readers.size > 0;
  }

  /** Puts on the wire what is due. */
  send(now: number): void {
    for (;;) {
      if (this.frame === undefined) {
        if (this.meter.catchUp(now)) this.skipped += 1;
        this.frame = this.meter.next();
        this.sent = 0;
      }
      const { bytes, receivedAt } = this.frame;
      const until = Math.min(bytes.length, Math.max(0, charactersIn(now - receivedAt, this.meter.baudRate)));
      if (until > this.sent) this.write(bytes.subarray(this.sent, until));
      this.sent = until;
      if (until < bytes.length) return;
      this.truth.add(this.meter, this.frame);
      this.frame = undefined;
    }
  }

  private write(bytes: Buffer): void {
    for (const reader of this.readers) {
      if (reader.writableLength > MOST_UNREAD) reader.destroy();
      else reader.write(bytes);
    }
  }
}

export class Lines {
  private readonly lines: readonly Line[];
  private servers: Server[] = [];
  private readonly sockets = new Set<Socket>();
  private timer: NodeJS.Timeout | undefined;
  private nextMeter = 0;
  private turn = 0;

  constructor(
    meters: readonly FleetMeter[],
    truth: Truth,
    private readonly target: ListenTarget,
  ) {
    this.lines = meters.map((meter) => new Line(meter, truth));
  }

  get skipped(): number {
    return this.lines.reduce((sum, line) => sum + line.skipped, 0);
  }

  /** Ports on which it listens, in the order of the meters. */
  async listen(): Promise<number[]> {
    const { ports, port } = this.target;
    const wanted = ports === 'each' ? this.lines.length : 1;
    for (let rank = 0; rank < wanted; rank += 1) {
      const line = this.lines[rank];
      const server = createServer((socket) => {
        this.accept(socket, ports === 'each' ? line : this.nextLine());
      });
      server.listen(port === 0 ? 0 : port + rank, this.target.host);
      await once(server, 'listening');
      this.servers.push(server);
    }
    const turns = Math.max(1, Math.round(this.target.chunkMs / TICK_MS));
    this.timer = setInterval(() => {
      this.tick(turns);
    }, TICK_MS);
    return this.servers.map((server) => (server.address() as AddressInfo).port);
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    for (const socket of this.sockets) socket.destroy();
    await Promise.all(
      this.servers.map(
        async (server) =>
          new Promise<void>((resolve) => {
            server.close(() => {
              resolve();
            });
          }),
      ),
    );
    this.servers = [];
  }

  private accept(socket: Socket, line: Line | undefined): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    line?.connect(socket);
  }

  /** The next meter that nobody reads, else the next one. */
  private nextLine(): Line | undefined {
    const count = this.lines.length;
    for (let step = 0; step < count; step += 1) {
      const at = (this.nextMeter + step) % count;
      if (this.lines[at]?.isRead !== false) continue;
      this.nextMeter = at + 1;
      return this.lines[at];
    }
    this.nextMeter += 1;
    return this.lines[(this.nextMeter - 1) % count];
  }

  /** The lines take turns, so that not all of them send in the same moment. */
  private tick(turns: number): void {
    const now = Date.now();
    for (let rank = this.turn; rank < this.lines.length; rank += turns) {
      const line = this.lines[rank];
      if (line?.isRead === true) line.send(now);
    }
    this.turn = (this.turn + 1) % turns;
  }
}
