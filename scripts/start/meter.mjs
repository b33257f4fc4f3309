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
 * A day in 24 minutes, unless a factor is named. Above 36 kVA the clock runs four times faster: what a budget is measured by
 * must go on like a clock.
 * @param {string[]} words settings as NAME=VALUE, e.g. factor=10
 * @returns {Promise<{host: string, port: number, what: string, stop(): Promise<void>}>}
 */
export async function startMeter(words) {
  const { standIn } = createRequire(import.meta.url)(path.join(root, 'dist', 'sandbox', 'index.js'));
  const settings = Object.fromEntries(words.map((word) => word.split(/=(.*)/s).slice(0, 2)));
  try {
    const family = settings.family ?? 'linky';
    const factor = family === 'linky' ? '60' : '4';
    const running = await standIn('meter').start({ settings: { factor, ...settings } });
    return { ...running, what: words.length === 0 ? 'a Linky in standard mode, on Tempo' : FAMILIES[family] };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    process.stderr.write(`The meter does not know this setting: ${error.message}\n`);
    process.exit(2);
  }
}
