// Enedis' stand-in of the demo, from the built package, as `linky-red sandbox enedis` starts it: one household over the years.
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from '../setup.mjs';

/**
 * It goes by the clock of the meter.
 * @param {{story: number, host: number, factor: number}} clock as of startMeter
 * @param {number} port of the Node-RED to which the page of the consent sends the browser back
 * @returns {Promise<{url: string, credentials: {clientId: string, clientSecret: string}, stop(): Promise<void>}>}
 */
export async function startEnedis({ story, host, factor }, port) {
  const require = createRequire(import.meta.url);
  const built = (file) => require(path.join(root, 'dist', 'sandbox', file));
  const { id, secret } = built('enedis/applications.js').APPLICATION;
  const running = await built('index.js')
    .standIn('enedis')
    .start({
      settings: {
        at: new Date(story + (Date.now() - host) * factor).toISOString(),
        factor: String(factor),
        redirect: `http://127.0.0.1:${port}/dataconnect-oauth/callback`,
        // Two clicks from the page of the demo to the data.
        agreed: 'yes',
      },
    });
  return {
    url: `http://${running.host}:${running.port}`,
    credentials: { clientId: id, clientSecret: secret },
    stop: () => running.stop(),
  };
}
