// The oldest Home Assistant that is supported takes every row of our tables without a word, bills with our prices, and runs our blueprints.
import { connectAsync, type MqttClient } from 'mqtt';
import { type HomeAssistant, startHomeAssistant } from '../support/home-assistant/process';
import { needsHomeAssistant } from '../support/home-assistant/install';
import { Mosquitto } from '../support/mqtt/mosquitto';
import { LOADS, playRedPeak, playShedding } from './home-assistant/blueprints';
import { playPrices } from './home-assistant/prices';
import { checkTable } from './home-assistant/table';

const OLDEST = '2025.10.4';

describe(`Home Assistant ${OLDEST}`, function () {
  let broker: Mosquitto | undefined;
  let mqtt: MqttClient;
  let home: HomeAssistant;

  before(async function () {
    this.timeout(600_000);
    const installed = await needsHomeAssistant(this, OLDEST);
    broker = await Mosquitto.start();
    mqtt = await connectAsync(broker.url);
    home = await startHomeAssistant({ installed, mqttPort: broker.port, configuration: LOADS });
  });

  after(async () => {
    const started = { mqtt, home } as { mqtt?: MqttClient; home?: HomeAssistant };
    await started.mqtt?.endAsync();
    await started.home?.stop();
    await broker?.stop();
  });

  it('makes an entity of every row, with its id, unit and class', async () => {
    await checkTable({ home, mqtt });
  });

  it('bills energy with our price as newer ones do', async () => {
    await playPrices({ home, mqtt });
  });

  // Variables set within a loop have another scope in versions before it: what was cut has to come back here as well.
  it('sheds, cuts again and restores with the blueprint shed-restore', async () => {
    await playShedding(home, mqtt, 'shed-restore.en.yaml');
  });

  it('lowers the heating in red peak hours with the blueprint tempo-red-heating', async () => {
    await playRedPeak(home, mqtt, 'tempo-red-heating.en.yaml');
  });
});
