// What grid signals do to entities and to the event entity.
import assert from 'node:assert/strict';
import type { GridSignal } from '../../../lib/grid/signal';
import { FakeClock } from '../../support/machine/fake-clock';
import { HaBench, SIGNAL } from '../../support/home-assistant/ha-bench';
import { standardHouse, SUCCESSOR } from '../../support/tic/house-frames';
import { linkyBase, linkyStandardEjp, linkyTempo } from '../../support/tic/tic-meters';

const PARIS = '+01:00';
const over: Partial<GridSignal> = { state: 'cleared', change: 'ended', level: null, expected: null };

async function house(settings = {}): Promise<HaBench> {
  const bench = await HaBench.open({ settings });
  bench.bytes(standardHouse());
  return bench;
}

describe('signals of the meter', () => {
  it('switch the overrun on and off at once, whatever the pace', async () => {
    const bench = await house({ throttle: 'economical' });
    assert.equal(bench.of('overrun'), 'OFF');
    bench.bytes(standardHouse({ overrun: true, va: 9840 }));
    assert.equal(bench.of('overrun'), 'ON');
    assert.deepEqual(bench.attributesOf('overrun')['phases'], [1]);
    bench.bytes(standardHouse());
    assert.equal(bench.of('overrun'), 'OFF');
    await bench.close();
  });

  it('switch off what a mode or a contract had on that is no more', async () => {
    const bench = await HaBench.open();
    const shown = (): unknown[] => ['peak', 'cover', 'tempo_now'].map((id) => bench.of(id));
    bench.bytes(linkyStandardEjp().set('STGE', '402A0011').build());
    assert.deepEqual(shown(), ['ON', 'ON', undefined]);
    bench.bytes(linkyBase().build());
    assert.deepEqual(shown(), ['OFF', 'OFF', undefined]);
    bench.bytes(linkyTempo().set('PTEC', 'HPJR').build());
    assert.deepEqual(shown(), ['OFF', 'OFF', 'red']);
    bench.bytes(linkyBase().build());
    assert.deepEqual(shown(), ['OFF', 'OFF', 'unknown']);
    await bench.close();
  });

  it('keep notice and overrun apart', async () => {
    const bench = await house();
    assert.ok(!bench.announced().includes('preavis'), 'a Linky gives no notice');
    bench.signal({ state: 'announced', change: 'announced', level: 2, expected: 3 });
    assert.deepEqual([bench.of('preavis'), bench.of('overrun')], ['ON', 'OFF']);
    bench.signal({ change: 'started' });
    assert.deepEqual([bench.of('preavis'), bench.of('overrun')], ['OFF', 'ON']);
    bench.signal(over);
    assert.deepEqual([bench.of('preavis'), bench.of('overrun')], ['OFF', 'OFF']);
    await bench.close();
  });

  it('tell unknown as unknown', async () => {
    const bench = await house();
    bench.signal({});
    bench.signal({ state: 'unknown', change: 'lost', level: null, expected: null });
    assert.equal(bench.of('overrun'), 'None');
    await bench.close();
  });

  it('leave off-peak hours unknown in a period whose name does not say, where there are any', async () => {
    const period = (name: string): Partial<GridSignal> => ({
      id: name,
      signal: 'tariff-period',
      level: null,
      expected: null,
      detail: { period: name, offPeak: name.includes('CREUSE') ? true : null },
    });
    const bench = await HaBench.open();
    bench.reading({ SINSTS: 100 });
    bench.signal(period('SEMAINE'));
    assert.equal(bench.of('off_peak'), undefined);
    bench.signal(period('HEURE  CREUSE'));
    assert.equal(bench.of('off_peak'), 'ON');
    bench.signal(period('WEEK END'));
    assert.equal(bench.of('off_peak'), 'None');
    await bench.close();
  });

  it('are not changed by a frame without their groups', async () => {
    const bench = await house();
    bench.signal({ id: 'x', detail: { phases: [1] } });
    bench.reading({ SINSTS: 100 });
    assert.equal(bench.of('overrun'), 'ON');
    assert.equal(bench.of('off_peak'), 'ON');
    await bench.close();
  });

  it('act the same when they are simulated, and say so; the meter does not end them meanwhile', async () => {
    const bench = await house();
    const played: Partial<GridSignal> = {
      id: 'simulated',
      start: bench.clock.now() === 0 ? null : new Date(bench.clock.now()).toISOString(),
      end: new Date(bench.clock.now() + 60_000).toISOString(),
      detail: { simulated: true },
    };
    bench.signal(played);
    assert.equal(bench.of('overrun'), 'ON');
    assert.equal(bench.attributesOf('overrun')['simulated'], true);
    bench.bytes(standardHouse());
    assert.equal(bench.of('overrun'), 'ON');
    bench.signal({ ...played, ...over });
    assert.equal(bench.of('overrun'), 'OFF');
    assert.equal(bench.attributesOf('overrun')['simulated'], false);
    await bench.close();
  });

  it('are over at their end even if nobody says so', async () => {
    const bench = await house();
    bench.signal({
      id: 'simulated',
      end: new Date(bench.clock.now() + 60_000).toISOString(),
      detail: { simulated: true },
    });
    bench.clock.advance(59_000);
    assert.equal(bench.of('overrun'), 'ON');
    bench.clock.advance(3000);
    assert.equal(bench.of('overrun'), 'OFF');
    await bench.close();
  });

  it('wait for the reading that says whose they are', async () => {
    const bench = await HaBench.open();
    bench.signal({});
    assert.equal(bench.of('overrun'), undefined);
    bench.reading({ SINSTS: 100 });
    assert.equal(bench.of('overrun'), 'ON');
    await bench.close();
  });

  it('make no meter where they are simulated: the first one that speaks has the key', async () => {
    const play: Partial<GridSignal> = { id: 'played', origin: 'decode', detail: { simulated: true } };
    const early = await HaBench.open();
    early.signal(play);
    early.clock.advance(62_000);
    assert.equal(early.of('overrun'), 'ON');
    early.bytes(standardHouse());
    assert.deepEqual([early.of('east'), early.of('overrun')], ['23456789', 'ON']);
    await early.close();

    const soon = await HaBench.open();
    soon.signal(play);
    soon.bytes(standardHouse());
    assert.equal(soon.of('overrun'), 'ON');
    soon.frames(standardHouse(), 70);
    assert.deepEqual(soon.announced('linky_2'), []);

    soon.bytes(standardHouse({ id: SUCCESSOR }), 'annexe');
    soon.signal({ ...play, id: 'played again' });
    soon.clock.advance(62_000);
    assert.deepEqual(soon.announced('linky_3'), []);
    await soon.close();
  });

  it('make a device of their own when no reading ever comes', async () => {
    const bench = await HaBench.open();
    bench.signal({});
    bench.clock.advance(62_000);
    assert.equal(bench.of('overrun'), 'ON');
    await bench.close();
  });
});

describe('colours of Tempo', () => {
  const colour = (
    day: string,
    name: string,
    state: GridSignal['state'],
    change: GridSignal['change'],
  ): Partial<GridSignal> => ({
    id: `042161314159/tic/day-colour/${day}`,
    signal: 'day-colour',
    state,
    change,
    level: state === 'active' ? 1 : null,
    expected: 1,
    start: `${day}T06:00:00${PARIS}`,
    end: `${String(Number(day.slice(0, 4)))}-01-${String(Number(day.slice(8)) + 1).padStart(2, '0')}T06:00:00${PARIS}`,
    detail: { day, colour: name, confirmed: true },
  });
  /** In the small hours of the 16th: the tariff day is still the 15th. */
  const night = async (minutesBeforeSix: number): Promise<HaBench> => {
    const six = Date.parse(`2026-01-16T06:00:00${PARIS}`);
    const bench = await HaBench.open({ clock: new FakeClock(six - minutesBeforeSix * 60_000) });
    bench.bytes(standardHouse());
    bench.signal(colour('2026-01-15', 'white', 'active', 'initial'));
    return bench;
  };

  it('are two: the one in force, and the one from the next 06:00, which at 05:00 is this same morning', async () => {
    const bench = await night(60);
    assert.deepEqual([bench.of('tempo_now'), bench.of('tempo_next')], ['white', 'unknown']);
    bench.signal(colour('2026-01-16', 'red', 'announced', 'announced'));
    assert.deepEqual([bench.of('tempo_now'), bench.of('tempo_next')], ['white', 'red']);
    assert.equal(bench.attributesOf('tempo_next')['label'], 'Rouge');
    await bench.close();
  });

  it('change at 06:00 by themselves: what comes next is not known then', async () => {
    const bench = await night(1);
    bench.signal(colour('2026-01-16', 'red', 'announced', 'announced'));
    bench.clock.advance(57_000);
    assert.deepEqual([bench.of('tempo_now'), bench.of('tempo_next')], ['white', 'red']);
    bench.clock.advance(2000);
    assert.deepEqual([bench.of('tempo_now'), bench.of('tempo_next')], ['red', 'unknown']);
    await bench.close();
  });

  it('have one list of options, in lower case, with a label in the chosen language', async () => {
    const bench = await house({ language: 'en' });
    bench.signal(colour('2026-01-15', 'blue', 'active', 'initial'));
    assert.deepEqual(bench.configOf('tempo_now')['options'], ['blue', 'white', 'red', 'unknown']);
    assert.equal(bench.attributesOf('tempo_now')['label'], 'Blue');
    assert.equal(bench.configOf('tempo_now')['name'], 'Tempo colour in force');
    await bench.close();
  });

  it('are not there without Tempo', async () => {
    const bench = await house();
    assert.ok(!bench.announced().includes('tempo_now'));
    await bench.close();
  });
});

describe('a tariff period that is announced', () => {
  it('does not change the one in force', async () => {
    const bench = await house();
    assert.equal(bench.of('off_peak'), 'ON');
    bench.signal({
      id: 'next',
      signal: 'tariff-period',
      state: 'announced',
      change: 'announced',
      level: null,
      expected: null,
      start: null,
      detail: { period: 'HPH', offPeak: false },
    });
    assert.equal(bench.of('off_peak'), 'ON');
    await bench.close();
  });
});

describe('the event entity', () => {
  const events = (bench: HaBench): Record<string, unknown>[] =>
    bench.told('event').map((payload) => JSON.parse(payload) as Record<string, unknown>);

  it('tells edges, with what belongs to them, and is never retained', async () => {
    const bench = await house();
    assert.deepEqual(events(bench), [], 'what is found at a start is no event');
    bench.bytes(standardHouse({ overrun: true, va: 9840 }));
    bench.bytes(standardHouse());
    const [start, end] = events(bench);
    assert.equal(start?.['event_type'], 'overrun_start');
    assert.deepEqual([start['level'], start['phases'], start['simulated']], [3, [1], false]);
    assert.equal(end?.['event_type'], 'overrun_end');
    assert.equal(bench.of('event'), undefined);
    await bench.close();
  });

  it('knows only types that were announced', async () => {
    const bench = await house();
    const kinds = ['power-overrun', 'peak', 'tariff-period', 'day-colour', 'meter-fault'] as const;
    const changes = ['announced', 'started', 'worsened', 'eased', 'ended', 'withdrawn', 'initial', 'lost'] as const;
    for (const signal of kinds)
      for (const change of changes)
        bench.signal({ signal, change, id: `${signal} ${change}`, detail: { fault: 'cover' } });
    const announced = bench.configOf('event', 'event')['event_types'] as string[];
    const told = events(bench).map((event) => String(event['event_type']));
    assert.deepEqual(
      told.filter((type) => !announced.includes(type)),
      [],
    );
    assert.deepEqual([...new Set(told)].sort(), [...announced].sort());
    await bench.close();
  });

  it('keeps quiet about what happened before the broker was there', async () => {
    const bench = await HaBench.open({
      atStart: (early) => {
        early.bytes(standardHouse());
        early.signal({});
      },
    });
    assert.equal(bench.of('overrun'), 'ON');
    assert.deepEqual(bench.told('event'), []);
    bench.signal(over);
    assert.equal(bench.told('event').length, 1);
    await bench.close();
  });

  it('says an edge once, even if it comes by two wires', async () => {
    const bench = await house();
    bench.signal(SIGNAL);
    bench.signal(SIGNAL);
    assert.equal(events(bench).length, 1);
    await bench.close();
  });
});
