// A year of half hours of a house on peak and off-peak hours, and what it comes to by the month: a truth that is written apart,
// on the stand-ins' own table of the clocks of Paris.
import type { Point } from '../../../lib/grid/point';
import { parisInstant, parisTime } from '../../../sandbox/paris-clock';
import { PRM } from '../../support/home-assistant/curve';
import { lcg } from '../../support/machine/random';

const HALF = 1_800_000;
export const YEAR = 2025;
const [FROM, TO] = [parisInstant(YEAR, 1, 1), parisInstant(YEAR + 1, 1, 1)];

/** As it is typed into energy-cost. Both edges lie in the middle of an hour. */
export const CONTRACT = {
  from: '',
  to: '',
  offer: 'hp-hc',
  offPeak: 'HC (22H30-6H30)',
  weekEndDays: '',
  subscription: '15,65',
  surcharge: '0,01',
  vat: '20',
  feedIn: '',
  hp: '0,1734',
  hc: '0,1363',
};
const PRICE = { hp: (0.1734 + 0.01) * 1.2, hc: (0.1363 + 0.01) * 1.2 };

export interface Month {
  wh: number;
  eur: number;
}

export class YearOfAHouse {
  /** Mean power of each half hour, W; by its start, epoch ms. */
  private readonly watts = new Map<number, number>();

  constructor(seed: number) {
    const random = lcg(seed);
    for (let at = FROM; at < TO; at += HALF) {
      const { month, day, hour } = parisTime(at);
      // An afternoon of which nobody knows anything.
      if (month === 6 && day === 15 && hour >= 14 && hour < 17) continue;
      const heating = month < 4 || month > 10 ? 900 : 0;
      this.watts.set(at, Math.round(120 + heating * random() + (hour >= 18 ? 1800 : 400) * random()));
    }
  }

  /** Another curve for a civil day. */
  correct(month: number, day: number): void {
    for (let at = parisInstant(YEAR, month, day); at < parisInstant(YEAR, month, day + 1); at += HALF)
      this.watts.set(at, 1000 + (this.watts.get(at) ?? 0));
  }

  points(from = FROM, to = TO): Point[] {
    const wanted = [...this.watts].filter(([start]) => start >= from && start < to);
    return wanted.map(([start, value]) => ({
      ...{ prm: PRM, direction: 'consumption', kind: 'load-curve', quantity: 'active', unit: 'W', step: 'PT30M' },
      ...{ start, end: start + HALF, value, quality: 'measured', source: 'test' },
    }));
  }

  pointsOfDay(month: number, day: number): Point[] {
    return this.points(parisInstant(YEAR, month, day), parisInstant(YEAR, month, day + 1));
  }

  /** By the start of each month, epoch ms. */
  months(): Map<number, Month> {
    const months = new Map<number, Month>();
    for (const [at, watts] of this.watts) {
      const { month, hour, minute } = parisTime(at);
      const start = parisInstant(YEAR, month, 1);
      const sums = months.get(start) ?? { wh: 0, eur: 0 };
      const minutes = hour * 60 + minute;
      const tariff = minutes >= 22 * 60 + 30 || minutes < 6 * 60 + 30 ? 'hc' : 'hp';
      months.set(start, { wh: sums.wh + watts / 2, eur: sums.eur + (watts / 2000) * PRICE[tariff] });
    }
    return months;
  }
}
