// What ships for Home Assistant beside the nodes: the recipe over MQTT nodes of one's own, and the same texts in two languages.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import { TABLES } from '../../lib/home-assistant/entities';
import { Arrivals } from '../support/arrivals';
import { Mosquitto } from '../support/mosquitto';
import { type NodeRed, startNodeRed } from '../support/node-red';
import { needsTool } from '../support/requirements';
import { Meter, recipe } from './home-assistant/flow';
import { peakHours } from './home-assistant/meters';

const SHIPPED = path.resolve(__dirname, '../../examples/home-assistant');

interface Heard {
  topic: string;
  payload: string;
}

describe('the recipe home-assistant-mqtt-out', function () {
  this.timeout(40_000);
  let broker: Mosquitto | undefined;
  let mqtt: MqttClient | undefined;
  let red: NodeRed | undefined;

  after(async () => {
    await red?.stop();
    await mqtt?.endAsync();
    await broker?.stop();
  });

  it('publishes through an mqtt out, keeps the last total of the broker as its floor, and answers a birth', async function () {
    needsTool(this, 'mosquitto');
    broker = await Mosquitto.start();
    mqtt = await connectAsync(broker.url);
    const heard = new Arrivals<Heard>('message of the broker');
    mqtt.on('message', (topic, payload) => {
      heard.add({ topic, payload: payload.toString() });
    });
    const total = 12_345_678 + 23_456_789;
    // A life before: the broker remembers more than the meter has counted.
    await mqtt.publishAsync('linkyred/linky/energy_total', String(total + 500), { retain: true });
    await mqtt.subscribeAsync('#');
    red = await startNodeRed({ flow: recipe('home-assistant-mqtt-out.json', broker.port) });
    await heard.next(({ topic, payload }) => topic === 'linkyred/status' && payload === 'online', 10_000);

    await red.status('ex-ham-totals', ({ fill }) => fill === 'green');
    // Said once more to a subscription that is there for sure: what comes next finds the floor laid.
    await mqtt.publishAsync('linkyred/linky/energy_total', String(total + 500), { retain: true, qos: 1 });

    const running = red;
    const meter = new Meter(() => running);
    meter.slip(peakHours());
    const config = 'homeassistant/sensor/linkyred_linky_energy_total/config';
    await heard.next(({ topic }) => topic === config);
    await heard.next(({ topic, payload }) => topic === 'linkyred/linky/hchc' && payload === '12345678');
    const totals = heard.all.filter(({ topic }) => topic === 'linkyred/linky/energy_total');
    assert.deepEqual(
      totals.filter(({ payload }) => Number(payload) < total + 500),
      [],
    );
    await mqtt.publishAsync('homeassistant/status', 'online');
    await heard.next(({ topic }) => topic === config, 15_000);
  });
});

describe('what ships in two languages', () => {
  const files = readdirSync(SHIPPED, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.fr.yaml'));

  it('is there', () => {
    assert.equal(files.length, 3);
  });

  for (const file of files)
    it(`${file} differs from its English sister in its texts alone`, () => {
      const [french, english] = [file, file.replace('.fr.yaml', '.en.yaml')].map((name) =>
        readFileSync(path.join(SHIPPED, name), 'utf8'),
      );
      assert.notEqual(french, english);
      assert.deepEqual(withoutTexts(french ?? ''), withoutTexts(english ?? ''));
    });
});

describe('the entities that dashboards, blueprints and docs name', () => {
  const devices = { linky: TABLES.meter, ecowatt: TABLES.ecowatt, tempo: TABLES.tempo };
  const ours = new Set(
    Object.entries(devices).flatMap(([key, rows]) => rows.map(({ platform, id }) => `${platform}.${key}_${id}`)),
  );
  /** What docs call the entity of somebody else. */
  const foreign = new Set(['sensor.linky_est_index']);
  const shipped = readdirSync(SHIPPED, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => path.join(SHIPPED, file));
  const docs = path.resolve(__dirname, '../../docs/home-assistant.md');

  for (const file of [...shipped, docs])
    it(`${path.basename(file)} names none that we do not have`, () => {
      const text = readFileSync(file, 'utf8');
      const named = text.match(/\b(?:sensor|binary_sensor|event)\.(?:linky|ecowatt|tempo)_[a-z0-9_]+\b/g) ?? [];
      assert.deepEqual(
        [...new Set(named)].filter((entity) => !ours.has(entity) && !foreign.has(entity)),
        [],
      );
    });

  for (const language of ['fr', 'en'])
    it(`the dashboard (${language}) shows Ecowatt and Tempo`, () => {
      const text = readFileSync(path.join(SHIPPED, `dashboard.${language}.yaml`), 'utf8');
      for (const entity of ['sensor.ecowatt_now', 'sensor.ecowatt_day_3', 'sensor.tempo_next', 'sensor.tempo_red_left'])
        assert.ok(text.includes(`entity: ${entity}\n`), entity);
    });

  it('the attributes that content-card-linky reads are in the tables', () => {
    const attributes = (kind: 'ecowatt' | 'tempo', id: string): readonly string[] =>
      TABLES[kind].find((row) => row.id === id)?.attributes ?? [];
    for (const day of ['day_0', 'day_1', 'day_2'])
      for (const name of ['date', 'forecast']) assert.ok(attributes('ecowatt', day).includes(name), `${day} ${name}`);
    for (const day of ['today', 'tomorrow']) assert.ok(attributes('tempo', day).includes('date'), day);
    for (const name of ['days_red', 'days_white', 'days_blue']) assert.ok(attributes('tempo', 'season').includes(name));
  });
});

/** The lines of a YAML file but for comments and what a user reads. */
function withoutTexts(yaml: string): string[] {
  const folded = /^( *)(description: >-)\n(?:\1 +.*\n)+/gm;
  return yaml
    .replace(folded, '$1$2\n')
    .split('\n')
    .filter((line) => !/^\s*#/.test(line))
    .map((line) => line.replace(/\b(name|title|heading|description): (?!>-)('[^']*'|[^}]*?)(?= \}|$)/, '$1'));
}
