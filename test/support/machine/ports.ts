// Ports for whoever has to be told one: a broker that comes back on its own, a Node-RED, a Home Assistant.
import { once } from 'node:events';
import { randomInt } from 'node:crypto';
import net from 'node:net';

/** Below what systems give out by themselves (Linux from 32768, others from 49152), above what services are known by. */
const [FIRST, BEHIND] = [20_000, 32_000];

/**
 * Files that run side by side draw from parts of their own. Between the look at a port and its use lies the start of a program, many
 * seconds on a slow machine, and a port that two are told in that time belongs to one of them.
 */
const [PARTS, WORKER] = [8, process.env['MOCHA_WORKER_ID']];
const WIDTH = WORKER === undefined ? BEHIND - FIRST : (BEHIND - FIRST) / PARTS;
const BEGIN = FIRST + (Number(WORKER ?? 0) % PARTS) * WIDTH;
/** What was told already: nor is the same port told twice. */
const told = new Set<number>();

/**
 * A port on 127.0.0.1 that is free now, and that nobody is given by chance between now and its use, or while who had it is
 * down: neither a connection nor a server of the tests that run beside.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = BEGIN + randomInt(WIDTH);
    if (told.has(port)) continue;
    if (told.size > WIDTH / 2) told.clear();
    told.add(port);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const probe = net.createServer().listen(port, '127.0.0.1');
  try {
    await once(probe, 'listening');
  } catch {
    return false;
  }
  probe.close();
  await once(probe, 'close');
  return true;
}
