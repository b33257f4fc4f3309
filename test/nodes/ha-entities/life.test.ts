// The life of entities: which are announced, how often they speak, and what the node takes in.
import assert from 'node:assert/strict';
import { Store } from '../../../lib/store/store';
import { HaBench } from '../../support/home-assistant/ha-bench';
import { METER, standardHouse } from '../../support/tic/house-frames';

describe('what is announced', () => {
  it('is what came: an index that no tariff uses stays hidden until it counts', async () => {
    const bench = await HaBench.open();
    bench.bytes(standardHouse());
    assert.ok(bench.announced().includes('easf01') && bench.announced().includes('easf02'));
    assert.ok(!bench.announced().includes('easf03'));
    bench.reading({ EAST: 23_456_789, EASF03: 0, NTARF: '03' });
    assert.equal(bench.of('easf03'), '0', 'the index in force');
    bench.reading({ EAST: 23_456_789, EASF04: 5, NTARF: '03' });
    assert.equal(bench.of('easf04'), '5');
    await bench.close();
  });

  it('leaves a label that no table knows alone', async () => {
    const bench = await HaBench.open();
    bench.reading({ EAST: 1, NOUVEAU: '42', 'NOUVEAU+1': 7, constructor: 'x' });
    assert.deepEqual(
      bench.announced().filter((id) => id.includes('nouveau') || id.includes('constructor')),
      [],
    );
    await bench.close();
  });

  it('passes over a value of the wrong type: the entity keeps what it had', async () => {
    const bench = await HaBench.open({ settings: { throttle: 'none' } });
    bench.reading({ SINSTS: 100, LTARF: 'BASE', EAST: 5 });
    for (const wrong of ['abc', null, Number.NaN, {}, [1], true, Number.POSITIVE_INFINITY])
      bench.reading(
        { SINSTS: wrong, LTARF: 12, EAST: wrong, PTEC: 5, RELAIS: wrong },
        { decoded: { STGE: 'x', RELAIS: 3 } },
      );
    assert.deepEqual(bench.told('sinsts'), ['100']);
    assert.deepEqual(bench.told('ltarf'), ['BASE']);
    assert.deepEqual(bench.told('energy_total'), ['5']);
    for (const { topic, payload } of bench.sent) assert.ok(!/NaN|Infinity|undefined|object/.test(payload), topic);
    await bench.close();
  });

  it('cuts a text that Home Assistant would refuse', async () => {
    const bench = await HaBench.open();
    bench.reading({ MSG1: 'x'.repeat(300) });
    assert.equal(bench.of('msg1')?.length, 255);
    await bench.close();
  });

  it('hides number and PRM on wish, in entities and in the device', async () => {
    const bench = await HaBench.open({ settings: { hidePersonal: true } });
    bench.bytes(standardHouse());
    assert.ok(!bench.announced().includes('prm') && !bench.announced().includes('meter_number'));
    const everything = bench.sent.map(({ payload }) => payload).join('\n');
    assert.ok(!everything.includes(METER) && !everything.includes('19357204681357'));
    assert.equal((bench.configOf('sinsts')['device'] as Record<string, unknown>)['serial_number'], '');
    await bench.close();
  });

  it('takes number and PRM back when they are hidden later', async () => {
    const store = new Store(undefined);
    const first = await HaBench.open({ store });
    first.bytes(standardHouse());
    assert.ok(first.announced().includes('prm'));
    await first.close();
    const second = await HaBench.open({ store, settings: { hidePersonal: true } });
    const taken = second.sent.filter(({ payload }) => payload === '').map(({ topic }) => topic);
    assert.ok(taken.includes('homeassistant/sensor/linkyred_linky_prm/config') && taken.includes('linkyred/linky/prm'));
    await second.close();
  });

  it('is silent about everything but the test while the meter plays one', async () => {
    const bench = await HaBench.open();
    const meter = { id: '041436028024', family: 'pme-pmi', mode: null, phases: null, producer: false };
    bench.reading({ PA1MN: 6 }, { meter, units: { PA1MN: 'kW' } });
    assert.deepEqual([bench.of('pa1mn'), bench.of('test_mode')], ['6000', 'OFF']);
    bench.reading({ PA1MN: 900 }, { meter, test: true });
    bench.clock.advance(61_000);
    assert.deepEqual([bench.of('pa1mn'), bench.of('test_mode')], ['6000', 'ON']);
    await bench.close();
  });
});

describe('the pace', () => {
  it('tells powers every 10 s and in steps of 20 VA, indexes and currents every 60 s', async () => {
    const bench = await HaBench.open();
    for (let second = 0; second < 120; second++) {
      bench.reading({ SINSTS: 1000 + (second % 2) * 10, IRMS1: second, EAST: 1_000_000 + second });
      bench.clock.advance(1000);
    }
    assert.deepEqual(bench.told('sinsts'), ['1000'], 'within the dead band');
    assert.equal(bench.told('irms1').length, 3);
    assert.equal(bench.told('east').length, 3);
    bench.reading({ SINSTS: 1500 });
    bench.clock.advance(1000);
    assert.deepEqual(bench.told('sinsts'), ['1000', '1500']);
    bench.reading({ SINSTS: 1600 });
    assert.equal(bench.of('sinsts'), '1500');
    bench.clock.advance(10_000);
    assert.equal(bench.of('sinsts'), '1600', 'the last value is told in the end');
    await bench.close();
  });

  it('tells a headroom that becomes negative, however little it moved', async () => {
    const bench = await HaBench.open();
    const headroom = (va: number) => ({ headroom: { va, a: null, phase: null, cutoffVa: null } });
    bench.reading({}, headroom(5));
    bench.clock.advance(11_000);
    bench.reading({}, headroom(-5));
    assert.equal(bench.of('headroom'), '-5');
    await bench.close();
  });

  it('goes on when the clock is turned back', async () => {
    const bench = await HaBench.open();
    bench.reading({ SINSTS: 1000 });
    bench.clock.set(bench.clock.now() - 3_600_000);
    bench.reading({ SINSTS: 2000 });
    assert.equal(bench.of('sinsts'), '2000');
    await bench.close();
  });

  it('is six times rarer on wish, or every change', async () => {
    const count = async (throttle: 'economical' | 'none'): Promise<number> => {
      const bench = await HaBench.open({ settings: { throttle } });
      for (let second = 0; second < 120; second++) {
        bench.reading({ SINSTS: 1000 + second * 30 });
        bench.clock.advance(1000);
      }
      await bench.close();
      return bench.told('sinsts').length;
    };
    assert.deepEqual([await count('economical'), await count('none')], [3, 120]);
  });
});

describe('availability', () => {
  it('tells a silent meter from a dead Node-RED', async () => {
    const bench = await HaBench.open();
    bench.bytes(standardHouse());
    assert.deepEqual([bench.of('status'), bench.of('link')], ['online', 'ON']);
    assert.equal(bench.retained.get('linkyred/status'), 'online');
    bench.clock.advance(121_000);
    assert.deepEqual([bench.of('status'), bench.of('link')], ['offline', 'OFF']);
    const link = bench.configOf('link', 'binary_sensor')['availability'] as unknown[];
    assert.equal(link.length, 1, 'the link itself is known then');
    bench.bytes(standardHouse());
    assert.deepEqual([bench.of('status'), bench.of('link')], ['online', 'ON']);
    await bench.close();
  });

  it('counts the frames of a minute on when the clock is turned back', async () => {
    const bench = await HaBench.open({ settings: { throttle: 'none' } });
    let frames = 0;
    const fiveMinutes = (everyS: number): void => {
      for (let passed = 0; passed < 300; passed += everyS) {
        bench.reading({}, { quality: { rejected: 0, frames: frames++, complete: true } });
        bench.clock.advance(everyS * 1000);
      }
    };
    fiveMinutes(2);
    assert.equal(bench.of('link_frames'), '30');
    bench.clock.set(bench.clock.now() - 6 * 3_600_000);
    fiveMinutes(1);
    assert.equal(bench.of('link_frames'), '60');
    await bench.close();
  });

  it('says nothing of a meter that it has not heard yet: what was told before a restart holds, for two minutes', async () => {
    for (const wasSilent of [true, false]) {
      const store = new Store(undefined);
      const first = await HaBench.open({ store });
      first.bytes(standardHouse());
      if (wasSilent) first.clock.advance(121_000);
      await first.close();
      const second = await HaBench.open({ store, clock: first.clock });
      second.clock.advance(100_000);
      assert.deepEqual([second.told('status'), second.told('link')], [[], []]);
      assert.equal(second.state?.devices, 0, 'the node waits for a reading');
      second.clock.advance(30_000);
      assert.deepEqual([second.told('status'), second.told('link')], [['offline'], ['OFF']]);
      second.bytes(standardHouse());
      assert.deepEqual([second.of('status'), second.of('link')], ['online', 'ON']);
      await second.close();
    }
  });

  it('follows the silence that the decoder tells', async () => {
    const bench = await HaBench.open();
    bench.bytes(standardHouse());
    const silence = {
      id: 'silence',
      signal: 'meter-fault',
      level: null,
      expected: null,
      detail: { fault: 'silence' },
    } as const;
    bench.signal(silence);
    assert.equal(bench.of('status'), 'offline');
    bench.signal({ ...silence, state: 'cleared', change: 'ended' });
    assert.equal(bench.of('status'), 'online');
    await bench.close();
  });
});

describe('the input', () => {
  it('hears the birth of Home Assistant and answers within ten seconds, not at once', async () => {
    const bench = await HaBench.open();
    bench.bytes(standardHouse());
    const before = bench.sent.length;
    bench.controller.receive({ topic: 'homeassistant/status', payload: 'online' });
    assert.equal(bench.sent.length, before);
    bench.clock.advance(10_000);
    const again = bench.sent.slice(before);
    const configs = again.findLastIndex(({ topic }) => topic.endsWith('/config'));
    const states = again.findIndex(({ topic }) => topic === 'linkyred/linky/east');
    assert.equal(again.filter(({ topic }) => topic.endsWith('/config')).length, bench.announced().length);
    assert.ok(configs < states, 'configurations before states');
    await bench.close();
  });

  it('takes no word on the birth topic for a command', async () => {
    const bench = await HaBench.open();
    bench.bytes(standardHouse());
    bench.controller.receive({ topic: 'homeassistant/status', payload: 'remove' });
    assert.equal(bench.of('east'), '23456789');
    await bench.close();
  });

  it('refuses what it cannot read, with a code', async () => {
    const bench = await HaBench.open();
    const codeOf = (msg: object): unknown => {
      try {
        bench.controller.receive(msg);
        return null;
      } catch (error) {
        return (error as { code?: unknown }).code;
      }
    };
    assert.equal(codeOf({ payload: 'erase' }), 'ERR_COMMAND');
    assert.equal(codeOf({ payload: { command: 'erase' } }), 'ERR_COMMAND');
    assert.equal(codeOf({ payload: { SINSTS: 5 } }), 'ERR_INPUT');
    assert.equal(codeOf({ schema: 'linky-red/prices@1', payload: [] }), 'ERR_INPUT');
    assert.equal(codeOf({ schema: 'linky-red/points@1', payload: [] }), null, 'the other output of dataconnect-query');
    assert.equal(codeOf({ schema: 'linky-red/rows@1', payload: [] }), null, 'past days, by the output of the state');
    assert.equal(codeOf({ schema: 'linky-red/reading@1', payload: 5 }), 'ERR_INPUT');
    assert.equal(codeOf({ schema: 'linky-red/signal@1', payload: { id: 'x' } }), 'ERR_INPUT');
    await bench.close();
  });
});

describe('the settings', () => {
  it('allow a blank in the prefix, and trim those around', async () => {
    const bench = await HaBench.open({ settings: { prefix: ' home assistant ' } });
    bench.bytes(standardHouse());
    assert.ok(bench.retained.has('home assistant/sensor/linkyred_linky_east/config'));
    bench.controller.receive({ topic: 'home assistant/status', payload: 'online' });
    const before = bench.sent.length;
    bench.clock.advance(10_000);
    assert.ok(bench.sent.length > before);
    await bench.close();
  });

  it('count as the default where they are empty', async () => {
    const empty = { prefix: '', base: ' ', deviceKey: '', deviceName: '', language: '', throttle: '', broker: '' };
    const bench = await HaBench.open({ settings: empty as Record<string, string> });
    bench.bytes(standardHouse());
    assert.ok(bench.retained.has('homeassistant/sensor/linkyred_linky_east/config'));
    assert.equal(bench.of('east'), '23456789');
    await bench.close();
  });

  for (const [field, value] of [
    ['prefix', 'home+assistant'],
    ['prefix', 'ha/#'],
    ['base', 'a//b'],
    ['base', '$SYS'],
    ['deviceKey', 'Linky'],
    ['deviceKey', 'a b'],
    ['language', 'de'],
    ['throttle', '5'],
  ] as const)
    it(`refuse ${field} "${value}"`, async () => {
      await assert.rejects(HaBench.open({ settings: { [field]: value } }), {
        code: 'ERR_CONFIG',
      });
    });
});
