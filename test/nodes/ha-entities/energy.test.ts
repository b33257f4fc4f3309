// energy_total over everything that may happen to a meter: the value that Home Assistant gets never falls and never jumps.
import assert from 'node:assert/strict';
import { Store } from '../../../lib/store/store';
import { HaBench } from '../../support/home-assistant/ha-bench';
import { historiqueHouse, standardHouse, SUCCESSOR } from '../../support/tic/house-frames';

/** Energy of a minute at the power of the tests is far below this; a step is far above. */
const STEP_WH = 2000;

/** All values of energy_total that were sent; fails at the first fall or step. */
function smooth(bench: HaBench, from?: number): number[] {
  const values = bench.told('energy_total').map(Number);
  let last = from ?? values[0] ?? 0;
  for (const value of values) {
    assert.ok(value >= last, `${String(value)} after ${String(last)}`);
    assert.ok(value - last < STEP_WH, `${String(value)} after ${String(last)}`);
    last = value;
  }
  return values;
}

describe('energy_total', () => {
  it('is what the meter counts', async () => {
    const bench = await HaBench.open();
    bench.bytes(standardHouse({ east: 23_456_789 }));
    assert.equal(bench.of('energy_total'), '23456789');
    assert.equal(bench.attributesOf('energy_total')['offset_wh'], 0);
    await bench.close();
  });

  it('goes on when the meter is replaced: same entities, no step', async () => {
    const bench = await HaBench.open();
    bench.frames(standardHouse({ east: 23_456_789 }), 80);
    bench.frames(standardHouse({ east: 23_456_809 }), 80);
    const before = bench.announced();
    // The fitter takes his time; the new meter begins at 12 Wh.
    bench.clock.advance(20 * 60_000);
    bench.frames(standardHouse({ id: SUCCESSOR, east: 12 }), 20);
    bench.frames(standardHouse({ id: SUCCESSOR, east: 512 }), 120);
    smooth(bench);
    assert.equal(bench.of('energy_total'), String(23_456_809 + 500));
    assert.deepEqual(bench.announced('linky_2'), []);
    assert.deepEqual(bench.announced().sort(), before.sort());
    assert.equal(bench.of('meter_number'), SUCCESSOR);
    await bench.close();
  });

  it('goes on when historique becomes standard, and the labels of historique go', async () => {
    const bench = await HaBench.open();
    // Since a change of supplier the indexes of historique are not the total of the meter.
    bench.frames(historiqueHouse({ indexes: [1_000_000, 2_000_000] }), 20);
    assert.equal(bench.of('energy_total'), '3000000');
    assert.ok(bench.announced().includes('hchc') && bench.announced().includes('ptec'));
    bench.frames(standardHouse({ east: 23_456_789 }), 20);
    bench.frames(standardHouse({ east: 23_456_889 }), 120);
    smooth(bench);
    assert.equal(bench.of('energy_total'), '3000100');
    for (const gone of ['hchc', 'hchp', 'ptec', 'papp', 'iinst', 'optarif']) {
      assert.equal(bench.of(gone), undefined, gone);
      assert.ok(!bench.announced().includes(gone), gone);
    }
    for (const stays of ['apparent_power', 'headroom', 'contract_power', 'overrun', 'off_peak', 'meter_number'])
      assert.ok(bench.announced().includes(stays), stays);
    await bench.close();
  });

  it('goes on when HP/HC becomes Tempo in historique', async () => {
    const bench = await HaBench.open();
    bench.frames(historiqueHouse({ indexes: [9_000_000, 14_000_000] }), 20);
    const tempo = (blue: number): Buffer =>
      historiqueHouse({ option: 'BBR(', period: 'HPJB', indexes: [0, blue, 0, 0, 0, 0] });
    bench.frames(tempo(0), 20);
    bench.frames(tempo(700), 120);
    smooth(bench);
    assert.equal(bench.of('energy_total'), '23000700');
    assert.equal(bench.of('tempo_now'), 'blue');
    assert.equal(bench.of('hchc'), undefined);
    await bench.close();
  });

  it('holds a stray 0 back, says so, and goes on', async () => {
    const bench = await HaBench.open();
    bench.reading({ EAST: 23_456_789 });
    bench.clock.advance(61_000);
    bench.reading({ EAST: 0 });
    assert.equal(bench.state?.held, true);
    bench.clock.advance(61_000);
    bench.reading({ EAST: 23_456_800 });
    assert.equal(bench.state.held, false);
    bench.clock.advance(61_000);
    assert.deepEqual(bench.told('energy_total'), ['23456789', '23456800']);
    await bench.close();
  });

  it('holds a leap back that no connection could bring', async () => {
    const bench = await HaBench.open();
    bench.reading({ EAST: 0 });
    bench.clock.advance(61_000);
    bench.reading({ EAST: 23_456_789 });
    assert.deepEqual(bench.told('energy_total'), ['0']);
    assert.equal(bench.state?.held, true);
    await bench.close();
  });

  it('takes a fall that lasts for what it is: the counting began anew', async () => {
    const bench = await HaBench.open();
    bench.reading({ EAST: 23_456_789 });
    for (let minute = 0; minute < 20; minute++) {
      bench.clock.advance(60_000);
      bench.reading({ EAST: 100 + minute });
    }
    smooth(bench);
    assert.equal(bench.state?.held, false);
    assert.ok(Number(bench.of('energy_total')) > 23_456_789);
    await bench.close();
  });

  it('keeps its offset over a restart', async () => {
    const store = new Store(undefined);
    const first = await HaBench.open({ store });
    first.frames(standardHouse({ east: 23_456_789 }), 10);
    first.clock.advance(20 * 60_000);
    first.frames(standardHouse({ id: SUCCESSOR, east: 12 }), 20);
    await first.close();
    const second = await HaBench.open({ store, clock: first.clock });
    second.frames(standardHouse({ id: SUCCESSOR, east: 40 }), 20);
    smooth(second, 23_456_789);
    assert.equal(second.of('energy_total'), String(23_456_789 + 28));
    await second.close();
  });

  it('keeps what was drawn while Node-RED was away', async () => {
    const store = new Store(undefined);
    const first = await HaBench.open({ store });
    first.frames(standardHouse({ east: 23_456_789 }), 10);
    await first.close();
    first.clock.advance(8 * 3_600_000);
    const second = await HaBench.open({ store, clock: first.clock });
    second.bytes(standardHouse({ east: 23_466_789 }));
    assert.equal(second.of('energy_total'), '23466789');
    await second.close();
  });

  it('takes the floor and the offset from what is retained where its document is missing', async () => {
    const first = await HaBench.open();
    first.frames(standardHouse({ east: 23_456_789 }), 10);
    first.clock.advance(20 * 60_000);
    first.frames(standardHouse({ id: SUCCESSOR, east: 12 }), 20);
    await first.close();
    const second = await HaBench.open({
      clock: first.clock,
      // As `mqtt in` nodes bring it, after a first reading has come already.
      atStart: (bench) => {
        bench.bytes(standardHouse({ id: SUCCESSOR, east: 39 }));
        for (const part of ['energy_total', 'energy_total/attributes'])
          bench.controller.receive({
            topic: `linkyred/linky/${part}`,
            payload: first.retained.get(`linkyred/linky/${part}`),
          });
      },
    });
    second.frames(standardHouse({ id: SUCCESSOR, east: 40 }), 20);
    smooth(second, 23_456_789);
    await second.close();
  });

  it('is told only once every index of the tariff has come', async () => {
    const bench = await HaBench.open();
    const meter = { id: '042161314159', family: 'linky', mode: 'historique', phases: 1, producer: null };
    bench.reading({ OPTARIF: 'HC..', HCHC: 9_000_000 }, { meter });
    assert.equal(bench.of('energy_total'), undefined);
    bench.reading({ OPTARIF: 'HC..', HCHC: 9_000_000, HCHP: 14_000_000 }, { meter });
    assert.equal(bench.of('energy_total'), '23000000');
    await bench.close();
  });
});

describe('power_estimated', () => {
  it('is the slope of the indexes over a minute, injection negative', async () => {
    const bench = await HaBench.open({ settings: { throttle: 'none' } });
    // 1.2 kW: 20 Wh a minute, a step of 1 Wh every three seconds.
    for (let second = 0; second <= 120; second += 3) {
      bench.reading({ EAST: 1_000_000 + second / 3, EAIT: 500 });
      bench.clock.advance(3000);
    }
    assert.deepEqual(bench.told('power_estimated'), ['1200']);
    for (let second = 0; second <= 60; second += 3) {
      bench.reading({ EAST: 1_000_040, EAIT: 500 + second / 3 });
      bench.clock.advance(3000);
    }
    assert.ok(Number(bench.of('power_estimated')) < -1000, bench.of('power_estimated'));
    await bench.close();
  });

  it('knows nothing of a value that the total holds back', async () => {
    for (const stray of [0, 99_999_999]) {
      const bench = await HaBench.open({ settings: { throttle: 'none' } });
      for (let minute = 0; minute < 6; minute++) {
        bench.reading({ EAST: minute === 2 ? stray : 1_000_000 + 20 * minute });
        bench.clock.advance(60_000);
      }
      assert.deepEqual([...new Set(bench.told('power_estimated'))], ['1200'], String(stray));
      await bench.close();
    }
  });

  it('goes on when the clock is turned back', async () => {
    const bench = await HaBench.open({ settings: { throttle: 'none' } });
    const minutes = (from: number, whPerMinute: number): void => {
      for (let minute = 0; minute < 3; minute++) {
        bench.reading({ EAST: from + minute * whPerMinute });
        bench.clock.advance(61_000);
      }
    };
    minutes(1_000_000, 61);
    assert.equal(bench.of('power_estimated'), '3600');
    bench.clock.set(bench.clock.now() - 6 * 3_600_000);
    minutes(1_000_200, 122);
    assert.equal(bench.of('power_estimated'), '7200');
    await bench.close();
  });

  it('is never made from VA', async () => {
    const bench = await HaBench.open();
    for (let i = 0; i < 100; i++) {
      bench.reading({ SINSTS: 2000 });
      bench.clock.advance(2000);
    }
    assert.equal(bench.of('power_estimated'), undefined);
    assert.equal(bench.of('apparent_power'), '2000');
    await bench.close();
  });
});
