// Every offer over the year 2026, held against a truth by the minute that is written apart: what the clock of luxon shows, what
// the contract says of such a minute in plain conditions, and the price on paper.
import assert from 'node:assert/strict';
import type { Point } from '../../../../lib/grid/point';
import { costOf } from '../../../../lib/tariff/cost/cost';
import type { Contract, ContractPeriod, DayColour, OfferKind } from '../../../../lib/tariff/contract/contract';
import { OFFERS } from '../../../../lib/tariff/contract/offers';
import { PERIOD } from '../../../support/tariff/told-spans';
import { household, minutesOf2026, type Household, type Minute } from '../../../support/tariff/year-by-minutes';

interface Case {
  readonly name: string;
  readonly contract: Contract;
  readonly colourOf?: (day: string) => DayColour;
  /** The class of a minute, and what its kWh costs. */
  readonly truth: (minute: Minute) => readonly [tariffClass: string, eurPerKWh: number];
}

/** `2026-01-01` and so on: any rule without a pattern in weeks or months. */
const number = (day: string): number => Math.floor(Date.parse(`${day}T12:00:00Z`) / 86_400_000);
const tempoColour = (day: string): DayColour =>
  number(day) % 11 === 0 ? 'red' : number(day) % 5 < 2 ? 'white' : 'blue';
const ejpColour = (day: string): DayColour => (number(day) % 7 < 2 ? 'peak' : 'normal');

const TEMPO = {
  'hc-blue': 0.1325,
  'hp-blue': 0.1612,
  'hc-white': 0.1499,
  'hp-white': 0.1871,
  'hc-red': 0.1575,
  'hp-red': 0.706,
};
const isWinter = ({ month }: Minute): boolean => month === 11 || month === 12 || month <= 3;

function tempo({ day, dayBefore, clock }: Minute): keyof typeof TEMPO {
  const colour = tempoColour(clock < 360 ? dayBefore : day) as 'blue' | 'white' | 'red';
  return `${clock < 360 || clock >= 1320 ? 'hc' : 'hp'}-${colour}`;
}

function period(offer: OfferKind, more: Partial<ContractPeriod>): ContractPeriod {
  return { ...PERIOD, offer, ...more };
}

const CASES: Case[] = [
  {
    name: 'Base, with excise and VAT on top',
    contract: [period('base', { prices: { base: 0.1327 }, surcharge: 0.0299, vat: 20 })],
    truth: () => ['base', 0.19512],
  },
  {
    name: 'HP/HC with two ranges at odd minutes',
    contract: [period('hp-hc', { offPeak: 'HC (1H30-8H00;12H56-14H56)', prices: { hp: 0.27, hc: 0.2068 } })],
    truth: ({ clock }) =>
      (clock >= 90 && clock < 480) || (clock >= 776 && clock < 896) ? ['hc', 0.2068] : ['hp', 0.27],
  },
  {
    name: 'HP/HC with a range that begins and ends within the hour of the clock changes',
    contract: [period('hp-hc', { offPeak: '2h10-2h50 et 22h05-0h00', prices: { hp: 0.3, hc: 0 } })],
    truth: ({ clock }) => ((clock >= 130 && clock < 170) || clock >= 1325 ? ['hc', 0] : ['hp', 0.3]),
  },
  {
    name: 'Week-end, and a Wednesday',
    contract: [period('week-end', { weekEnd: [3, 6, 7], prices: { base: 0.28, 'week-end': 0.19 } })],
    truth: ({ weekday }) => ([3, 6, 7].includes(weekday) ? ['week-end', 0.19] : ['base', 0.28]),
  },
  {
    name: 'HP/HC and week-end, across midnight',
    contract: [
      period('hp-hc-week-end', {
        offPeak: '22:30-06:30',
        prices: { hp: 0.29, hc: 0.21, 'hp-week-end': 0.22, 'hc-week-end': 0.18 },
      }),
    ],
    truth: ({ weekday, clock }) => {
      const off = clock >= 1350 || clock < 390;
      if (weekday >= 6) return off ? ['hc-week-end', 0.18] : ['hp-week-end', 0.22];
      return off ? ['hc', 0.21] : ['hp', 0.29];
    },
  },
  {
    name: 'Tempo',
    contract: [period('tempo', { prices: TEMPO })],
    colourOf: tempoColour,
    truth: (minute) => [tempo(minute), TEMPO[tempo(minute)]],
  },
  {
    name: 'EJP',
    contract: [period('ejp', { prices: { 'ejp-normal': 0.16, 'ejp-peak': 1.9 } })],
    colourOf: ejpColour,
    truth: ({ day, dayBefore, clock }) => {
      const began = clock < 60 ? dayBefore : day;
      const winter = ['11', '12', '01', '02', '03'].includes(began.slice(5, 7));
      const peak = winter && (clock < 60 || clock >= 420) && ejpColour(began) === 'peak';
      return peak ? ['ejp-peak', 1.9] : ['ejp-normal', 0.16];
    },
  },
  {
    name: 'Four seasonal classes',
    contract: [
      period('seasonal', {
        offPeak: '2h26-7h26;14h56-17h56',
        prices: { hph: 0.31, hch: 0.22, hpb: 0.15, hcb: 0.11 },
        vat: 5.5,
      }),
    ],
    truth: (minute) => {
      const { clock } = minute;
      const off = (clock >= 146 && clock < 446) || (clock >= 896 && clock < 1076);
      if (isWinter(minute)) return off ? ['hch', 0.22 * 1.055] : ['hph', 0.31 * 1.055];
      return off ? ['hcb', 0.11 * 1.055] : ['hpb', 0.15 * 1.055];
    },
  },
  {
    name: 'three periods, which change on the days of the clock changes',
    contract: [
      period('base', { to: '2026-03-28', prices: { base: 0.25 } }),
      period('hp-hc', { from: '2026-03-29', to: '2026-10-24', offPeak: '23h-7h', prices: { hp: 0.2, hc: 0.1 } }),
      period('tempo', { from: '2026-10-25', prices: TEMPO }),
    ],
    colourOf: tempoColour,
    truth: (minute) => {
      const { day, clock } = minute;
      if (day < '2026-03-29') return ['base', 0.25];
      if (day < '2026-10-25') return clock >= 1380 || clock < 420 ? ['hc', 0.1] : ['hp', 0.2];
      return [tempo(minute), TEMPO[tempo(minute)]];
    },
  },
];

describe('lib/tariff/cost: every offer over 2026', function () {
  let minutes: Minute[];
  let house: Household;

  before(() => {
    minutes = minutesOf2026();
    house = household(minutes);
  });

  for (const { name, contract, colourOf = () => undefined, truth } of CASES)
    it(`${name}: each class of each month to the millionth of a euro`, () => {
      const { costs, unpriced, waiting } = costOf(house.points, contract, colourOf);
      assert.deepEqual([unpriced, waiting], [[], []]);
      assertSums(costs, minutes, house, truth);
    });

  it('no offer is left out', () => {
    const proved = new Set(CASES.flatMap(({ contract }) => contract.map(({ offer }) => offer)));
    assert.deepEqual([...proved].sort(), Object.keys(OFFERS).sort());
  });
});

function assertSums(
  costs: readonly Point[],
  minutes: readonly Minute[],
  { watts }: Household,
  truth: Case['truth'],
): void {
  const expected = new Map<string, number>();
  const months = new Map<number, number>();
  minutes.forEach((minute, i) => {
    const power = watts[i] ?? null;
    months.set(minute.at, minute.month);
    if (power === null) return;
    const [tariffClass, price] = truth(minute);
    const key = `${minute.month} ${tariffClass}`;
    expected.set(key, (expected.get(key) ?? 0) + (power / 60_000) * price);
  });
  const found = new Map<string, number>();
  for (const { start, value, tariffClass = 'none' } of costs) {
    const key = `${months.get(start) ?? NaN} ${tariffClass}`;
    found.set(key, (found.get(key) ?? 0) + value);
  }
  assert.deepEqual([...found.keys()].sort(), [...expected.keys()].sort());
  for (const [key, eur] of expected) {
    const ours = found.get(key) ?? NaN;
    assert.ok(Math.abs(ours - eur) < 1e-6, `${key}: ${ours}, and in truth ${eur}`);
  }
}
