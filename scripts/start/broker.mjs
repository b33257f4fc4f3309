// The MQTT broker of the demo, in this process: ha-entities publishes to it, and the page shows what it gives back.
import { once } from 'node:events';
import net from 'node:net';
import { Aedes } from 'aedes';

/** @returns {Promise<{host: string, port: number, stop(): Promise<void>}>} any free port of the loopback interface */
export async function startBroker() {
  const aedes = await Aedes.createBroker();
  const sockets = new Set();
  const server = net.createServer((socket) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)));
    aedes.handle(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: '127.0.0.1',
    port: server.address().port,
    async stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => aedes.close(done));
    },
  };
}
