// Without a broker node: the totals that the broker retains come by an `mqtt in`, before the first reading, after it, or long
// after, when the broker has come up last. What Home Assistant gets never falls, and nothing that was counted is lost.
// Not in the fast lane: hours of frames.
import assert from 'node:assert/strict';
import { Store } from '../../../lib/store/store';
import { type BenchOptions, HaBench } from '../../support/home-assistant/ha-bench';
import { METER, standardHouse, SUCCESSOR } from '../../support/tic/house-frames';

const EAST = 23_456_789;
const PARTS = ['energy_total', 'energy_total/attributes'];
/** A state may come before its attributes or after them. */
const ORDERS = { 'state first': PARTS, 'attributes first': [...PARTS].reverse() };

/** A house whose meter was replaced: its total has an offset. The successor has counted 100 Wh. */
async function replaced(): Promise<HaBench> {
  const bench = await HaBench.open();
  bench.frames(standardHouse({ id: METER, east: EAST }), 10);
  bench.clock.advance(20 * 60_000);
  bench.frames(standardHouse({ id: SUCCESSOR, east: 0 }), 62);
  bench.frames(standardHouse({ id: SUCCESSOR, east: 100 }), 62);
  assert.equal(bench.of('energy_total'), String(EAST + 100));
  return bench;
}

/** As `mqtt in` brings what a broker has retained. */
function readBack(bench: HaBench, retained: HaBench['retained'], parts = PARTS): void {
  for (const part of parts) {
    const topic = `linkyred/linky/${part}`;
    bench.controller.receive({ topic, payload: retained.get(topic) });
  }
}

const birth = (bench: HaBench): void => {
  bench.controller.receive({ topic: 'linkyred/status', payload: 'online' });
};

/** Node-RED again, an hour later. */
async function later(first: HaBench, options: BenchOptions = {}): Promise<HaBench> {
  await first.close();
  first.clock.advance(3_600_000);
  return HaBench.open({ clock: first.clock, ...options });
}

describe('totals that an mqtt in brings back', () => {
  for (const [name, parts] of Object.entries(ORDERS)) {
    it(`count although the first reading came before them: ${name}`, async () => {
      const first = await replaced();
      const second = await later(first, {
        atStart: (bench) => {
          bench.bytes(standardHouse({ id: SUCCESSOR, east: 140 }));
          readBack(bench, first.retained, parts);
        },
      });
      assert.deepEqual(second.told('energy_total'), [String(EAST + 140)]);
      await second.close();
    });

    it(`count although the broker came up last, after much was told to nobody: ${name}`, async () => {
      const first = await replaced();
      const second = await later(first);
      // An `mqtt out` without a connection loses this, and what is lost cannot be a step.
      second.frames(standardHouse({ id: SUCCESSOR, east: 140 }), 60);
      assert.equal(second.of('energy_total'), '140');
      const lost = second.told('energy_total').length;
      birth(second);
      readBack(second, first.retained, parts);
      second.frames(standardHouse({ id: SUCCESSOR, east: 150 }), 120);
      const told = second.told('energy_total').slice(lost).map(Number);
      assert.ok(told.length > 0);
      assert.deepEqual(
        told.filter((wh) => wh < EAST + 100),
        [],
      );
      assert.equal(told.at(-1), EAST + 150);
      await second.close();
    });
  }

  it('are the floor where Node-RED was killed before it could note the last value, and the hours since are no step', async () => {
    const store = new Store(undefined);
    const first = await HaBench.open({ store });
    for (const wh of [0, 100, 200]) first.frames(standardHouse({ east: EAST + wh }), 62);
    assert.equal(first.of('energy_total'), String(EAST + 200));
    // No close: what it remembers is an earlier value. Eight hours without power follow, and 10 kWh.
    first.clock.advance(8 * 3_600_000);
    const second = await HaBench.open({
      store,
      clock: first.clock,
      atStart: (bench) => {
        readBack(bench, first.retained);
      },
    });
    second.reading(
      { EAST: 0 },
      { meter: { id: METER, family: 'linky', mode: 'standard', phases: 1, producer: false } },
    );
    second.bytes(standardHouse({ east: EAST + 10_200 }));
    assert.deepEqual(second.told('energy_total'), [String(EAST + 10_200)]);
    await second.close();
  });

  it('of our own, heard again, change nothing', async () => {
    const bench = await replaced();
    const told = bench.told('energy_total').length;
    readBack(bench, bench.retained);
    bench.clock.advance(61_000);
    assert.equal(bench.told('energy_total').length, told);
    assert.equal(bench.state?.held, false);
    bench.frames(standardHouse({ id: SUCCESSOR, east: 130 }), 62);
    assert.equal(bench.of('energy_total'), String(EAST + 130));
    await bench.close();
  });
});

const faultOf = (bench: HaBench): unknown => bench.state?.willFault;

describe('without a broker node', () => {
  it('the status says so while no mqtt in has brought the status topic back, and no more once one has', async () => {
    const bench = await HaBench.open();
    bench.frames(standardHouse(), 50);
    assert.equal(faultOf(bench), null, 'a broker may be the slower to start');
    bench.frames(standardHouse(), 10);
    assert.equal(faultOf(bench), 'unheard');
    birth(bench);
    assert.equal(faultOf(bench), null);
    bench.frames(standardHouse(), 120);
    assert.equal(faultOf(bench), null);
    await bench.close();
  });
});
