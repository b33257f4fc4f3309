// A serial-to-network bridge as ser2net makes one: everyone who connects reads what the meter says.
import { once } from 'node:events';
import net from 'node:net';
import { Arrivals } from '../machine/arrivals';

export class Bridge {
  /** One entry for each reader that has connected. */
  readonly readers = new Arrivals<net.Socket>('reader of the bridge');

  private constructor(private readonly server: net.Server) {
    server.on('connection', (socket) => {
      socket.on('error', () => socket.destroy());
      this.readers.add(socket);
    });
  }

  static async open(): Promise<Bridge> {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Bridge(server);
  }

  get port(): number {
    return (this.server.address() as net.AddressInfo).port;
  }

  say(bytes: Uint8Array): void {
    for (const reader of this.readers.all) if (!reader.destroyed) reader.write(bytes);
  }

  async close(): Promise<void> {
    for (const reader of this.readers.all) reader.destroy();
    this.server.close();
    await once(this.server, 'close');
  }
}
