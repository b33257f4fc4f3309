// The oldest Home Assistant that is supported takes every row of our tables without a word.
import { connectAsync, type MqttClient } from 'mqtt';
import { type HomeAssistant, startHomeAssistant } from '../support/home-assistant';
import { needsHomeAssistant } from '../support/home-assistant-install';
import { Mosquitto } from '../support/mosquitto';
import { checkTable } from './home-assistant/table';

const OLDEST = '2025.10.4';

describe(`Home Assistant ${OLDEST}`, function () {
  this.timeout(60_000);
  let broker: Mosquitto | undefined;
  let mqtt: MqttClient | undefined;
  let home: HomeAssistant | undefined;

  after(async () => {
    await mqtt?.endAsync();
    await home?.stop();
    await broker?.stop();
  });

  it('makes an entity of every row, with its id, unit and class', async function () {
    this.timeout(600_000);
    const installed = await needsHomeAssistant(this, OLDEST);
    broker = await Mosquitto.start();
    mqtt = await connectAsync(broker.url);
    home = await startHomeAssistant({ installed, mqttPort: broker.port });
    await checkTable({ home, mqtt });
  });
});
