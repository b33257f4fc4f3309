// A network as companies have it: every host behind a proxy, with certificates of an authority of their own.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { once } from 'node:events';

export interface PrivateNetwork {
  /** `http://127.0.0.1:port`: a proxy that opens tunnels. */
  readonly proxy: string;
  /** Path of the authority's PEM file. */
  readonly authority: string;
  /** What tunnels were asked for, `host:port`. */
  readonly tunnels: readonly string[];
  stop(): Promise<void>;
}

/** `https://<host>` leads to `port` on this machine, for whoever asks the proxy and trusts the authority. Needs openssl. */
export async function startPrivateNetwork(host: string, port: number): Promise<PrivateNetwork> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'linky-red-network-'));
  const file = (name: string): string => path.join(folder, name);
  const openssl = (...words: string[]): void => {
    execFileSync('openssl', words, { cwd: folder, stdio: 'ignore' });
  };
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-days',
    '2',
    '-subj',
    '/CN=Our own authority',
  );
  openssl('req', ...key, '-keyout', 'host.key', '-out', 'host.csr', '-subj', `/CN=${host}`);
  writeFileSync(file('host.ext'), `subjectAltName=DNS:${host}\n`);
  const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'host.ext'];
  openssl('x509', '-req', '-in', 'host.csr', '-out', 'host.pem', ...signed);

  const sockets = new Set<net.Socket>();
  const join = (one: net.Socket, other: net.Socket): void => {
    for (const socket of [one, other]) {
      sockets.add(socket);
      socket.on('error', () => {
        one.destroy();
        other.destroy();
      });
    }
    one.pipe(other).pipe(one);
  };
  const front = tls.createServer({ key: readFileSync(file('host.key')), cert: readFileSync(file('host.pem')) });
  front.on('secureConnection', (socket) => {
    join(socket, net.connect(port, '127.0.0.1'));
  });
  // Whoever does not trust the authority hangs up.
  front.on('tlsClientError', () => undefined);
  const tunnels: string[] = [];
  const proxy = http.createServer((_, response) => response.writeHead(405).end());
  proxy.on('connect', ({ url = '' }, socket: net.Socket) => {
    tunnels.push(url);
    const onwards = net.connect(portOf(front), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      join(socket, onwards);
    });
  });
  for (const server of [front, proxy]) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
  return {
    proxy: `http://127.0.0.1:${String(portOf(proxy))}`,
    authority: file('ca.pem'),
    tunnels,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      for (const server of [front, proxy]) {
        server.close();
        await once(server, 'close');
      }
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function portOf(server: net.Server): number {
  return (server.address() as net.AddressInfo).port;
}
