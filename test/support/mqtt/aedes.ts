// aedes, a broker inside the test's process: whatever it retained is gone after a restart.
import { Aedes } from 'aedes';
import { once } from 'node:events';
import net from 'node:net';
import { freePort } from '../machine/ports';

interface Persistence {
  createRetainedStream(pattern: string): AsyncIterable<{ topic: string; payload: Buffer }>;
}

export class AedesBroker {
  private server: net.Server | undefined;
  private aedes: Aedes | undefined;
  private readonly sockets = new Set<net.Socket>();

  private constructor(readonly port: number) {}

  static async start(): Promise<AedesBroker> {
    const broker = new AedesBroker(await freePort());
    await broker.up();
    return broker;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${String(this.port)}`;
  }

  async up(): Promise<void> {
    const aedes = await Aedes.createBroker();
    this.aedes = aedes;
    this.server = net.createServer((socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
      aedes.handle(socket);
    });
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  /** Every connection is cut. */
  async down(): Promise<void> {
    const { server, aedes } = this;
    if (server === undefined || aedes === undefined) return;
    this.server = undefined;
    server.close();
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((resolve) => {
      aedes.close(resolve);
    });
  }

  /** As somebody else who empties a retained topic; those who listen hear it. */
  async forget(topic: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const packet = { cmd: 'publish', topic, payload: '', qos: 1, retain: true, dup: false } as const;
      this.aedes?.publish(packet, (error) => {
        if (error instanceof Error) reject(error);
        else resolve();
      });
    });
  }

  async stop(): Promise<void> {
    await this.down();
  }

  /** What it retains, from its own store: over the wire aedes tells it piecemeal. */
  async retained(): Promise<Record<string, string>> {
    const topics: Record<string, string> = {};
    if (this.aedes === undefined) return topics;
    // Not in its types.
    const { persistence } = this.aedes as unknown as { persistence: Persistence };
    for await (const { topic, payload } of persistence.createRetainedStream('#'))
      topics[topic] = payload.toString('utf8');
    return topics;
  }
}
