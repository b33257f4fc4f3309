// The sandbox meter of the demo, from the built package, as `linky-red sandbox` would start it.
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from '../setup.mjs';

/** @returns {Promise<{host: string, port: number, stop(): Promise<void>}>} */
export async function startMeter() {
  const { STAND_INS } = createRequire(import.meta.url)(path.join(root, 'dist', 'sandbox', 'index.js'));
  return await STAND_INS.meter.start({ port: 0 });
}
