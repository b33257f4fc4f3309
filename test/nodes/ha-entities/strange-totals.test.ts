// What a broker retains under our topics may be anybody's: a total is believed where this meter can have counted it, and a key
// is taken over only where its configuration, retained too, names this package.
import assert from 'node:assert/strict';
import { Store } from '../../../lib/store/store';
import { HaBench, memoryOf } from '../../support/home-assistant/ha-bench';
import { METER, standardHouse } from '../../support/tic/house-frames';

const EAST = 23_456_789;
const TOTAL = 'linkyred/linky/energy_total';
const ATTRIBUTES = `${TOTAL}/attributes`;
const CONFIG = 'homeassistant/sensor/linkyred_linky_energy_total/config';

const bring = (bench: HaBench, topic: string, payload: string | undefined): void => {
  bench.controller.receive({ topic, payload });
};

/** A node that has told its total, and what the broker has of it then. */
async function told(store = new Store(undefined)): Promise<HaBench> {
  const bench = await HaBench.open({ store });
  bench.bytes(standardHouse({ id: METER, east: EAST }));
  bench.clock.advance(2000);
  await bench.close();
  return bench;
}

describe('a total that a broker retains', () => {
  it('is not believed beyond the pace of a home since the last value that the document has; said once', async () => {
    const store = new Store(undefined);
    const first = await told(store);
    first.clock.advance(3_600_000);
    const second = await HaBench.open({
      store,
      clock: first.clock,
      atStart: (bench) => {
        for (const wh of [EAST + 46_000, EAST + 90_000_000]) bring(bench, TOTAL, String(wh));
      },
    });
    second.bytes(standardHouse({ id: METER, east: EAST + 500 }));
    bring(second, TOTAL, String(EAST + 90_000_000));
    second.clock.advance(2000);
    assert.deepEqual(second.told('energy_total'), [String(EAST + 500)]);
    assert.deepEqual(second.refused, [TOTAL]);
    assert.equal(second.state?.refused, true);
    second.command('refresh');
    assert.equal(second.state.refused, false);
    await second.close();
  });

  it('is believed within that pace: the document may be older than what was told last', async () => {
    const store = new Store(undefined);
    const first = await told(store);
    first.clock.advance(3_600_000);
    const second = await HaBench.open({
      store,
      clock: first.clock,
      atStart: (bench) => {
        bring(bench, TOTAL, String(EAST + 40_000));
      },
    });
    second.reading({ EAST: EAST + 500 });
    assert.deepEqual(second.told('energy_total'), []);
    second.reading({ EAST: EAST + 40_100 });
    assert.deepEqual(second.told('energy_total'), [String(EAST + 40_100)]);
    assert.deepEqual(second.refused, []);
    await second.close();
  });

  const STRANGE: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
    'of nobody': [[TOTAL, '90000000']],
    'that is no number': [[TOTAL, 'many']],
    'below zero': [[TOTAL, '-5']],
    'of more digits than an index has': [
      [TOTAL, '99999999999'],
      [ATTRIBUTES, '{"offset_wh":0,"origin_key":"0123456789abcdef:EAST"}'],
    ],
    'of another meter': [
      [TOTAL, '90000000'],
      [ATTRIBUTES, '{"offset_wh":0,"origin_key":"0123456789abcdef:EAST"}'],
    ],
    'whose configuration is that of another program': [
      [TOTAL, '90000000'],
      [CONFIG, JSON.stringify({ origin: { name: 'another' }, state_topic: TOTAL })],
    ],
    'whose configuration is of another topic': [
      [TOTAL, '90000000'],
      [CONFIG, JSON.stringify({ origin: { name: 'linky-red' }, state_topic: 'elsewhere/energy_total' })],
    ],
  };
  for (const [name, messages] of Object.entries(STRANGE))
    it(`${name} is refused where nothing is remembered, and said`, async () => {
      const bench = await HaBench.open({
        atStart: (starting) => {
          for (const [topic, payload] of messages) bring(starting, topic, payload);
        },
      });
      bench.bytes(standardHouse({ id: METER, east: EAST }));
      assert.deepEqual(bench.told('energy_total'), [String(EAST)]);
      assert.deepEqual(bench.refused, [TOTAL]);
      await bench.close();
    });

  it('of this very meter is refused where the meter has counted less', async () => {
    const first = await told();
    const second = await HaBench.open({
      atStart: (bench) => {
        bring(bench, ATTRIBUTES, first.retained.get(ATTRIBUTES));
        bring(bench, TOTAL, String(EAST + 1_000_000));
      },
    });
    second.bytes(standardHouse({ id: METER, east: EAST }));
    assert.deepEqual(second.told('energy_total'), [String(EAST)]);
    assert.deepEqual(second.refused, [TOTAL]);
    await second.close();
  });

  it('is taken over with its key where its configuration is ours, though nothing is remembered', async () => {
    const first = await told();
    const second = await HaBench.open({
      atStart: (bench) => {
        for (const topic of [TOTAL, CONFIG]) bring(bench, topic, first.retained.get(topic));
      },
    });
    second.bytes(standardHouse({ id: '042361271828', east: 12 }));
    assert.deepEqual(second.told('energy_total'), [String(EAST)]);
    assert.deepEqual(second.refused, []);
    await second.close();
  });

  it('of a key that another node of ours has is not taken over', async () => {
    const store = new Store(undefined);
    const memory = memoryOf(store);
    const first = await HaBench.open({ store, memory, node: 'one' });
    first.bytes(standardHouse({ id: METER, east: EAST }));
    const second = await HaBench.open({
      store,
      memory,
      node: 'two',
      atStart: (bench) => {
        for (const topic of [TOTAL, ATTRIBUTES, CONFIG]) bring(bench, topic, first.retained.get(topic));
      },
    });
    second.bytes(standardHouse({ id: '042361271828', east: 12 }));
    assert.deepEqual(second.told('energy_total'), []);
    assert.deepEqual(second.told('energy_total', 'linky_2'), ['12']);
    assert.deepEqual(second.refused, []);
    await Promise.all([first.close(), second.close()]);
  });
});
