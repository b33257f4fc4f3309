// What lasts and what goes: keys of devices, what is remembered over a restart, entities that are taken back.
import assert from 'node:assert/strict';
import { Store } from '../../../lib/store/store';
import { cje, pmePmi, saphirLong, saphirShort } from '../../support/tic/business-meters';
import { HaBench, memoryOf } from '../../support/home-assistant/ha-bench';
import { METER, standardHouse, SUCCESSOR } from '../../support/tic/house-frames';

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
