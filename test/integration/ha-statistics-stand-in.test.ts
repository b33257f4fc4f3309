// The stand-in of Home Assistant answers what the real ones answer: both are asked the same, of the newest and of the oldest that
// is supported.
import assert from 'node:assert/strict';
import { startHomeAssistant as startStandIn } from '../../sandbox/home-assistant/server';
import { needsHomeAssistant } from '../support/home-assistant/install';
import { startHomeAssistant } from '../support/home-assistant/process';
import { RawLink } from '../support/home-assistant/raw-link';
import { probeStatistics } from '../support/home-assistant/statistics-probes';
import { Mosquitto } from '../support/mqtt/mosquitto';

for (const wanted of [undefined, '2025.10.4'])
  describe(`the stand-in of Home Assistant and Home Assistant ${wanted ?? 'itself'}`, () => {
    it('answer the same', async function () {
      this.timeout(600_000);
      const installed = await needsHomeAssistant(this, wanted);
      const broker = await Mosquitto.start();
      const home = await startHomeAssistant({ installed, mqttPort: broker.port });
      const standIn = await startStandIn({ version: installed.version });
      try {
        const hasMeanType = installed.version >= '2025.11';
        const [real, played] = await Promise.all([
          RawLink.open(home.url, home.accessToken),
          RawLink.open(standIn.url, standIn.token),
        ]);
        assert.deepEqual(played.greeting, real.greeting);
        const truth = await probeStatistics(real, hasMeanType);
        assert.deepEqual(await probeStatistics(played, hasMeanType), truth);
        real.close();
        played.close();
      } finally {
        await standIn.stop();
        await home.stop();
        await broker.stop();
      }
    });
  });
