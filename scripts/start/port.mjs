import net from 'node:net';

const FIRST = 1880;
const TRIES = 50;

/**
 * A port on 127.0.0.1 that nobody listens on: the one asked for, or 1880, or the next free one.
 * @param {string | undefined} wanted as in the environment
 * @returns {Promise<number>}
 */
export async function freePort(wanted) {
  if (wanted !== undefined && wanted !== '') {
    const port = Number(wanted);
    if (Number.isInteger(port) && port > 0 && port < 65_536 && (await isFree(port))) return port;
    process.stderr.write(`PORT=${wanted} cannot be used: it is taken or no port number\n`);
    process.exit(1);
  }
  for (let port = FIRST; port < FIRST + TRIES; port++) if (await isFree(port)) return port;
  process.stderr.write(`No free port from ${FIRST} on; name one with PORT=…\n`);
  process.exit(1);
}

function isFree(port) {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
