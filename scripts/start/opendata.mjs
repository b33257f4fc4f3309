// The open data portals of the demo, from the built package, as `linky-red sandbox opendata` starts them.
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from '../setup.mjs';

/**
 * They go by the clock of the meter.
 * @param {{story: number, host: number, factor: number}} clock as of startMeter
 * @returns {Promise<{enedis: string, stop(): Promise<void>}>} `enedis`: the address of Enedis' portal
 */
export async function startOpenData({ story, host, factor }) {
  const require = createRequire(import.meta.url);
  return await require(path.join(root, 'dist', 'sandbox', 'index.js'))
    .standIn('opendata')
    .start({
      settings: { at: new Date(story + (Date.now() - host) * factor).toISOString(), factor: String(factor) },
    });
}
