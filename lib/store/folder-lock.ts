// One process at a time writes into a folder. Who has it listens on a socket beside it: the operating system closes that one
// with the process, however it ends, and knows no process ids that a container gives out again; containers with one volume
// meet at the same socket file. Where sockets cannot lie (some network and FAT file systems) it lies in the folder for
// temporary files, which is one for all processes of the machine; on Windows it is a named pipe.
import { createHash, randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { link, mkdir, realpath, rm, rmdir, stat } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** `shared`: nothing can be locked here, all may write. */
export type Hold = 'held' | 'taken' | 'shared';

/** The name of a socket is no longer than this anywhere (Linux 107, macOS 103), with the three signs that `claim` adds. */
const LONGEST_NAME = 100;
/** Somebody clears away what a dead process left: that takes a moment. After so long it has died, too. */
const CLEARING_MS = 5000;
const TRIES = 200;
const TRY_AGAIN_MS = 25;
/** Who has the folder may have ended: not before this time has passed it is asked again. */
const ASK_AGAIN_MS = 1000;

const locks = new Map<string, FolderLock>();
/** Socket files of this process. */
const held = new Set<string>();

/** The lock of a folder, one for all that write into it in this process. It is made with the first question. */
export function lockOf(dir: string): FolderLock {
  const key = path.resolve(dir);
  const lock = locks.get(key) ?? new FolderLock(key);
  locks.set(key, lock);
  return lock;
}

export class FolderLock {
  private holding: Promise<Hold> | undefined;
  private askedAt = -Infinity;
  private found: Hold | undefined;

  constructor(private readonly dir: string) {}

  /** Takes the folder, or says that another process has it; then it is tried again now and then. */
  hold(): Promise<Hold> {
    const isStale = this.found === 'taken' && performance.now() - this.askedAt > ASK_AGAIN_MS;
    if (this.holding === undefined || isStale) {
      this.askedAt = performance.now();
      this.found = undefined;
      this.holding = this.take().then((found) => (this.found = found));
    }
    return this.holding;
  }

  private async take(): Promise<Hold> {
    for (const name of await socketNames(this.dir)) {
      const hold = await takeSocket(name);
      if (hold !== 'shared') return hold;
    }
    return 'shared';
  }
}

/** The best one first. */
async function socketNames(dir: string): Promise<string[]> {
  await mkdir(path.dirname(dir), { recursive: true }).catch(() => undefined);
  const parent = await realpath(path.dirname(dir)).catch(() => path.dirname(dir));
  const real = path.join(parent, path.basename(dir));
  const hash = createHash('sha256').update(real).digest('hex').slice(0, 24);
  if (process.platform === 'win32') return [`\\\\.\\pipe\\linky-red-${hash}`];
  const beside = `${real}.lock`;
  const temporary = path.join(os.tmpdir(), `linky-red-${hash}.lock`);
  return [beside, temporary].filter((name) => Buffer.byteLength(name) <= LONGEST_NAME);
}

async function takeSocket(name: string): Promise<Hold> {
  for (let tries = 0; tries < TRIES; tries++) {
    const error = await claim(name);
    if (error === null) return 'held';
    if (error !== 'EADDRINUSE') return 'shared';
    const answer = await knock(name);
    if (answer === 'open') return 'taken';
    // EACCES: another user's, living or dead; who may not speak to it may hardly write beside it.
    if (answer === 'denied') return 'shared';
    if (answer === 'dead') {
      const cleared = await clearing(`${name}.clearing`, async () => {
        // Meanwhile somebody else may have cleared it away, and taken the folder.
        if ((await knock(name)) === 'dead') await rm(name, { force: true });
      });
      if (cleared === 'denied') return 'shared';
    }
    await delay(tries === 0 ? 0 : TRY_AGAIN_MS);
  }
  return 'taken';
}

/** What link says where there are no hard links. */
const NO_LINKS: ReadonlySet<unknown> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL']);

/**
 * A socket file is there a moment before anybody listens on it, and would pass for what a dead process left. So it is made under
 * a name of its own, and gets the right one when it answers.
 * @returns null, or the code of what went wrong
 */
async function claim(name: string): Promise<string | null> {
  const own = process.platform === 'win32' ? name : `${name}.${randomBytes(1).toString('hex')}`;
  let server = await listen(own);
  if (typeof server === 'string') return server;
  if (own === name) return null;
  try {
    await link(own, name);
  } catch (error) {
    server.close();
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    if (!NO_LINKS.has(code)) return code === 'EEXIST' ? 'EADDRINUSE' : code;
    server = await listen(name);
    if (typeof server === 'string') return server;
  }
  await rm(own, { force: true });
  clearAtExit(name);
  return null;
}

/** @returns the server, or the code of what went wrong */
function listen(name: string): Promise<net.Server | string> {
  return new Promise((resolve) => {
    const server = net.createServer((visitor) => visitor.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? 'unknown');
    });
    server.listen(name, () => {
      server.removeAllListeners('error');
      // An accept that fails (too many open files) takes nothing from who has the folder.
      server.on('error', () => undefined);
      server.unref();
      resolve(server);
    });
  });
}

/** What a kill leaves is cleared away by the next one. */
function clearAtExit(name: string): void {
  if (held.size === 0)
    process.once('exit', () => {
      for (const each of held) rmSync(each, { force: true });
    });
  held.add(name);
}

/** Whether anybody listens there: the operating system answers for a process that is busy. */
function knock(name: string): Promise<'open' | 'dead' | 'gone' | 'denied'> {
  return new Promise((resolve) => {
    const socket = net.connect(name);
    socket.once('connect', () => {
      resolve('open');
      socket.destroy();
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') resolve('dead');
      else if (error.code === 'ENOENT') resolve('gone');
      else resolve(error.code === 'EAGAIN' ? 'open' : 'denied');
    });
  });
}

/** One at a time: two that clear away at once would clear away each other's. */
async function clearing(name: string, work: () => Promise<void>): Promise<'done' | 'busy' | 'denied'> {
  try {
    await mkdir(name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return 'denied';
    const since = await stat(name).then(
      ({ mtimeMs }) => mtimeMs,
      () => Infinity,
    );
    if (Date.now() - since > CLEARING_MS) await rmdir(name).catch(() => undefined);
    return 'busy';
  }
  try {
    await work();
  } finally {
    await rmdir(name).catch(() => undefined);
  }
  return 'done';
}
