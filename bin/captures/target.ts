// Where a replay goes: a port that readers connect to, or a pseudo-terminal that they open.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

export interface Target {
  /** What a reader opens: host:port, or a path. */
  readonly name: string;
  /** Resolves when somebody reads. */
  reader(signal: AbortSignal): Promise<void>;
  /** Resolves when it can take more. */
  write(bytes: Buffer, signal: AbortSignal): Promise<void>;
  /** Resolves when the readers have had all of it. */
  done(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** A reader has so long for the last bytes. */
const LINGER_MS = 3000;

/** Rejects where the port is not to be had. */
export async function serveTcp(host: string, port: number): Promise<Target> {
  const readers = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    readers.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => readers.delete(socket));
    socket.resume();
  });
  server.listen(port, host);
  await once(server, 'listening');
  const { port: given } = server.address() as net.AddressInfo;
  const reader = async (signal: AbortSignal): Promise<void> => {
    while (readers.size === 0) await once(server, 'connection', { signal });
  };
  return {
    name: `${host}:${String(given)}`,
    reader,
    write: async (bytes, signal) => {
      // A reader that has gone may come back; a meter would not wait, and a replay loses nothing by waiting.
      await reader(signal);
      const full = [...readers].filter((socket) => !socket.write(bytes));
      await Promise.all(full.map(async (socket) => taken(socket, signal)));
    },
    done: () => Promise.resolve(),
    close: async () => {
      server.close();
      for (const socket of readers) {
        socket.end();
        if (!socket.closed) await Promise.race([once(socket, 'close'), delay(LINGER_MS, undefined, { ref: false })]);
        socket.destroy();
      }
    },
  };
}

async function taken(socket: net.Socket, signal: AbortSignal): Promise<void> {
  const done = new AbortController();
  const both = AbortSignal.any([signal, done.signal]);
  try {
    if (!socket.closed)
      await Promise.race([once(socket, 'drain', { signal: both }), once(socket, 'close', { signal: both })]);
  } finally {
    done.abort();
  }
}

/** Rejects where there is no socat. */
export async function openPty(): Promise<Target> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'linky-red-replay-'));
  const name = path.join(folder, 'tty');
  // It goes on when a reader has opened the terminal, and lingers: one that goes takes with it what was not read yet.
  const args = ['-d', '-d', '-t', String(LINGER_MS / 1000), 'STDIO', `pty,raw,echo=0,wait-slave,link=${name}`];
  const socat = spawn('socat', args, { stdio: ['pipe', 'ignore', 'pipe'] });
  socat.stdin.on('error', () => undefined);
  const gone = new Promise<void>((resolve) => {
    socat.once('close', () => {
      resolve();
    });
  });
  const said = new Said(socat);
  const close = async (): Promise<void> => {
    socat.kill();
    await gone;
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await said.hear('PTY is');
  } catch (error) {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    throw error;
  }
  return {
    name,
    reader: (signal) => said.hear('starting data transfer loop', signal),
    write: async (bytes, signal) => {
      if (socat.exitCode !== null) throw new Error('the reader has closed the pseudo-terminal');
      if (socat.stdin.write(bytes)) return;
      const either = new AbortController();
      const both = AbortSignal.any([signal, either.signal]);
      await Promise.race([once(socat.stdin, 'drain', { signal: both }), once(socat, 'exit', { signal: both })]);
      either.abort();
    },
    done: async (signal) => {
      socat.stdin.end();
      const stopped = new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => {
          resolve();
        });
      });
      await Promise.race([gone, stopped]);
    },
    close,
  };
}

/** What socat says of itself. */
class Said {
  private text = '';

  constructor(private readonly socat: ChildProcessByStdio<Writable, null, Readable>) {
    socat.stderr.on('data', (part: Buffer) => (this.text += part.toString()));
  }

  /** Rejects when it ends before, or is not there. */
  hear(words: string, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (this.text.includes(words)) resolve();
      };
      look();
      this.socat.stderr.on('data', look);
      this.socat.once('error', () => {
        reject(new Error('a pseudo-terminal needs socat: install it (apt install socat), or play --to tcp://2001'));
      });
      this.socat.once('exit', () => {
        reject(new Error(`socat makes no pseudo-terminal: ${this.text.trim().split('\n').at(-1) ?? ''}`));
      });
      signal?.addEventListener('abort', () => {
        reject(new Error('ended'));
      });
    });
  }
}
