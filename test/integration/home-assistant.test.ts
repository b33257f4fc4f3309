// What a user sees in a real Home Assistant: one of them, one broker, one Node-RED, one story.
import { connectAsync } from 'mqtt';
import { startHomeAssistant } from '../support/home-assistant';
import { needsHomeAssistant } from '../support/home-assistant-install';
import { Mosquitto } from '../support/mosquitto';
import { LOADS, playRedPeak, playShedding } from './home-assistant/blueprints';
import { checkTable } from './home-assistant/table';
import type { World } from './home-assistant/world';

describe('Home Assistant', function () {
  this.timeout(60_000);
  const world: Partial<World> = {};
  const all = (): World => world as World;

  before(async function () {
    this.timeout(600_000);
    const installed = await needsHomeAssistant(this);
    world.broker = await Mosquitto.start();
    world.mqtt = await connectAsync(world.broker.url);
    world.home = await startHomeAssistant({ installed, mqttPort: world.broker.port, configuration: LOADS });
  });

  after(async () => {
    await world.mqtt?.endAsync();
    await world.home?.stop();
    await world.broker?.stop();
  });

  it('makes an entity of every row, with its id, unit and class', async () => {
    await checkTable(all());
  });

  for (const language of ['fr', 'en'])
    it(`sheds and restores with the blueprint shed-restore.${language}`, async () => {
      await playShedding(all().home, all().mqtt, `shed-restore.${language}.yaml`);
    });

  for (const language of ['fr', 'en'])
    it(`lowers the heating in red peak hours with the blueprint tempo-red-heating.${language}`, async () => {
      await playRedPeak(all().home, all().mqtt, `tempo-red-heating.${language}.yaml`);
    });
});
