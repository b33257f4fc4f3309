import net from 'node:net';
import { WORDS } from './words.mjs';

const FIRST = 1880;
const TRIES = 50;

/**
 * A port on 127.0.0.1 that nobody listens on: the one asked for, or 1880, or the next free one.
 * @param {string | undefined} wanted as in the environment
 * @param {Pick<typeof import('./words.mjs').WORDS.en, 'portTaken' | 'noPort'>} say
 * @returns {Promise<number>}
 */
export async function freePort(wanted, say = WORDS.en) {
  if (wanted !== undefined && wanted !== '') {
    const port = Number(wanted);
    if (Number.isInteger(port) && port > 0 && port < 65_536 && (await isFree(port))) return port;
    process.stderr.write(say.portTaken(wanted));
    process.exit(1);
  }
  for (let port = FIRST; port < FIRST + TRIES; port++) if (await isFree(port)) return port;
  process.stderr.write(say.noPort(FIRST));
  process.exit(1);
}

function isFree(port) {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
