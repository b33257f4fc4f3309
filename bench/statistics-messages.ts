// Three years of half-hours as messages of points, 1,000 in each, and the energy of each hour of UTC that they were made of.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FIRST_DAY, PRM, type TruthOfHours } from './enedis-answers';

const HALF_HOUR = 1_800_000;
const OF_A_MESSAGE = 1000;

export function writeMessages(folder: string, points: number): void {
  mkdirSync(path.join(folder, 'messages'), { recursive: true });
  const first = Date.parse(`${FIRST_DAY}T00:00:00+01:00`);
  const wh: number[] = [];
  for (let from = 0; from < points; from += OF_A_MESSAGE) {
    const message: unknown[] = [];
    for (let i = from; i < Math.min(points, from + OF_A_MESSAGE); i++) {
      const watts = 200 + 2 * ((i * 7919) % 4001);
      wh[Math.floor(i / 2)] = (wh[Math.floor(i / 2)] ?? 0) + watts / 2;
      message.push(pointAt(first + i * HALF_HOUR, watts));
    }
    const name = `${String(from).padStart(6, '0')}.json`;
    writeFileSync(path.join(folder, 'messages', name), JSON.stringify(message));
  }
  const truth: TruthOfHours = { start: first, wh, points };
  writeFileSync(path.join(folder, 'truth.json'), JSON.stringify(truth));
}

/** As dataconnect-query sends it. */
function pointAt(start: number, value: number): unknown {
  const iso = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');
  return {
    prm: PRM,
    direction: 'consumption',
    kind: 'load-curve',
    quantity: 'active',
    value,
    unit: 'W',
    step: 'PT30M',
    stage: 'raw',
    quality: 'measured',
    source: 'conso-api',
    start: iso(start),
    end: iso(start + HALF_HOUR),
  };
}
