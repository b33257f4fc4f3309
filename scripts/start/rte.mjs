// RTE's stand-in of the demo, from the built package, as `linky-red sandbox rte` starts it: four tense days from the meter's on.
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from '../setup.mjs';

/**
 * It goes by the clock and has the colours of the meter.
 * @param {{story: number, host: number, factor: number}} clock as of startMeter
 * @param {string | undefined} colours as they were typed for the meter
 * @returns {Promise<{url: string, credentials: {clientId: string, clientSecret: string}, stop(): Promise<void>}>}
 */
export async function startRte({ story, host, factor }, colours) {
  const require = createRequire(import.meta.url);
  const built = (file) => require(path.join(root, 'dist', 'sandbox', file));
  const { id, secret } = built('rte/portal.js').DEFAULT_APPLICATION;
  const running = await built('index.js')
    .standIn('rte')
    .start({
      settings: {
        scenario: 'winter-week',
        at: new Date(story + (Date.now() - host) * factor).toISOString(),
        factor: String(factor),
        ...(colours === undefined ? {} : { colours }),
      },
    });
  return {
    url: `http://${running.host}:${running.port}`,
    credentials: { clientId: id, clientSecret: secret },
    stop: () => running.stop(),
  };
}
