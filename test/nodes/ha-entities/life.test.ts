// The life of entities: which are announced, how often they speak, under which key, and when they go.
import assert from 'node:assert/strict';
import { Store } from '../../../lib/store/store';
import { cje, pmePmi, saphirLong, saphirShort } from '../../support/business-meters';
import { HaBench, memoryOf } from '../../support/ha-bench';
import { METER, standardHouse, SUCCESSOR } from '../../support/house-frames';

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

describe('device keys', () => {
  it('give a second meter the next key, and its name a number', async () => {
    const bench = await HaBench.open();
    bench.bytes(standardHouse(), 'maison');
    bench.bytes(standardHouse({ id: SUCCESSOR, east: 77 }), 'atelier');
    assert.deepEqual([bench.of('east'), bench.of('east', 'linky_2')], ['23456789', '77']);
    const config = bench.retained.get('homeassistant/sensor/linkyred_linky_2_east/config') ?? '';
    assert.equal((JSON.parse(config) as { device: { name: string } }).device.name, 'Linky 2');
    assert.deepEqual(bench.warnings, ['linky_2']);
    await bench.close();
  });

  it('are two for two meters that speak by turns on one stream: neither touches the other', async () => {
    const bench = await HaBench.open();
    const meter = (id: string) => ({ meter: { id, family: 'linky', mode: 'standard', phases: 1, producer: false } });
    for (let i = 0; i < 50; i++) {
      bench.reading({ EAST: 23_456_789 + i }, meter(METER));
      bench.clock.advance(5000);
      bench.reading({ EAST: 500 + i }, meter(SUCCESSOR));
      bench.clock.advance(5000);
    }
    assert.ok(bench.told('energy_total').every((value) => Number(value) >= 23_456_789));
    assert.ok(bench.told('energy_total', 'linky_2').every((value) => Number(value) < 1000));
    assert.ok(bench.told('energy_total', 'linky_2').length > 0);
    await bench.close();
  });

  it('are different for two nodes with one key and two meters', async () => {
    const store = new Store(undefined);
    const memory = memoryOf(store);
    const a = await HaBench.open({ store, memory, node: 'a' });
    const b = await HaBench.open({ store, memory, node: 'b' });
    a.bytes(standardHouse(), 'maison');
    b.bytes(standardHouse({ id: SUCCESSOR, east: 77 }), 'maison');
    assert.equal(a.of('east'), '23456789');
    assert.deepEqual([b.of('east'), b.of('east', 'linky_2')], [undefined, '77']);
    assert.deepEqual(b.warnings, ['linky_2']);
    await a.close();
    await b.close();
  });

  it('are the same for two nodes that tell one meter to two brokers', async () => {
    const memory = memoryOf(new Store(undefined));
    const a = await HaBench.open({ memory, node: 'a' });
    const b = await HaBench.open({ memory, node: 'b' });
    a.bytes(standardHouse());
    b.bytes(standardHouse());
    assert.deepEqual([a.of('east'), b.of('east')], ['23456789', '23456789']);
    await a.close();
    await b.close();
  });

  it('go on in a flow that was imported again, whose node has another id', async () => {
    const store = new Store(undefined);
    const old = await HaBench.open({ store, node: 'old' });
    old.bytes(standardHouse());
    await old.close(true);
    const fresh = await HaBench.open({ store, node: 'fresh', exists: (id) => id !== 'old' });
    fresh.bytes(standardHouse({ id: METER, east: 23_456_800 }));
    assert.equal(fresh.of('energy_total'), '23456800');
    await fresh.close();
  });

  it('can be edited: everything moves to the new one, nothing is left of the old', async () => {
    const store = new Store(undefined);
    const first = await HaBench.open({ store });
    first.bytes(standardHouse());
    await first.close();
    const second = await HaBench.open({ store, settings: { deviceKey: 'maison' }, clock: first.clock });
    for (const [topic, payload] of first.retained) if (!second.retained.has(topic)) second.retained.set(topic, payload);
    for (const { topic, payload } of second.sent) if (payload === '') second.retained.delete(topic);
    second.bytes(standardHouse({ east: 23_456_800 }));
    assert.equal(second.of('energy_total', 'maison'), '23456800');
    assert.deepEqual(
      [...second.retained.keys()].filter((topic) => /linky_|\/linky\//.test(topic)),
      [],
    );
    await second.close();
  });
});

describe('what goes', () => {
  const restart = async (settings: Record<string, string>): Promise<HaBench> => {
    const store = new Store(undefined);
    const first = await HaBench.open({ store });
    first.bytes(standardHouse());
    await first.close();
    const second = await HaBench.open({ store, settings, clock: first.clock });
    const kept = new Map(first.retained);
    for (const { topic, payload } of second.sent)
      if (payload === '') kept.delete(topic);
      else kept.set(topic, payload);
    second.retained.clear();
    for (const [topic, payload] of kept) second.retained.set(topic, payload);
    second.bytes(standardHouse());
    return second;
  };

  it('are the configurations under an old prefix; the states stay', async () => {
    const bench = await restart({ prefix: 'ha' });
    assert.deepEqual(
      [...bench.retained.keys()].filter((topic) => topic.startsWith('homeassistant/')),
      [],
    );
    assert.ok(bench.retained.has('ha/sensor/linkyred_linky_east/config'));
    assert.equal(bench.of('east'), '23456789');
    await bench.close();
  });

  it('are the states under an old base topic; the entities stay', async () => {
    const bench = await restart({ base: 'maison/edf' });
    assert.deepEqual(
      [...bench.retained.keys()].filter((topic) => topic.startsWith('linkyred/linky')),
      [],
    );
    assert.equal(bench.configOf('east')['state_topic'], 'maison/edf/linky/east');
    assert.equal(bench.retained.get('maison/edf/linky/east'), '23456789');
    await bench.close();
  });

  it('is everything on command; until it is wanted again', async () => {
    const bench = await HaBench.open();
    bench.bytes(standardHouse());
    bench.command('remove');
    bench.bytes(standardHouse({ va: 2000 }));
    bench.clock.advance(60_000);
    assert.deepEqual([...bench.retained.keys()], ['linkyred/status']);
    assert.equal(bench.state?.removed, true);
    bench.command({ command: 'refresh' });
    bench.bytes(standardHouse());
    assert.equal(bench.of('east'), '23456789');
    await bench.close();
  });
});

describe('what a meter above 36 kVA leaves behind', () => {
  const every8s = (bench: HaBench, bytes: Buffer, frames: number): void => {
    for (let frame = 0; frame < frames; frame++) {
      bench.bytes(bytes);
      bench.clock.advance(8000);
    }
  };

  it('goes when a Linky takes its place', async () => {
    const bench = await HaBench.open();
    every8s(bench, cje().build(), 4);
    assert.ok(bench.announced().includes('jaune_power') && bench.announced().includes('energ_1'));
    bench.clock.advance(20 * 60_000);
    bench.frames(standardHouse(), 140);
    assert.deepEqual(
      bench.announced().filter((entity) => /^(jaune|energ)_(?!total)/.test(entity)),
      [],
    );
    await bench.close();
  });

  it('goes when a SAPHIR takes its place, whose long frames may be five minutes away', async () => {
    const bench = await HaBench.open();
    every8s(bench, pmePmi().build(), 4);
    assert.ok(bench.announced().includes('eap_s_hph'));
    bench.clock.advance(20 * 60_000);
    const alone = await HaBench.open();
    for (const house of [bench, alone]) {
      every8s(house, saphirLong().build(), 4);
      every8s(house, saphirShort().build(), 90);
    }
    // The canonical entities stay whatever the meter is.
    assert.deepEqual(bench.announced().sort(), [...alone.announced(), 'contract_power'].sort());
    await alone.close();
    await bench.close();
  });
});

describe('what is remembered', () => {
  it('outlives a command and a stop that come before it was read', async () => {
    const store = new Store(undefined);
    const first = await HaBench.open({ store, settings: { deviceKey: 'maison' } });
    first.frames(standardHouse({ east: 23_456_789 }), 10);
    first.clock.advance(20 * 60_000);
    first.frames(standardHouse({ id: SUCCESSOR, east: 12 }), 20);
    await first.close();
    const { clock } = first;
    await HaBench.open({
      store,
      clock,
      settings: { deviceKey: 'maison' },
      atStart: (bench) => {
        bench.command('refresh');
        void bench.close();
      },
    });
    const third = await HaBench.open({ store, clock, settings: { deviceKey: 'maison' } });
    third.bytes(standardHouse({ id: SUCCESSOR, east: 13 }));
    assert.equal(third.of('energy_total', 'maison'), '23456790');
    await third.close();
  });
});

describe('what is taken back', () => {
  it('stays away, whatever speaks for the first time', async () => {
    const bench = await HaBench.open();
    bench.bytes(standardHouse());
    bench.command('remove');
    bench.bytes(standardHouse({ id: SUCCESSOR }), 'annexe');
    bench.signal({ source: 'ecowatt', signal: 'grid-tension' });
    bench.clock.advance(60_000);
    assert.deepEqual([...bench.retained.keys()], ['linkyred/status']);
    bench.command('refresh');
    bench.bytes(standardHouse({ id: SUCCESSOR }), 'annexe');
    assert.equal(bench.of('meter_number', 'linky_2'), SUCCESSOR);
    await bench.close();
  });

  it('goes, too, where the command comes before anything is known', async () => {
    const store = new Store(undefined);
    const first = await HaBench.open({ store });
    first.bytes(standardHouse());
    await first.close();
    const second = await HaBench.open({
      store,
      clock: first.clock,
      atStart: (bench) => {
        for (const [topic, payload] of first.retained) bench.retained.set(topic, payload);
        bench.command('remove');
        bench.bytes(standardHouse());
      },
    });
    second.bytes(standardHouse());
    assert.deepEqual([...second.retained.keys()], ['linkyred/status']);
    await second.close();
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
    assert.equal(codeOf({ schema: 'linky-red/points@1', payload: [] }), 'ERR_INPUT');
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
