// A way to a server on which everything may take its time: what comes waits at the gate until it is opened.
import { once } from 'node:events';
import net from 'node:net';
import { Arrivals } from './arrivals';

export class SlowWay {
  /** The text of each piece of a request, as it comes to the gate; and of each piece of an answer. */
  readonly requests = new Arrivals<string>('request on the slow way');
  readonly answers = new Arrivals<string>('answer on the slow way');
  private readonly sockets = new Set<net.Socket>();
  private gate = Promise.resolve();
  private backGate = Promise.resolve();

  private constructor(private readonly server: net.Server) {}

  /** @param port of the server behind, on the loopback */
  static async to(port: number): Promise<SlowWay> {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const way = new SlowWay(server);
    server.on('connection', (near) => {
      const far = net.connect(port, '127.0.0.1');
      way.lead(near, far, way.requests, () => way.gate);
      way.lead(far, near, way.answers, () => way.backGate);
    });
    return way;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as net.AddressInfo).port}`;
  }

  /** From now on nothing gets to the server, until the function that is returned lets all through. */
  hold(): () => void {
    let open = (): void => undefined;
    this.gate = new Promise((resolve) => (open = resolve));
    return open;
  }

  /** As `hold`, for the answers. */
  holdAnswers(): () => void {
    let open = (): void => undefined;
    this.backGate = new Promise((resolve) => (open = resolve));
    return open;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private lead(from: net.Socket, to: net.Socket, seen: Arrivals<string>, gate: () => Promise<void>): void {
    this.sockets.add(from);
    let last = Promise.resolve();
    from.on('data', (piece) => {
      const opened = gate();
      seen.add(piece.toString('latin1'));
      last = last
        .then(() => opened)
        .then(() => {
          if (!to.destroyed) to.write(piece);
        });
    });
    from.on('error', () => from.destroy());
    from.once('close', () => {
      this.sockets.delete(from);
      // What has passed the first half of the way arrives, whoever has hung up.
      void last.then(() => to.end());
    });
  }
}
