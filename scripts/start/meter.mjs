// The sandbox meter of the demo, from the built package, as `linky-red sandbox meter` starts it.
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from '../setup.mjs';

/**
 * A day in 24 minutes, unless a factor is named.
 * @param {string[]} words settings as NAME=VALUE, e.g. factor=10
 * @returns {Promise<{host: string, port: number, stop(): Promise<void>}>}
 */
export async function startMeter(words) {
  const { standIn } = createRequire(import.meta.url)(path.join(root, 'dist', 'sandbox', 'index.js'));
  const settings = Object.fromEntries(words.map((word) => word.split(/=(.*)/s).slice(0, 2)));
  try {
    return await standIn('meter').start({ settings: { factor: '60', ...settings } });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    process.stderr.write(`The meter does not know this setting: ${error.message}\n`);
    process.exit(2);
  }
}
