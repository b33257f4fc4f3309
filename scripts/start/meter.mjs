// The sandbox meter of the demo, from the built package, as `linky-red sandbox meter` starts it.
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from '../setup.mjs';

/**
 * How many times faster than ours the clock runs. A Linky in standard mode: a day in 24 minutes. Historique has no clock: by ours
 * a house of 12 kW must stay below what a subscription of 9 kVA lets through (2.5 times as much). A budget is measured by a clock
 * that goes on like one: between two frames it may gain a few seconds, and a long frame of a SAPHIR lasts more than two.
 */
export const PACES = { 'linky standard': 60, 'linky historique': 1.5, 'pme-pmi': 4, saphir: 2 };

/** @param {Record<string, string>} settings @returns {keyof typeof PACES | undefined} undefined: no such meter */
export function kindOf({ family = 'linky', mode = 'standard' }) {
  const kind = family === 'linky' ? `linky ${mode}` : family;
  return Object.hasOwn(PACES, kind) ? kind : undefined;
}

/**
 * The settings of the demo's meter: those that were typed, at the pace of their kind.
 * @param {string[]} words settings as NAME=VALUE, e.g. factor=10
 * @returns {Record<string, string>}
 */
export function meterSettings(words) {
  const typed = Object.fromEntries(words.map((word) => word.split(/=(.*)/s).slice(0, 2)));
  return { factor: String(PACES[kindOf(typed)] ?? 1), ...typed };
}

/**
 * @param {string[]} words as of meterSettings
 * @param {typeof import('./words.mjs').WORDS.en} say
 * @returns {Promise<{host: string, port: number, what: string, stop(): Promise<void>, clock: {story: number, host: number, factor: number}}>}
 *   `clock`: what the meter's clock shows at a moment of ours, epoch milliseconds, and how many times faster it runs
 */
export async function startMeter(words, say) {
  const require = createRequire(import.meta.url);
  const { STAND_INS, standIn } = require(path.join(root, 'dist', 'sandbox', 'index.js'));
  const settings = meterSettings(words);
  try {
    const { clock, ...running } = await standIn('meter').start({ settings });
    const kind = kindOf(settings);
    if (kind === 'linky historique' && clock.factor > PACES[kind])
      process.stderr.write(say.tooFast(clock.factor, PACES[kind]));
    return { ...running, clock, what: say.meter[kind](settings) + say.pace(clock.factor) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const { settings: known } = STAND_INS.find(({ name }) => name === 'meter');
    const list = Object.entries(known).map(([name, text]) => `  ${name.padEnd(10)}${text}`);
    process.stderr.write(say.wrongSetting(error.message, list.join('\n')));
    process.exit(2);
  }
}
