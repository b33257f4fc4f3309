// A year of half hours as points@1 messages lie in files, the colours of its days, and what each class of each month costs: the
// truth, reckoned where the curve is made.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DateTime } from 'luxon';
import type { Point } from '../lib/grid/point';
import { messageOf, partsOf } from '../lib/grid/point';

const PARIS = { zone: 'Europe/Paris' };
const HALF_HOUR = 1_800_000;

export const TEMPO_PRICES: Readonly<Record<string, number>> = {
  'hc-blue': 0.1325,
  'hp-blue': 0.1612,
  'hc-white': 0.1499,
  'hp-white': 0.1871,
  'hc-red': 0.1575,
  'hp-red': 0.706,
};

export interface CostYear {
  readonly points: number;
  readonly colours: Readonly<Record<string, 'blue' | 'white' | 'red'>>;
  /** `2026-01 hc-blue` → EUR. */
  readonly eur: Readonly<Record<string, number>>;
}

/** 2026, with both clock changes. */
export function writeYear(folder: string): CostYear {
  mkdirSync(path.join(folder, 'messages'), { recursive: true });
  const colours: Record<string, 'blue' | 'white' | 'red'> = {};
  const eur: Record<string, number> = {};
  const points: Point[] = [];
  const last = DateTime.fromISO('2027-01-01', PARIS);
  let day = DateTime.fromISO('2025-12-31', PARIS);
  for (; day < last; day = day.plus({ days: 1 })) {
    const colour = day.ordinal % 17 === 0 ? 'red' : day.ordinal % 8 === 0 ? 'white' : 'blue';
    colours[day.toISODate() ?? ''] = colour;
    // The tariff day: from 06:00 to 06:00, off-peak from 22:00 on.
    const [peak, offPeak, end] = [day.set({ hour: 6 }), day.set({ hour: 22 }), day.plus({ days: 1 }).set({ hour: 6 })];
    for (let at = peak.toMillis(); at < end.toMillis(); at += HALF_HOUR) {
      const month = DateTime.fromMillis(at, PARIS).toFormat('yyyy-MM');
      if (!month.startsWith('2026')) continue;
      const watts = 200 + ((points.length * 7919) % 4001);
      const tariffClass = `${at < offPeak.toMillis() ? 'hp' : 'hc'}-${colour}`;
      const key = `${month} ${tariffClass}`;
      eur[key] = (eur[key] ?? 0) + (watts / 2000) * (TEMPO_PRICES[tariffClass] ?? NaN);
      points.push(pointOf(at, watts));
    }
  }
  partsOf(points.map(messageOf)).forEach((part, i) => {
    writeFileSync(path.join(folder, 'messages', `${String(i).padStart(3, '0')}.json`), JSON.stringify(part));
  });
  const year: CostYear = { points: points.length, colours, eur };
  writeFileSync(path.join(folder, 'truth.json'), JSON.stringify(year));
  return year;
}

function pointOf(start: number, value: number): Point {
  return {
    prm: '25000000000017',
    direction: 'consumption',
    kind: 'load-curve',
    quantity: 'active',
    start,
    end: start + HALF_HOUR,
    value,
    unit: 'W',
    step: 'PT30M',
    quality: 'measured',
    source: 'conso-api',
  };
}
