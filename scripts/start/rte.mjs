// RTE's stand-in of the demo, from the built package, as `linky-red sandbox rte` starts it: four tense days from today on.
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from '../setup.mjs';

/**
 * Its clock is that of this machine: the nodes that ask it have no other.
 * @returns {Promise<{url: string, credentials: {clientId: string, clientSecret: string}, stop(): Promise<void>}>}
 */
export async function startRte() {
  const require = createRequire(import.meta.url);
  const built = (file) => require(path.join(root, 'dist', 'sandbox', file));
  const { id, secret } = built('rte/portal.js').DEFAULT_APPLICATION;
  const running = await built('index.js')
    .standIn('rte')
    .start({ settings: { scenario: 'tense-week' } });
  return {
    url: `http://${running.host}:${running.port}`,
    credentials: { clientId: id, clientSecret: secret },
    stop: () => running.stop(),
  };
}
