// The operator of the demo, from the built package, as `linky-red sandbox flexready` starts it: its page asks the building of the flow.
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from '../setup.mjs';
import { kindOf } from './meter.mjs';

/** What can be asked of a house, and of a building, in kilowatts. */
const ASKED = { house: '3', building: '60' };

/**
 * It goes by the clock of the meter.
 * @param {{story: number, host: number, factor: number}} clock as of startMeter
 * @param {number} port of the Node-RED in which the building is
 * @param {Record<string, string>} meter its settings
 * @returns {Promise<{url: string, credentials: {secret1: string}, stop(): Promise<void>}>}
 */
export async function startFlexReady({ story, host, factor }, port, meter) {
  const require = createRequire(import.meta.url);
  const key = randomBytes(18).toString('base64url');
  const running = await require(path.join(root, 'dist', 'sandbox', 'index.js'))
    .standIn('flexready')
    .start({
      settings: {
        at: new Date(story + (Date.now() - host) * factor).toISOString(),
        factor: String(factor),
        ask: kindOf(meter)?.startsWith('linky') ? ASKED.house : ASKED.building,
        building: `http://127.0.0.1:${port}/flex`,
        'building-key': key,
      },
    });
  return {
    url: `http://${running.host}:${running.port}`,
    credentials: { secret1: key },
    stop: () => running.stop(),
  };
}
