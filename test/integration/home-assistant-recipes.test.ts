// What ships for Home Assistant beside the nodes: the recipe over MQTT nodes of one's own, and the same texts in two languages.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import { TABLES } from '../../lib/home-assistant/entities';
import { Arrivals } from '../support/machine/arrivals';
import { Mosquitto } from '../support/mqtt/mosquitto';
import { type NodeRed, startNodeRed } from '../support/node-red/process';
import { needsTool } from '../support/machine/requirements';
import { Meter, recipe } from './home-assistant/flow';
import { peakHours } from './home-assistant/meters';

const SHIPPED = path.resolve(__dirname, '../../docs/home-assistant');

interface Heard {
  topic: string;
  payload: string;
}

describe('the recipe home-assistant-mqtt-out', function () {
  let broker: Mosquitto | undefined;
  let mqtt: MqttClient | undefined;
  let red: NodeRed | undefined;

  beforeEach(async function () {
    needsTool(this, 'mosquitto');
    broker = await Mosquitto.start();
    mqtt = await connectAsync(broker.url, { reconnectPeriod: 100 });
    // A life before, whose own documents are lost: the broker remembers more than the meter will say.
    const heard = await listen(mqtt);
    red = await startNodeRed({ flow: recipe('home-assistant-mqtt-out.json', broker.port) });
    meterOf(red).slip(peakHours({ hchp: REMEMBERED - 12_345_678 }));
    await heard.next(({ topic, payload }) => topic === TOTAL && payload === String(REMEMBERED));
    await heard.next(({ topic }) => topic === `${TOTAL}/attributes`);
    await red.stop();
    await mqtt.unsubscribeAsync('#');
    mqtt.removeAllListeners('message');
  });

  afterEach(async () => {
    await red?.stop();
    await mqtt?.endAsync();
    await broker?.stop();
  });

  /** Everything that passes over the broker from now on. */
  async function listen(client: MqttClient): Promise<Arrivals<Heard>> {
    const heard = new Arrivals<Heard>('message of the broker');
    client.on('message', (topic, payload, { retain }) => {
      if (!retain) heard.add({ topic, payload: payload.toString() });
    });
    await client.subscribeAsync('#');
    return heard;
  }

  function meterOf(running: NodeRed): Meter {
    return new Meter(() => running);
  }

  function fallsOf(heard: Arrivals<Heard>): Heard[] {
    return heard.all.filter(({ topic, payload }) => topic === TOTAL && Number(payload) < REMEMBERED);
  }

  it('publishes through an mqtt out, keeps the last total of the broker as its floor, and answers a birth', async () => {
    assert.ok(broker !== undefined && mqtt !== undefined);
    const heard = await listen(mqtt);
    red = await startNodeRed({ flow: recipe('home-assistant-mqtt-out.json', broker.port) });
    // At once: before any `mqtt in` can have brought anything back.
    meterOf(red).slip(peakHours());
    await heard.next(({ topic }) => topic === CONFIG);
    await heard.next(({ topic, payload }) => topic === 'linkyred/linky/hchc' && payload === '12345678');
    assert.deepEqual(fallsOf(heard), []);
    await mqtt.publishAsync('homeassistant/status', 'online');
    await heard.next(({ topic }) => topic === CONFIG);
    assert.deepEqual(fallsOf(heard), []);
  });

  it('keeps that floor when the broker comes up last, long after the first readings', async () => {
    assert.ok(broker !== undefined && mqtt !== undefined);
    const heard = await listen(mqtt);
    await broker.down();
    red = await startNodeRed({
      flow: recipe('home-assistant-mqtt-out.json', broker.port),
      settings: { mqttReconnectTime: 200 },
    });
    const meter = meterOf(red);
    meter.slip(peakHours());
    // Told, and lost in `mqtt out`.
    await red.status('ex-ham-entities', ({ text }) => /^\d+ /.test(text ?? ''));
    await broker.up();
    await heard.next(({ topic }) => topic === CONFIG);
    await heard.next(({ topic, payload }) => topic === 'linkyred/linky/hchc' && payload === '12345678');
    meter.slip(peakHours({ hchp: 23_456_799 }));
    await heard.next(({ topic, payload }) => topic === 'linkyred/linky/hchp' && payload === '23456799');
    assert.deepEqual(fallsOf(heard), []);
  });
});

const TOTAL = 'linkyred/linky/energy_total';
const REMEMBERED = 12_345_678 + 23_456_789 + 500;
const CONFIG = 'homeassistant/sensor/linkyred_linky_hchc/config';

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
  const docs = ['home-assistant.md', 'home-assistant.fr.md'].map((name) => path.resolve(__dirname, '../../docs', name));

  for (const file of [...shipped, ...docs])
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
