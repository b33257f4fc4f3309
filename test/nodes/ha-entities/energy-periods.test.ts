// Energy of today and of this month, from the meter's own indexes.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { FakeClock } from '../../support/machine/fake-clock';
import '../../support/machine/property-seed';
import { HaBench } from '../../support/home-assistant/ha-bench';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SETTINGS = { throttle: 'none' } as const;

async function open(at: string, options: Parameters<typeof HaBench.open>[0] = {}): Promise<HaBench> {
  return await HaBench.open({ settings: SETTINGS, clock: new FakeClock(Date.parse(at) - 2000), ...options });
}

const sinceOf = (bench: HaBench, entity: string): unknown => bench.attributesOf(entity)['since'];
const energies = (bench: HaBench): (string | undefined)[] => [bench.of('energy_today'), bench.of('energy_month')];

describe('energy of today and of this month', () => {
  it('counts from the first reading, and says since when', async () => {
    const bench = await open('2026-11-24T08:30:00Z');
    bench.reading({ EAST: 7_000_000 });
    assert.deepEqual(energies(bench), ['0', '0']);
    bench.clock.advance(MINUTE);
    bench.reading({ EAST: 7_000_250 });
    assert.deepEqual(energies(bench), ['250', '250']);
    assert.equal(sinceOf(bench, 'energy_today'), '2026-11-24T09:30:00+01:00');
    assert.equal(sinceOf(bench, 'energy_month'), '2026-11-24T09:30:00+01:00');
    assert.ok(!bench.announced().includes('returned_today'));
    await bench.close();
  });

  it('is of a Paris day: unknown from midnight to the first reading, then since midnight', async () => {
    const bench = await open('2026-11-30T22:59:00Z');
    bench.reading({ EAST: 7_000_000 });
    bench.clock.advance(30_000);
    bench.reading({ EAST: 7_000_100 });
    bench.clock.advance(40_000);
    assert.deepEqual(energies(bench), ['None', 'None']);
    assert.equal(sinceOf(bench, 'energy_today'), undefined);
    bench.reading({ EAST: 7_000_130 });
    // What was drawn around midnight is of the new day: no watt-hour is lost, or counted twice.
    assert.deepEqual(energies(bench), ['30', '30']);
    assert.equal(sinceOf(bench, 'energy_today'), '2026-12-01T00:00:00+01:00');
    assert.equal(sinceOf(bench, 'energy_month'), '2026-12-01T00:00:00+01:00');
    await bench.close();
  });

  it('counts nothing into a day of which nobody knows whether it was drawn in it', async () => {
    const first = await open('2026-11-24T20:00:00Z');
    first.reading({ EAST: 7_000_000 });
    first.clock.advance(MINUTE);
    first.reading({ EAST: 7_000_100 });
    await first.close();
    const bench = await open('2026-11-25T06:00:00Z', { store: first.store });
    bench.reading({ EAST: 7_004_000 });
    bench.clock.advance(MINUTE);
    bench.reading({ EAST: 7_004_020 });
    assert.deepEqual(energies(bench), ['20', '4020']);
    assert.equal(sinceOf(bench, 'energy_today'), '2026-11-25T07:00:00+01:00');
    assert.equal(sinceOf(bench, 'energy_month'), '2026-11-24T21:00:00+01:00');
    await bench.close();
  });

  it('outlives a restart, with what was drawn meanwhile; of another day nothing is left', async () => {
    const first = await open('2026-11-24T08:30:00Z');
    first.reading({ EAST: 7_000_000 });
    first.clock.advance(MINUTE);
    first.reading({ EAST: 7_000_250 });
    await first.close();
    const second = await open('2026-11-24T11:00:00Z', { store: first.store });
    second.reading({ EAST: 7_001_000 });
    assert.deepEqual(energies(second), ['1000', '1000']);
    assert.equal(sinceOf(second, 'energy_today'), '2026-11-24T09:30:00+01:00');
    await second.close();
    const third = await open('2026-12-02T11:00:00Z', { store: first.store });
    third.clock.advance(1000);
    assert.deepEqual(energies(third), ['None', 'None']);
    await third.close();
  });

  it('makes no step of another meter, mode or tariff, nor of a stray value', async () => {
    const bench = await open('2026-11-24T08:30:00Z');
    const meter = { id: '042161314159', family: 'linky', mode: 'historique', phases: 1, producer: false };
    bench.reading({ OPTARIF: 'HC..', HCHC: 1_000_000, HCHP: 2_000_000 }, { meter });
    bench.clock.advance(MINUTE);
    bench.reading({ OPTARIF: 'HC..', HCHC: 1_000_000, HCHP: 2_000_100 }, { meter });
    // To Base, then to standard, then another meter behind the same line.
    bench.reading({ OPTARIF: 'BASE', BASE: 0 }, { meter });
    bench.clock.advance(MINUTE);
    bench.reading({ OPTARIF: 'BASE', BASE: 40 }, { meter });
    bench.reading({ EAST: 90_000_000 });
    bench.clock.advance(MINUTE);
    bench.reading({ EAST: 90_000_010 });
    bench.reading({ EAST: 0 });
    assert.deepEqual(energies(bench), ['150', '150']);
    bench.clock.advance(2 * MINUTE);
    const next = { stream: 'maison', meter: { ...meter, id: '042161314160', mode: 'standard' } };
    bench.reading({ EAST: 5 }, next);
    bench.clock.advance(MINUTE);
    bench.reading({ EAST: 11 }, next);
    assert.deepEqual(energies(bench), ['156', '156']);
    await bench.close();
  });

  it('makes no step of what a broker remembers of a total, however late it comes', async () => {
    const first = await open('2026-11-24T08:30:00Z');
    const before = { meter: { id: '042161314158', family: 'linky', mode: 'standard', phases: 1, producer: false } };
    first.reading({ EAST: 28_000_000 }, before);
    first.clock.advance(2 * MINUTE);
    first.reading({ EAST: 7_000_000 });
    assert.equal(first.of('energy_total'), '28000000');
    await first.close();
    // What Node-RED remembers is lost.
    const bench = await open('2026-11-24T10:00:00Z');
    bench.reading({ EAST: 7_000_500 });
    bench.clock.advance(MINUTE);
    bench.reading({ EAST: 7_000_520 });
    assert.deepEqual([bench.of('energy_total'), ...energies(bench)], ['7000520', '20', '20']);
    for (const topic of ['linkyred/linky/energy_total', 'linkyred/linky/energy_total/attributes'])
      bench.controller.receive({ topic, payload: first.retained.get(topic) });
    bench.clock.advance(MINUTE);
    bench.reading({ EAST: 7_000_530 });
    assert.deepEqual([bench.of('energy_total'), ...energies(bench)], ['28000530', '30', '30']);
    await bench.close();
  });

  it('is there for what a producer gives, too', async () => {
    const bench = await open('2026-11-24T08:30:00Z');
    const meter = { id: '042161314159', family: 'linky', mode: 'standard', phases: 1, producer: true };
    bench.reading({ EAST: 7_000_000, EAIT: 1000 }, { meter });
    bench.clock.advance(MINUTE);
    bench.reading({ EAST: 7_000_000, EAIT: 1033 }, { meter });
    assert.deepEqual([bench.of('returned_today'), bench.of('returned_month')], ['33', '33']);
    assert.deepEqual(energies(bench), ['0', '0']);
    await bench.close();
  });

  it('is no total of Home Assistant: it has a class and a unit, and no statistics', async () => {
    const bench = await open('2026-11-24T08:30:00Z');
    bench.reading({ EAST: 7_000_000 });
    for (const entity of ['energy_today', 'energy_month']) {
      const { device_class: deviceClass, unit_of_measurement: unit, state_class: state } = bench.configOf(entity);
      assert.deepEqual([deviceClass, unit, state], ['energy', 'Wh', undefined]);
    }
    await bench.close();
  });

  for (const [what, from] of [
    ['the day of 23 hours', '2026-03-28T20:00:00Z'],
    ['the day of 25 hours', '2026-10-24T19:00:00Z'],
    ['29 February', '2028-02-28T20:00:00Z'],
    ['the end of a year', '2026-12-30T20:00:00Z'],
  ] as const)
    it(`adds up to the total over ${what}, whatever is drawn (property)`, async () => {
      const drawn = fc.array(fc.integer({ min: 0, max: 150 }), { minLength: 55, maxLength: 55 });
      await fc.assert(
        fc.asyncProperty(drawn, async (hours) => {
          const bench = await open(from);
          let wh = 7_000_000;
          bench.reading({ EAST: wh });
          const truth = new Map<string, number>();
          let last = Date.parse(from);
          for (const each of hours) {
            // A minute before and after each full hour, and nothing in between.
            for (const [ms, used] of [
              [HOUR - MINUTE, each],
              [MINUTE, 1],
            ] as const) {
              bench.clock.advance(ms);
              last += ms;
              wh += used;
              const day = DateTime.fromMillis(last, { zone: 'Europe/Paris' }).toFormat('yyyy-MM-dd');
              truth.set(day, (truth.get(day) ?? 0) + used);
              bench.reading({ EAST: wh });
              assert.equal(bench.of('energy_today'), String(truth.get(day)), `${day} ${new Date(last).toISOString()}`);
            }
          }
          assert.equal(
            [...truth.values()].reduce((sum, one) => sum + one, 0),
            wh - 7_000_000,
          );
          await bench.close();
        }),
        { numRuns: 2 },
      );
    });
});
