// How Home Assistant bills energy: what its own cost sensor makes of a price that is unknown or changes, first of plain entities as
// anybody publishes them, then of ours.
import assert from 'node:assert/strict';
import type { CostState } from '../../../lib/tariff/running/cost-state';
import { HaBench } from '../../support/home-assistant/ha-bench';
import type { HomeAssistant } from '../../support/home-assistant/process';
import { FakeClock } from '../../support/machine/fake-clock';
import { setUpPrices } from './energy';
import type { World } from './world';

type Real = Pick<World, 'home' | 'mqtt'>;

const PLAIN = { from: 'sensor.plain_energy', price: 'sensor.plain_price' } as const;
const OURS = { from: 'sensor.priced_energy_total', price: 'sensor.contract_price' } as const;
const costOf = ({ from }: { readonly from: string }): string => `${from}_cost`;

/** Noon in Paris of a day in the future: our clock is turned by hand, Home Assistant's goes on. */
const NOON = '2027-01-12T11:00:00Z';
const FIRST_WH = 1_000_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export async function playPrices({ home, mqtt }: Real): Promise<void> {
  await mqtt.publishAsync('linkyred/status', 'online', { retain: true, qos: 1 });
  const plain = new Plain(mqtt);
  const ours = await Ours.open(mqtt);
  await plain.energy(FIRST_WH);
  await plain.price(0.2);
  await ours.contract(0.2);
  await ours.draws(0);
  await home.api.until(PLAIN.price, '0.2');
  await home.api.until(PLAIN.from, String(FIRST_WH));
  await home.api.until(OURS.price, '0.2');
  await home.api.until(OURS.from, String(FIRST_WH));
  await setUpPrices(home, [PLAIN, OURS]);
  for (const meter of [PLAIN, OURS]) await isBilled(home, costOf(meter), 0);

  await billsAtTheNextPrice(home, plain);
  await billsWhatWeTell(home, ours);
  await staysAvailable(home, ours);
  await endsTheDay(home, ours);
  assert.deepEqual(home.complaints(), []);
}

/** The two statements about Home Assistant that our price entity is made for. */
async function billsAtTheNextPrice(home: HomeAssistant, plain: Plain): Promise<void> {
  await plain.energy(FIRST_WH + 1000);
  await isBilled(home, costOf(PLAIN), 0.2);
  // Drawn under an unknown price: billed at the next one that is known, with the next step.
  await plain.price(null);
  await home.api.until(PLAIN.price, 'unknown');
  await plain.energy(FIRST_WH + 3000);
  await home.api.until(PLAIN.from, String(FIRST_WH + 3000));
  await plain.price(0.5);
  await home.api.until(PLAIN.price, '0.5');
  await plain.energy(FIRST_WH + 3010);
  await isBilled(home, costOf(PLAIN), 0.2 + 2.01 * 0.5);
  // A change of price: all of the next step at the new one, whenever it was drawn.
  await plain.price(0.1);
  await home.api.until(PLAIN.price, '0.1');
  await plain.energy(FIRST_WH + 4010);
  await isBilled(home, costOf(PLAIN), 0.2 + 2.01 * 0.5 + 0.1);
}

async function billsWhatWeTell(home: HomeAssistant, ours: Ours): Promise<void> {
  const cost = costOf(OURS);
  // A change of price, while energy waits for its pace: it is told and billed before.
  await ours.draws(100);
  await ours.contract(0.3);
  await isBilled(home, cost, 0.02);
  // Nobody knows the price: it is kept, and what is drawn meanwhile is billed at it, also what waits when the next one comes.
  await ours.draws(50);
  await ours.contract(null);
  await ours.draws(50);
  await ours.passes(MINUTE + 1000);
  await isBilled(home, cost, 0.02 + 0.03);
  const kept = await home.api.until(OURS.price, ({ attributes }) => attributes['kept'] === true);
  assert.equal(kept.state, '0.3');
  await ours.draws(40);
  await ours.contract(0.1);
  await isBilled(home, cost, 0.02 + 0.03 + 0.012);
  const known = await home.api.until(OURS.price, ({ attributes }) => attributes['kept'] === false);
  assert.equal(known.state, '0.1');
  await ours.passes(MINUTE + 1000);
  await ours.draws(100);
  await isBilled(home, cost, 0.02 + 0.03 + 0.012 + 0.01);
  assert.deepEqual(home.api.course(OURS.price).slice(-3), ['0.2', '0.3', '0.1']);
}

/** energy-cost is gone, the meter goes on: billed at the price of before. */
async function staysAvailable(home: HomeAssistant, ours: Ours): Promise<void> {
  await ours.passes(7 * HOUR);
  await home.api.until('sensor.contract_tariff_class', 'unavailable');
  const kept = await home.api.until(OURS.price, ({ attributes }) => attributes['kept'] === true);
  assert.equal(kept.state, '0.1');
  await ours.draws(100);
  await isBilled(home, costOf(OURS), 0.02 + 0.03 + 0.012 + 0.02);
}

/** What begins anew each day is no energy that the Energy dashboard or statistics could take for a meter. */
async function endsTheDay(home: HomeAssistant, ours: Ours): Promise<void> {
  await home.api.until('sensor.priced_energy_today', '440');
  await ours.passes(6 * HOUR);
  await home.api.until('sensor.priced_energy_today', 'unknown');
  assert.equal(home.api.state('sensor.priced_energy_month')?.state, '440');
  await ours.draws(30);
  await ours.passes(MINUTE + 1000);
  await ours.draws(20);
  await isBilled(home, costOf(OURS), 0.02 + 0.03 + 0.012 + 0.02 + 0.005);
  const listed = await home.api.ask<{ statistic_id: string }[]>('recorder/list_statistic_ids', {
    statistic_type: 'sum',
  });
  const ids = listed.map(({ statistic_id: id }) => id).filter((id) => /priced|contract/.test(id));
  assert.deepEqual(ids.sort(), [OURS.from, costOf(OURS)]);
}

/** The cost sensor of the Energy dashboard, in EUR. */
async function isBilled(home: HomeAssistant, entity: string, eur: number): Promise<void> {
  await home.api
    .until(entity, ({ state }) => Math.abs(Number(state) - eur) < 1e-6)
    .catch((error: unknown) => {
      assert.fail(`${entity} is not ${eur}: ${String(error)}`);
    });
}

/** An energy and a price as anybody publishes them. */
class Plain {
  constructor(private readonly mqtt: World['mqtt']) {}

  async energy(wh: number): Promise<void> {
    const total = { device_class: 'energy', unit_of_measurement: 'Wh', state_class: 'total_increasing' };
    await this.tell(PLAIN.from, total, String(wh));
  }

  async price(eur: number | null): Promise<void> {
    await this.tell(PLAIN.price, { unit_of_measurement: 'EUR/kWh' }, eur === null ? 'None' : String(eur));
  }

  private async tell(entity: string, config: object, state: string): Promise<void> {
    const [, name = ''] = entity.split('.');
    const about = { name, unique_id: name, default_entity_id: entity, state_topic: `plain/${name}`, ...config };
    await this.mqtt.publishAsync(`homeassistant/sensor/${name}/config`, JSON.stringify(about), {
      retain: true,
      qos: 1,
    });
    await this.mqtt.publishAsync(`plain/${name}`, state, { retain: true, qos: 1 });
  }
}

/** ha-entities with readings and messages of energy-cost, on a clock that the test turns: what it sends goes to the real broker. */
class Ours {
  private wh = FIRST_WH;
  private sent = 0;

  private constructor(
    private readonly bench: HaBench,
    private readonly mqtt: World['mqtt'],
  ) {}

  static async open(mqtt: World['mqtt']): Promise<Ours> {
    const settings = { deviceKey: 'priced', deviceName: 'Priced', tariffKey: 'contract' };
    return new Ours(await HaBench.open({ settings, clock: new FakeClock(NOON) }), mqtt);
  }

  async draws(wh: number): Promise<void> {
    this.bench.clock.advance(2000);
    this.wh += wh;
    this.bench.reading({ EAST: this.wh });
    await this.pass();
  }

  /** For the next six hours. */
  async contract(costEurPerKWh: number | null): Promise<void> {
    const now = this.bench.clock.now();
    const [start, end] = [now, now + 6 * HOUR].map((at) => new Date(at).toISOString());
    const row = { start: start ?? '', end: end ?? '', powerW: null, costEurPerKWh, co2GPerKWh: null };
    const tariffClass = costEurPerKWh === null ? null : 'hp';
    const payload: CostState = { contract: 'maison', at: row.start, now: row, tariffClass, day: null, month: null };
    this.bench.controller.receive({ schema: 'linky-red/cost@1', topic: 'cost/maison', payload });
    await this.pass();
  }

  async passes(ms: number): Promise<void> {
    this.bench.clock.advance(ms);
    await this.pass();
  }

  private async pass(): Promise<void> {
    const messages = this.bench.sent.slice(this.sent);
    this.sent = this.bench.sent.length;
    // Not the status of Node-RED: the meter of this house speaks once a minute at the most, and is there all the same.
    for (const { topic, payload, qos, retain } of messages)
      if (!topic.endsWith('priced/status') || payload === 'online')
        await this.mqtt.publishAsync(topic, payload, { qos, retain });
  }
}
