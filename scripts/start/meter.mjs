// The sandbox meter of the demo, from the built package, as `linky-red sandbox meter` starts it.
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from '../setup.mjs';

const FAMILIES = {
  linky: 'a Linky',
  'pme-pmi': 'a PME-PMI of 108 kVA; its charger starts at 11:00 by its clock',
  saphir: 'a SAPHIR of 250 kW; its charger starts at 11:00 by its clock',
};

/**
 * How many times faster than ours the clock runs. A budget is measured by a clock that goes on like one: between two frames
 * it may gain a few seconds, and a long frame of a SAPHIR lasts more than two.
 */
const FACTORS = { linky: 60, 'pme-pmi': 4, saphir: 2 };

/**
 * A day of a Linky in 24 minutes, unless a factor is named.
 * @param {string[]} words settings as NAME=VALUE, e.g. factor=10
 * @returns {Promise<{host: string, port: number, what: string, stop(): Promise<void>}>}
 */
export async function startMeter(words) {
  const { standIn } = createRequire(import.meta.url)(path.join(root, 'dist', 'sandbox', 'index.js'));
  const settings = Object.fromEntries(words.map((word) => word.split(/=(.*)/s).slice(0, 2)));
  try {
    const family = settings.family ?? 'linky';
    const factor = String(FACTORS[family] ?? 1);
    const running = await standIn('meter').start({ settings: { factor, ...settings } });
    return { ...running, what: words.length === 0 ? 'a Linky in standard mode, on Tempo' : FAMILIES[family] };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    process.stderr.write(`The meter does not know this setting: ${error.message}\n`);
    process.exit(2);
  }
}
