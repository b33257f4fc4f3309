// Running costs, held against a meter that is played minute by minute: what it drew, in which class, on which day is known apart.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import type { Contract, ContractPeriod, TariffClass } from '../../../../lib/tariff/contract/contract';
import type { RunningCost } from '../../../../lib/tariff/running/cost-state';
import { meterTariff } from '../../../../lib/tariff/running/registers';
import { RunningCosts } from '../../../../lib/tariff/running/running-costs';
import { PlayedMeter } from '../../../support/tariff/played-meter';

const MINUTE = 60_000;
const ZONE = 'Europe/Paris';
const PERIOD: ContractPeriod = {
  from: null,
  to: null,
  offer: 'hp-hc',
  offPeak: '22h-6h',
  weekEnd: [],
  prices: { hp: 0.2, hc: 0.1 },
  subscription: null,
  surcharge: 0,
  vat: 0,
  feedIn: null,
};
const BASE: ContractPeriod = { ...PERIOD, offer: 'base', offPeak: '', prices: { base: 0.15 } };
const local = (ms: number): DateTime => DateTime.fromMillis(ms, { zone: ZONE });
const ms = (iso: string): number => DateTime.fromISO(iso, { zone: ZONE }).toMillis();
const near = (found: number | undefined, wanted: number, what: string): void => {
  assert.ok(found !== undefined && Math.abs(found - wanted) < 1e-5, `${what}: ${String(found)}, not ${String(wanted)}`);
};

type Registers = (now: number) => Record<string, unknown>;

function play(costs: RunningCosts, times: readonly number[], registers: Registers): void {
  for (const at of times) costs.take('meter', meterTariff(registers(at)), at);
}

const every = (from: number, to: number, step: number): number[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);

describe('running costs', () => {
  for (const [name, from, to] of [
    ['a winter day', '2026-01-11T18:00', '2026-01-13T12:00'],
    ['the day of 23 hours', '2026-03-28T18:00', '2026-03-29T23:00'],
    ['the day of 25 hours', '2026-10-24T18:00', '2026-10-25T23:30'],
    ['the end of the year', '2026-12-31T12:00', '2027-01-01T09:00'],
    ['29 February', '2028-02-29T00:00', '2028-02-29T23:00'],
  ] as const)
    for (const [manner, registersOf] of [
      [
        'two registers',
        (meter: PlayedMeter): Registers =>
          (now) =>
            meter.twoRegisters(now),
      ],
      [
        'one, and the clock',
        (meter: PlayedMeter): Registers =>
          (now) =>
            meter.oneRegister(now),
      ],
    ] as const)
      it(`are those of the day and the month: ${name}, ${manner}`, () => {
        const [begin, end] = [ms(from), ms(to)];
        const meter = new PlayedMeter(begin, end);
        const costs = new RunningCosts([PERIOD], () => undefined);
        play(costs, every(begin, end, MINUTE), registersOf(meter));
        const { day, month } = costs.view(end, true);
        for (const [sum, unit] of [
          [day, 'day'],
          [month, 'month'],
        ] as const) {
          const start = Math.max(begin, local(end).startOf(unit).toMillis());
          const hc = meter.drawn(start, true) / 1000;
          const hp = meter.drawn(start, false) / 1000;
          near(sum?.byClass.hc?.kWh ?? 0, hc, `${unit} hc`);
          near(sum?.byClass.hp?.kWh ?? 0, hp, `${unit} hp`);
          near(sum?.costEur, hc * 0.1 + hp * 0.2, `${unit} EUR`);
          assert.equal(ms(sum?.since ?? ''), start);
        }
      });

  it('are the same however often the meter is read within a day', () => {
    const [begin, end] = [ms('2026-10-25T00:00'), ms('2026-10-25T23:59')];
    const meter = new PlayedMeter(begin, end);
    const moments = fc.uniqueArray(fc.integer({ min: 1, max: (end - begin) / MINUTE - 1 }), { maxLength: 30 });
    fc.assert(
      fc.property(moments, (minutes) => {
        const times = minutes.sort((a, b) => a - b).map((minute) => begin + minute * MINUTE);
        const costs = new RunningCosts([PERIOD], () => undefined);
        play(costs, [begin, ...times, end], (now) => meter.twoRegisters(now));
        const { day } = costs.view(end, true);
        near(day?.costEur, (meter.drawn(begin, true) * 0.1 + meter.drawn(begin, false) * 0.2) / 1000, 'EUR');
      }),
    );
  });

  it('count nothing twice when the meter goes to the other mode and comes back', () => {
    const [begin, there, back, end] = ['10:00', '12:00', '15:00', '18:00'].map((time) => ms(`2026-11-03T${time}`));
    assert.ok(begin !== undefined && there !== undefined && back !== undefined && end !== undefined);
    const meter = new PlayedMeter(begin, end);
    const costs = new RunningCosts([PERIOD], () => undefined);
    play(costs, every(begin, there, MINUTE), (now) => meter.twoRegisters(now));
    play(costs, every(there, back, MINUTE), (now) => meter.standardRegisters(now));
    play(costs, every(back, end, MINUTE), (now) => meter.twoRegisters(now));
    near(costs.view(end, true).day?.byClass.hp?.kWh, meter.drawn(begin, false) / 1000, 'hp');
  });

  it('are the sum of their classes, never below 0, whatever indexes come', () => {
    const step = fc.record({
      hc: fc.integer({ min: 0, max: 100_000 }),
      hp: fc.integer({ min: 0, max: 100_000 }),
      ms: fc.integer({ min: -3_600_000, max: 90_000_000 }),
      meter: fc.constantFrom('a', 'b'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const costs = new RunningCosts([PERIOD], () => undefined);
        let now = ms('2026-10-23T10:00');
        for (const { hc, hp, ms: by, meter } of steps) {
          now += by;
          costs.take(meter, meterTariff({ HCHC: hc, HCHP: hp }), now);
          const { day, month } = costs.view(now, true);
          for (const sum of [day, month]) assertSound(sum);
        }
        const again = new RunningCosts([PERIOD], () => undefined);
        again.restore(JSON.parse(JSON.stringify(costs.kept())) as ReturnType<typeof costs.kept>);
        assert.deepEqual(again.view(now, false), costs.view(now, false));
      }),
    );
  });

  describe('after a silence', () => {
    const contract: Contract = [
      { ...BASE, to: '2026-01-11' },
      { ...BASE, from: '2026-01-12', prices: { base: 0.3 } },
    ];
    const after = (from: string, to: string, wh: number): ReturnType<RunningCosts['view']> => {
      const costs = new RunningCosts(contract, () => undefined);
      costs.take('meter', meterTariff({ BASE: 1000 }), ms(from));
      costs.take('meter', meterTariff({ BASE: 1000 + wh }), ms(to));
      return costs.view(ms(to), true);
    };

    it('over midnight the energy is shared out by time, each part at its price', () => {
      const { day, month } = after('2026-01-11T23:00', '2026-01-12T02:00', 3000);
      assert.deepEqual([day?.kWh, day?.costEur, ms(day?.since ?? '')], [2, 0.6, ms('2026-01-12T00:00')]);
      assert.deepEqual([month?.kWh, month?.costEur], [3, 0.75]);
    });

    it('of more than 6 hours the day begins with the reading, the month counts', () => {
      const { day, month } = after('2026-01-11T20:00', '2026-01-12T04:00', 8000);
      assert.deepEqual([day?.kWh, day?.costEur, ms(day?.since ?? '')], [0, 0, ms('2026-01-12T04:00')]);
      assert.deepEqual([month?.kWh, month?.costEur], [8, 1.8]);
    });

    it('of days over the beginning of a month both begin with the reading', () => {
      const { day, month } = after('2026-01-20T20:00', '2026-02-02T04:00', 8000);
      assert.deepEqual([day?.kWh, month?.kWh, ms(month?.since ?? '')], [0, 0, ms('2026-02-02T04:00')]);
    });
  });

  it('know six registers of Tempo without a colour, and by the name of the calendar in standard mode', () => {
    const prices = { 'hc-blue': 0.1, 'hp-blue': 0.2, 'hc-white': 0.3, 'hp-white': 0.4, 'hc-red': 0.5, 'hp-red': 0.6 };
    const tempo = { ...PERIOD, offer: 'tempo' as const, offPeak: '', prices };
    const counted = (labels: (label: number, wh: number) => Record<string, unknown>): RunningCost | null => {
      const costs = new RunningCosts([tempo], () => undefined);
      const at = ms('2026-01-12T12:00');
      const all = (wh: (i: number) => number): Record<string, unknown> =>
        Object.assign({}, ...[0, 1, 2, 3, 4, 5].map((i) => labels(i, wh(i)))) as Record<string, unknown>;
      costs.take('meter', meterTariff(all(() => 100)), at);
      costs.take('meter', meterTariff(all((i) => 100 + 100 * (i + 1))), at + MINUTE * 10);
      return costs.view(at + MINUTE * 10, true).day;
    };
    const wanted = 0.01 + 0.04 + 0.09 + 0.16 + 0.25 + 0.36;
    const names = ['BBRHCJB', 'BBRHPJB', 'BBRHCJW', 'BBRHPJW', 'BBRHCJR', 'BBRHPJR'];
    near(counted((i, wh) => ({ [names[i] ?? '']: wh, PTEC: 'HPJB' }))?.costEur, wanted, 'historique');
    const standard = counted((i, wh) => ({ [`EASF0${i + 1}`]: wh, NGTF: '     TEMPO      ', NTARF: '02' }));
    near(standard?.costEur, wanted, 'standard');
    assert.equal(standard?.unpricedKWh, 0);
  });

  it('tell apart what has no price: an unknown colour, a class without one, no period', () => {
    const run = (contract: Contract, values: (wh: number) => Record<string, unknown>): RunningCost | null => {
      const costs = new RunningCosts(contract, () => undefined);
      const at = ms('2026-01-12T12:00');
      costs.take('meter', meterTariff(values(0)), at);
      costs.take('meter', meterTariff(values(1000)), at + MINUTE * 30);
      return costs.view(at + MINUTE * 30, true).day;
    };
    const base = (wh: number) => ({ BASE: wh });
    const tempo: ContractPeriod = { ...PERIOD, offer: 'tempo', offPeak: '', prices: { 'hp-blue': 0.2 } };
    for (const contract of [[tempo], [{ ...BASE, prices: {} }], [{ ...BASE, to: '2026-01-11' }]] as Contract[]) {
      const day = run(contract, base);
      assert.deepEqual([day?.kWh, day?.costEur, day?.unpricedKWh], [1, 0, 1]);
    }
    const free = run([{ ...BASE, prices: { base: 0 } }], base);
    assert.deepEqual([free?.kWh, free?.costEur, free?.unpricedKWh], [1, 0, 0]);
  });

  it('learn what a register of standard mode is called while it counts', () => {
    const costs = new RunningCosts([PERIOD], () => undefined);
    const at = ms('2026-01-12T12:00');
    const read = (first: number, third: number, counting: string, name: string, minute: number): void => {
      const values = { EASF01: first, EASF03: third, NTARF: counting, LTARF: name, NGTF: '  SOMETHING  ' };
      costs.take('meter', meterTariff(values), at + minute * MINUTE);
    };
    // A calendar of its own: the meter says off-peak in the middle of the day, when the clock says peak.
    read(100, 100, '03', ' HEURE  CREUSE  ', 0);
    read(100, 1100, '03', ' HEURE  CREUSE  ', 30);
    read(1100, 1100, '01', '  HEURE PLEINE  ', 60);
    const { day } = costs.view(at + MINUTE * 60, true);
    const found = [day?.byClass.hc?.kWh, day?.byClass.hp?.kWh] satisfies (number | undefined)[];
    assert.deepEqual(found, [1, 1]);
  });
});

function assertSound(sum: RunningCost | null): void {
  if (sum === null) return;
  const shares = Object.values(sum.byClass) as { kWh: number; costEur: number }[];
  near(
    sum.costEur,
    shares.reduce((all, { costEur }) => all + costEur, 0),
    'EUR',
  );
  near(
    sum.kWh,
    shares.reduce((all, { kWh }) => all + kWh, 0),
    'kWh',
  );
  assert.ok(shares.every(({ kWh, costEur }) => kWh >= 0 && costEur >= 0));
  for (const name of Object.keys(sum.byClass) as TariffClass[]) assert.ok(name === 'hp' || name === 'hc');
}
