// energy-cost in Node-RED: the price at its minute, and what today and this month have cost by the meter's own indexes.
import assert from 'node:assert/strict';
import type { CostState, PriceState } from '../../../lib/tariff/running/cost-state';
import { FakeClock } from '../../support/machine/fake-clock';
import { helper } from '../../support/node-red/helper';
import { CostBench, TWO_PRICES } from '../../support/tariff/cost-bench';
import { reading, TEMPO } from '../../support/tariff/household';

describe('energy-cost, price and running costs', () => {
  let bench: CostBench;
  let clock: FakeClock;

  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  beforeEach(async () => {
    clock = new FakeClock('2026-01-12T12:00:00+01:00');
    bench = await CostBench.open(clock);
  });
  afterEach(async () => {
    await bench.close();
  });

  const price = async (): Promise<PriceState> =>
    (await bench.states.next(({ schema }) => schema === 'linky-red/price@1')).payload as PriceState;
  const cost = async (): Promise<CostState> =>
    (await bench.states.next(({ schema }) => schema === 'linky-red/cost@1')).payload as CostState;
  /** A meter with off-peak hours. */
  const indexes = (hc: number, hp: number, period: string, tic: object = {}) =>
    reading({ OPTARIF: 'HC..', HCHC: 1_000_000 + hc, HCHP: 2_000_000 + hp, PTEC: period }, tic);

  describe('the price in force', () => {
    it('is told at the start, and at the minute of each change: price first, then the costs that carry it', async () => {
      await bench.load({ contract: [TWO_PRICES], contractName: 'maison' });
      assert.deepEqual(await price(), {
        contract: 'maison',
        at: '2026-01-12T12:00:00+01:00',
        tariffClass: 'hp',
        start: '2026-01-12T06:00:00+01:00',
        end: '2026-01-12T22:00:00+01:00',
        powerW: null,
        costEurPerKWh: 0.2,
        co2GPerKWh: null,
      });
      assert.equal((await cost()).now?.costEurPerKWh, 0.2);
      clock.advanceTo('2026-01-12T21:59:59+01:00');
      clock.advanceTo('2026-01-12T22:00:00+01:00');
      const next = await price();
      assert.deepEqual([next.at, next.tariffClass, next.costEurPerKWh], ['2026-01-12T22:00:00+01:00', 'hc', 0.1]);
      const { now, tariffClass, day, month } = await cost();
      assert.deepEqual([now?.costEurPerKWh, tariffClass, day, month], [0.1, 'hc', null, null]);
      const topics = bench.states.all.map(({ topic }) => topic);
      assert.deepEqual(topics, ['price/maison', 'cost/maison', 'price/maison', 'cost/maison']);
    });

    it('is what the meter says while it speaks, then that of the clock', async () => {
      await bench.load({ contract: [TWO_PRICES] });
      assert.equal((await price()).tariffClass, 'hp');
      clock.advanceTo('2026-01-12T21:58:00+01:00');
      bench.receive(indexes(0, 0, 'HC..'));
      const early = await price();
      assert.deepEqual([early.at, early.start, early.tariffClass], [clockIso(2158), clockIso(2158), 'hc']);
      clock.advanceTo('2026-01-12T22:00:00+01:00');
      bench.receive(indexes(0, 0, 'HP..'));
      assert.equal((await price()).tariffClass, 'hp');
      // Nothing more is heard of it.
      clock.advanceTo('2026-01-12T22:05:00+01:00');
      const late = await price();
      assert.deepEqual([late.at, late.tariffClass], [clockIso(2205), 'hc']);
    });

    it('is null where no colour is known, and there is none outside of the contract', async () => {
      await bench.load({ contract: [{ ...TEMPO, to: '2026-01-12' }] });
      const { costEurPerKWh, tariffClass } = await price();
      assert.deepEqual([costEurPerKWh, tariffClass], [null, null]);
      assert.notEqual((await cost()).now, null);
      bench.receive({ payload: { command: 'colours', days: { '2026-01-12': 'white' } } });
      assert.equal((await price()).tariffClass, 'hp-white');
      await cost();
      clock.advanceTo('2026-01-13T00:00:00+01:00');
      const last = await bench.states.next(
        ({ schema, payload }) => schema === 'linky-red/cost@1' && payload.at === '2026-01-13T00:00:00+01:00',
      );
      assert.equal((last.payload as CostState).now, null);
    });

    it('that never changes is told again with the costs each midnight, and holds until the end of the next day', async () => {
      await bench.load({ contract: [{ offer: 'base', base: '0.2' }] });
      assert.equal((await cost()).now?.end, '2026-01-14T00:00:00+01:00');
      clock.advanceTo('2026-01-13T00:00:00+01:00');
      const { at, now } = await cost();
      assert.deepEqual([at, now?.end], ['2026-01-13T00:00:00+01:00', '2026-01-15T00:00:00+01:00']);
      assert.equal(bench.states.all.filter(({ schema }) => schema === 'linky-red/price@1').length, 1);
    });

    it('comes again with refresh', async () => {
      await bench.load({ contract: [TWO_PRICES] });
      await price();
      bench.receive({ payload: 'refresh' });
      assert.equal((await price()).tariffClass, 'hp');
      assert.equal((await cost()).tariffClass, 'hp');
    });
  });

  describe('running costs', () => {
    beforeEach(async () => {
      await bench.load({ contract: [{ ...TWO_PRICES, subscription: '31' }] });
      await cost();
      bench.receive(indexes(0, 0, 'HP..'));
      await cost();
    });

    it('follow the indexes: at most once a minute, and at each change of price', async () => {
      clock.advance(10_000);
      await bench.take(indexes(0, 50, 'HP..'));
      clock.advance(50_000);
      bench.receive(indexes(0, 200, 'HP..'));
      const { at, day, month } = await cost();
      assert.equal(at, '2026-01-12T12:01:00+01:00');
      assert.deepEqual(day, {
        period: '2026-01-12',
        since: '2026-01-12T12:00:00+01:00',
        kWh: 0.2,
        costEur: 0.04,
        byClass: { hp: { kWh: 0.2, costEur: 0.04 } },
        subscriptionEur: Math.round(((12 * 60 + 1) / (24 * 60)) * 1e6) / 1e6,
        unpricedKWh: 0,
      });
      assert.deepEqual([month?.period, month?.since, month?.costEur], ['2026-01', '2026-01-12T12:00:00+01:00', 0.04]);
      // 11 days and a half, of 31 for 31 EUR.
      assert.equal(month?.subscriptionEur, Math.round((11 + (12 * 60 + 1) / (24 * 60)) * 1e6) / 1e6);
    });

    it('of the old class are told with the change of price, and before the next reading', async () => {
      clock.advanceTo('2026-01-12T21:59:59+01:00');
      await bench.take(indexes(0, 1000, 'HP..'));
      clock.advanceTo('2026-01-12T22:00:01+01:00');
      bench.receive(indexes(1, 1002, 'HC..'));
      const change = await bench.states.next(({ payload }) => payload.at === '2026-01-12T22:00:01+01:00');
      assert.equal(change.topic, 'price/contrat');
      const { day, now } = await cost();
      assert.equal(now?.costEurPerKWh, 0.1);
      assert.deepEqual(day?.byClass, { hp: { kWh: 1.002, costEur: 0.2004 }, hc: { kWh: 0.001, costEur: 0.0001 } });
    });

    it('survive a restart, and count what the meter has counted meanwhile', async () => {
      clock.advance(60_000);
      bench.receive(indexes(0, 1000, 'HP..'));
      assert.equal((await cost()).day?.costEur, 0.2);
      await bench.stop();
      clock.advance(2 * 3_600_000);
      await bench.load({ contract: [{ ...TWO_PRICES, subscription: '31' }] });
      const kept = await bench.states.next(
        ({ schema, payload }) => schema === 'linky-red/cost@1' && payload.at === '2026-01-12T14:01:00+01:00',
      );
      assert.equal((kept.payload as CostState).day?.costEur, 0.2);
      clock.advance(60_000);
      bench.receive(indexes(0, 3000, 'HP..'));
      const { day } = await cost();
      assert.deepEqual([day?.kWh, day?.costEur, day?.since], [3, 0.6, '2026-01-12T12:00:00+01:00']);
    });

    it('do not count a meter in a test, and begin anew with an index that falls', async () => {
      clock.advance(60_000);
      await bench.take(indexes(0, 500_000, 'HP..', { test: true }));
      bench.receive(indexes(0, 100, 'HP..'));
      assert.equal((await cost()).day?.kWh, 0.1);
      clock.advance(60_000);
      bench.receive(reading({ OPTARIF: 'HC..', HCHC: 5, HCHP: 7, PTEC: 'HP..' }));
      assert.equal((await cost()).day?.kWh, 0.1);
      clock.advance(60_000);
      bench.receive(reading({ OPTARIF: 'HC..', HCHC: 5, HCHP: 107, PTEC: 'HP..' }));
      assert.equal((await cost()).day?.kWh, 0.2);
    });

    it('do not count again what comes under the name of the stream, while the meter has not said who it is', async () => {
      // As a noisy line begins at each start.
      const nameless = (hp: number) => ({ ...indexes(0, hp, 'HP..', { stream: 'tic' }), topic: 'tic/tic' });
      await bench.completed.next();
      await bench.take(nameless(0));
      clock.advance(60_000);
      await bench.take(indexes(0, 1000, 'HP..', { stream: 'tic' }));
      await bench.stop();
      clock.advance(2 * 3_600_000);
      await bench.load({ contract: [TWO_PRICES] });
      await bench.take(nameless(3000));
      clock.advance(60_000);
      await bench.take(indexes(0, 3000, 'HP..', { stream: 'tic' }));
      const last = await bench.states.next(
        ({ schema, payload }) => schema === 'linky-red/cost@1' && payload.at === '2026-01-12T14:02:00+01:00',
      );
      assert.equal((last.payload as CostState).day?.kWh, 3);
    });

    it('begin with 0 at midnight while the meter speaks', async () => {
      clock.advanceTo('2026-01-12T23:59:30+01:00');
      await bench.take(indexes(3000, 2000, 'HC..'));
      clock.advanceTo('2026-01-13T00:00:00+01:00');
      const midnight = await bench.states.next(({ payload }) => payload.at === '2026-01-13T00:00:00+01:00');
      const { day, month } = midnight.payload as CostState;
      assert.deepEqual([day?.period, day?.since, day?.kWh], ['2026-01-13', '2026-01-13T00:00:00+01:00', 0]);
      assert.equal(month?.kWh, 5);
    });
  });

  it('passes over the messages of this package that are none of its; others are refused', async () => {
    await bench.load({ contract: [TWO_PRICES] });
    await bench.take({ schema: 'linky-red/ecowatt@1', payload: {} });
    assert.equal(bench.points.all.length, 0);
    for (const msg of [{ schema: 'other/thing@1', payload: {} }, { payload: 12 }]) {
      bench.receive(msg);
      assert.equal((await bench.caught.next()).error.code, 'ERR_INPUT');
    }
    bench.receive({ payload: 'sing' });
    assert.equal((await bench.caught.next()).error.code, 'ERR_COMMAND');
  });

  function clockIso(hoursMinutes: number): string {
    const [hour, minute] = [Math.floor(hoursMinutes / 100), hoursMinutes % 100];
    return `2026-01-12T${hour}:${String(minute).padStart(2, '0')}:00+01:00`;
  }
});
