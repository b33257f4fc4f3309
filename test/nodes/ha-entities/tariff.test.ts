// A contract in Home Assistant: the price in force and what today and this month have cost, from messages of energy-cost; and energy
// that is told before a price changes.
import assert from 'node:assert/strict';
import type { CostState, RunningCost } from '../../../lib/tariff/running/cost-state';
import { FakeClock } from '../../support/machine/fake-clock';
import { HaBench } from '../../support/home-assistant/ha-bench';
import { refusals } from '../../support/home-assistant/discovery-rules';

/** 21:58 in Paris: off-peak hours begin in two minutes. */
const NOW = '2026-11-24T20:58:00Z';
const MINUTE = 60_000;
const [PEAK, OFF_PEAK] = [0.2516, 0.1635] as const;

const DAY: RunningCost = {
  period: '2026-11-24',
  since: '2026-11-24T00:00:00+01:00',
  kWh: 12.5,
  costEur: 2.81449,
  byClass: { hp: { kWh: 8.75, costEur: 2.2015 }, hc: { kWh: 3.75, costEur: 0.613125 } },
  subscriptionEur: 0.49,
  unpricedKWh: 0,
};
const MONTH: RunningCost = {
  ...DAY,
  period: '2026-11',
  since: '2026-11-03T18:20:00+01:00',
  kWh: 301,
  costEur: 61.2,
  byClass: {},
  subscriptionEur: null,
  unpricedKWh: 1.25,
};
const UNTIL_TEN = {
  start: '2026-11-24T06:00:00+01:00',
  end: '2026-11-24T22:00:00+01:00',
  powerW: null,
  costEurPerKWh: PEAK,
  co2GPerKWh: null,
};
const FROM_TEN = {
  ...UNTIL_TEN,
  start: '2026-11-24T22:00:00+01:00',
  end: '2026-11-25T06:00:00+01:00',
  costEurPerKWh: OFF_PEAK,
};

function cost(more: Partial<CostState> = {}): object {
  const payload: CostState = {
    contract: 'maison',
    at: '2026-11-24T21:58:00+01:00',
    now: UNTIL_TEN,
    tariffClass: 'hp',
    day: DAY,
    month: MONTH,
    ...more,
  };
  return { schema: 'linky-red/cost@1', topic: `cost/${payload.contract}`, payload };
}
const offPeak = (more: Partial<CostState> = {}): object =>
  cost({ at: '2026-11-24T22:00:00+01:00', now: FROM_TEN, tariffClass: 'hc', ...more });
/** Tempo, and nobody has said the colour. */
const unknown = (at: string): object => cost({ at, now: { ...FROM_TEN, costEurPerKWh: null }, tariffClass: null });

function statesOf(bench: HaBench, key = 'tariff'): Record<string, string> {
  const topics = [...bench.retained].map(([topic, payload]) => [topic.split('/'), payload] as const);
  const ours = topics.filter(([[base, of], payload]) => base === 'linkyred' && of === key && payload !== '');
  return Object.fromEntries(ours.flatMap(([[, , id, more], text]) => (id && !more ? [[id, text]] : [])));
}

async function open(options: Parameters<typeof HaBench.open>[0] = {}): Promise<HaBench> {
  const clock = new FakeClock(new Date(Date.parse(NOW) - 2000).toISOString());
  return await HaBench.open({ clock, ...options });
}

/** Topics of our own in the order in which they left since a message. */
function toldSince(bench: HaBench, from: number): string[] {
  const topics = bench.sent.slice(from).map(({ topic }) => topic);
  return topics.filter((topic) => topic.startsWith('linkyred/') && !topic.endsWith('/status'));
}

describe('a contract in Home Assistant', () => {
  it('is a device of its own: price, tariff period, cost of the day and of the month', async () => {
    const bench = await open();
    bench.controller.receive(cost());
    assert.deepEqual(statesOf(bench), {
      status: 'online',
      price: '0.2516',
      tariff_class: 'hp',
      cost_today: '2.814',
      cost_month: '61.2',
    });
    assert.deepEqual(bench.attributesOf('price', 'tariff'), {
      since: UNTIL_TEN.start,
      until: UNTIL_TEN.end,
      tariff_class: 'hp',
      kept: false,
    });
    assert.deepEqual(bench.attributesOf('tariff_class', 'tariff'), { label: 'Heures pleines', until: UNTIL_TEN.end });
    assert.deepEqual(bench.attributesOf('cost_today', 'tariff'), {
      since: DAY.since,
      by_class: { hp: 2.202, hc: 0.613 },
      subscription: 0.49,
      unpriced: 0,
    });
    assert.deepEqual(bench.attributesOf('cost_month', 'tariff'), { since: MONTH.since, unpriced: 1.25 });
    assert.deepEqual(refusals(bench.sent), []);
    await bench.close();
  });

  it('has a price that the Energy dashboard takes, and costs that it cannot take for an energy or a total', async () => {
    const bench = await open();
    bench.controller.receive(cost());
    const config = (entity: string): Record<string, unknown> =>
      JSON.parse(bench.retained.get(`homeassistant/sensor/linkyred_tariff_${entity}/config`) ?? '{}') as Record<
        string,
        unknown
      >;
    const { device } = config('price') as { device: Record<string, unknown> };
    assert.deepEqual([device['name'], device['model'], device['serial_number']], ['Tarif €', 'maison', '']);
    assert.equal(config('price')['unit_of_measurement'], 'EUR/kWh');
    for (const entity of ['cost_today', 'cost_month']) {
      const { unit_of_measurement: unit, device_class: deviceClass, state_class: state } = config(entity);
      assert.deepEqual([unit, deviceClass, state], ['EUR', 'monetary', undefined]);
    }
    await bench.close();
  });

  it('is one device for each contract, under the key that the user set', async () => {
    const bench = await open({ settings: { tariffKey: 'contrat' } });
    bench.controller.receive(cost());
    bench.controller.receive(cost({ contract: 'atelier', now: { ...UNTIL_TEN, costEurPerKWh: 0 } }));
    assert.equal(statesOf(bench, 'contrat')['price'], '0.2516');
    // A price of 0 is a price.
    assert.equal(statesOf(bench, 'contrat_2')['price'], '0');
    assert.equal(bench.attributesOf('price', 'contrat_2')['kept'], false);
    await bench.close();
  });

  it('shows the price of the next class at its minute', async () => {
    const bench = await open();
    bench.controller.receive(cost());
    bench.clock.advance(2 * MINUTE);
    bench.controller.receive(offPeak());
    assert.deepEqual([bench.of('price', 'tariff'), bench.of('tariff_class', 'tariff')], ['0.1635', 'hc']);
    assert.equal(bench.attributesOf('price', 'tariff')['until'], '2026-11-25T06:00:00+01:00');
    await bench.close();
  });

  it('has no cost of a day or month that is over, before something is told of the new one', async () => {
    const clock = new FakeClock('2026-11-30T22:57:58Z');
    const bench = await HaBench.open({ clock });
    const at = '2026-11-30T23:58:00+01:00';
    const now = { ...FROM_TEN, start: '2026-11-30T22:00:00+01:00', end: '2026-12-01T06:00:00+01:00' };
    bench.controller.receive(cost({ at, now, tariffClass: 'hc', day: { ...DAY, period: '2026-11-30' } }));
    assert.deepEqual([bench.of('cost_today', 'tariff'), bench.of('cost_month', 'tariff')], ['2.814', '61.2']);
    bench.clock.advance(4 * MINUTE);
    assert.deepEqual([bench.of('cost_today', 'tariff'), bench.of('cost_month', 'tariff')], ['None', 'None']);
    assert.equal(bench.of('price', 'tariff'), '0.1635');
    await bench.close();
  });

  it('says nothing of costs before the meter has spoken', async () => {
    const bench = await open();
    bench.controller.receive(cost({ day: null, month: null }));
    assert.deepEqual([bench.of('cost_today', 'tariff'), bench.of('price', 'tariff')], ['None', '0.2516']);
    await bench.close();
  });

  it('is refused where it is no such state; what else energy-cost and ha-statistics send is passed over', async () => {
    const bench = await open();
    for (const schema of ['linky-red/price@1', 'linky-red/statistics@1', 'linky-red/points@1'])
      bench.controller.receive({ schema, payload: [] });
    assert.deepEqual(statesOf(bench), {});
    for (const payload of [{}, null, [], { contract: '', at: NOW }, { contract: 'x', at: 'yesterday' }])
      assert.throws(
        () => {
          bench.controller.receive({ schema: 'linky-red/cost@1', payload });
        },
        { code: 'ERR_INPUT' },
      );
    // What does not fit in it is unknown, the rest holds.
    bench.controller.receive(cost({ tariffClass: 'hp-violet' as 'hp', day: 7 as unknown as null }));
    assert.deepEqual(statesOf(bench), {
      status: 'online',
      price: '0.2516',
      tariff_class: 'unknown',
      cost_today: 'None',
      cost_month: '61.2',
    });
    await bench.close();
  });
});

describe('a price that nobody knows any more', () => {
  it('stays, and says that it is kept', async () => {
    const bench = await open();
    bench.controller.receive(cost());
    bench.clock.advance(2 * MINUTE);
    bench.controller.receive(unknown('2026-11-24T22:00:00+01:00'));
    assert.equal(bench.of('price', 'tariff'), '0.2516');
    assert.equal(bench.attributesOf('price', 'tariff')['kept'], true);
    assert.equal(bench.of('tariff_class', 'tariff'), 'unknown');
    bench.controller.receive(offPeak());
    assert.equal(bench.of('price', 'tariff'), '0.1635');
    assert.equal(bench.attributesOf('price', 'tariff')['kept'], false);
    await bench.close();
  });

  it('is unknown only where none was ever known', async () => {
    const bench = await open();
    bench.controller.receive(unknown('2026-11-24T21:58:00+01:00'));
    assert.equal(bench.of('price', 'tariff'), 'None');
    assert.equal(bench.attributesOf('price', 'tariff')['kept'], false);
    await bench.close();
  });

  it('outlives a restart', async () => {
    const first = await open();
    first.controller.receive(cost());
    await first.close();
    const { store } = first;
    const second = await open({ store });
    second.controller.receive(unknown('2026-11-24T21:58:00+01:00'));
    assert.equal(second.of('price', 'tariff'), '0.2516');
    assert.equal(second.attributesOf('price', 'tariff')['kept'], true);
    await second.close();
    // The same where energy-cost has been taken out of the flows.
    const third = await open({ store });
    assert.equal(third.of('price', 'tariff'), undefined);
    third.clock.advance(2 * MINUTE);
    assert.equal(third.of('price', 'tariff'), '0.2516');
    assert.equal(third.attributesOf('price', 'tariff')['kept'], true);
    assert.equal(statesOf(third)['status'], 'offline');
    await third.close();
  });

  it('is there while the rest of its device is not: beyond the row that was told last', async () => {
    const bench = await open();
    bench.controller.receive(cost());
    bench.clock.advance(8 * MINUTE);
    assert.equal(statesOf(bench)['status'], 'offline');
    assert.deepEqual([bench.of('price', 'tariff'), bench.attributesOf('price', 'tariff')['kept']], ['0.2516', true]);
    const availability = (entity: string): unknown[] => {
      const text = bench.retained.get(`homeassistant/sensor/linkyred_tariff_${entity}/config`) ?? '{}';
      return (JSON.parse(text) as { availability: { topic: string }[] }).availability.map(({ topic }) => topic);
    };
    assert.deepEqual(availability('price'), ['linkyred/status']);
    assert.deepEqual(availability('cost_today'), ['linkyred/status', 'linkyred/tariff/status']);
    await bench.close();
  });

  it('is the same of a supplier', async () => {
    const bench = await open();
    const row = { start: '2026-11-24T21:00:00+01:00', end: '2026-11-24T22:00:00+01:00', costEurPerKWh: 0.31 };
    const prices = (now: object | null): object => ({
      schema: 'linky-red/prices@1',
      payload: { deliveryPoint: '01234567890123', at: '2026-11-24T21:58:00+01:00', now },
    });
    bench.controller.receive(prices(row));
    assert.equal(bench.attributesOf('price', 'supplier')['kept'], false);
    bench.controller.receive(prices({ ...row, costEurPerKWh: null }));
    assert.deepEqual([bench.of('price', 'supplier'), bench.attributesOf('price', 'supplier')['kept']], ['0.31', true]);
    bench.controller.receive(prices(null));
    assert.deepEqual([bench.of('price', 'supplier'), bench.attributesOf('price', 'supplier')['kept']], ['0.31', true]);
    const text = bench.retained.get('homeassistant/sensor/linkyred_supplier_price/config') ?? '{}';
    assert.equal((JSON.parse(text) as { availability: unknown[] }).availability.length, 1);
    await bench.close();
  });
});

describe('a change of price', () => {
  const linky = (east: number, easf01: number): Record<string, unknown> => ({
    EAST: east,
    EASF01: easf01,
    NTARF: '01',
  });

  it('is told behind the energy that waits for its pace: the total and the indexes of the tariff', async () => {
    const bench = await open();
    bench.controller.receive(cost());
    bench.reading(linky(1_000_000, 600_000));
    bench.clock.advance(MINUTE + 1000);
    bench.reading(linky(1_000_010, 600_010));
    bench.clock.advance(2000);
    bench.reading(linky(1_000_013, 600_013));
    assert.equal(bench.of('energy_total'), '1000010');
    const before = bench.sent.length;
    bench.controller.receive(offPeak());
    const told = toldSince(bench, before);
    const price = told.findIndex((topic) => topic.startsWith('linkyred/tariff/price'));
    assert.ok(price > 0);
    for (const entity of ['energy_total', 'easf01']) {
      const at = told.indexOf(`linkyred/linky/${entity}`);
      assert.ok(at >= 0 && at < price, `${entity}: ${told.join(' ')}`);
    }
    assert.deepEqual([bench.of('energy_total'), bench.of('easf01')], ['1000013', '600013']);
    await bench.close();
  });

  it('alone tells it: a price that stays, or is kept, leaves energy at its pace', async () => {
    const bench = await open();
    bench.controller.receive(cost());
    bench.reading(linky(1_000_000, 600_000));
    bench.clock.advance(2000);
    bench.reading(linky(1_000_003, 600_003));
    bench.controller.receive(cost({ month: null }));
    bench.controller.receive(unknown('2026-11-24T21:58:00+01:00'));
    assert.equal(bench.of('energy_total'), '1000000');
    await bench.close();
  });

  it('of a supplier does the same, for all meters', async () => {
    const bench = await open();
    const prices = (costEurPerKWh: number): object => ({
      schema: 'linky-red/prices@1',
      payload: {
        deliveryPoint: '01234567890123',
        at: '2026-11-24T21:58:00+01:00',
        now: { start: '2026-11-24T21:00:00+01:00', end: '2026-11-24T22:00:00+01:00', costEurPerKWh },
      },
    });
    const other = { stream: 'atelier', meter: { id: '042161314160', family: 'linky', mode: 'standard', phases: 1 } };
    bench.controller.receive(prices(0.3));
    bench.reading(linky(1_000_000, 600_000));
    bench.reading(linky(2_000_000, 700_000), other);
    bench.clock.advance(2000);
    bench.reading(linky(1_000_003, 600_003));
    bench.reading(linky(2_000_004, 700_004), other);
    bench.controller.receive(prices(0.2));
    assert.deepEqual([bench.of('energy_total'), bench.of('energy_total', 'linky_2')], ['1000003', '2000004']);
    await bench.close();
  });
});
