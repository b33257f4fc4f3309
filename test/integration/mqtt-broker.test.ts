// ha-entities on real brokers, in a real Node-RED that is fed with the bytes of a meter: what the broker retains, before
// and after everything that can go wrong.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { AedesBroker } from '../support/mqtt/aedes';
import { haFlow } from '../support/home-assistant/ha-flow';
import { METER, standardHouse } from '../support/tic/house-frames';
import { Mosquitto } from '../support/mqtt/mosquitto';
import { type NodeRed, startNodeRed } from '../support/node-red/process';
import { needsTool } from '../support/machine/requirements';
import { differences, retainedTopics, untilRetained, watchBroker } from '../support/mqtt/retained';

/** What the house of house-frames.ts is for Home Assistant: topic below `linkyred/linky` → retained payload. */
const TABLE: Readonly<Record<string, string>> = {
  status: 'online',
  link: 'ON',
  link_errors: '0',
  energy_total: '23456789',
  energy_today: '0',
  energy_month: '0',
  apparent_power: '1240',
  headroom: '7760',
  'headroom/attributes': '{"cutoff_va":7760}',
  headroom_current: '40',
  'headroom_current/attributes': '{}',
  contract_power: '9000',
  meter_number: METER,
  'meter_number/attributes': `{"state":"${METER}","maker":"Landis+Gyr","year":2021,"meter_type":"61"}`,
  vtic: '02',
  date: '2026-01-15T12:00:00+01:00',
  ngtf: 'H PLEINE/CREUSE',
  ltarf: 'HEURE  CREUSE',
  east: '23456789',
  easf01: '9000000',
  easf02: '14456789',
  easd01: '5864197',
  easd02: '5864197',
  easd03: '5864197',
  easd04: '5864197',
  irms1: '5',
  urms1: '234',
  pref: '9000',
  pcoup: '9000',
  sinsts: '1240',
  smaxsn: '4210',
  'smaxsn/attributes': '{"at":"2026-01-15T07:30:12+01:00"}',
  smaxsn_minus_1: '6330',
  'smaxsn_minus_1/attributes': '{"at":"2026-01-14T19:45:01+01:00"}',
  ccasn: '842',
  'ccasn/attributes': '{"at":"2026-01-15T11:30:00+01:00"}',
  ccasn_minus_1: '910',
  'ccasn_minus_1/attributes': '{"at":"2026-01-15T11:00:00+01:00"}',
  umoy1: '235',
  'umoy1/attributes': '{"at":"2026-01-15T11:50:00+01:00"}',
  stge: '003A4401',
  msg1: '-',
  prm: '19357204681357',
  ntarf: '01',
  njourf: '00',
  njourf_plus_1: '00',
  pjourf_plus_1: '00004001 06004002 22004001',
  breaker: 'closed',
  'breaker/attributes': '{"state":"closed","label":"Fermé"}',
  dry_contact: 'OFF',
  producer: 'OFF',
  distributor_index: '2',
  euridis: 'secured',
  'euridis/attributes': '{"state":"secured","label":"Active avec sécurité"}',
  plc: 'locked',
  'plc/attributes': '{"state":"locked","label":"Nouveau, verrouillé"}',
  plc_synchronised: 'OFF',
  relay_1: 'ON',
  relay_2: 'OFF',
  relay_3: 'OFF',
  relay_4: 'OFF',
  relay_5: 'OFF',
  relay_6: 'OFF',
  relay_7: 'OFF',
  relay_8: 'OFF',
  overrun: 'OFF',
  'overrun/attributes': '{"state":"OFF","simulated":false}',
  off_peak: 'ON',
  'off_peak/attributes': '{"state":"ON","label":"Heures creuses","period":"HEURE  CREUSE","simulated":false}',
  peak_notice: 'OFF',
  'peak_notice/attributes': '{"state":"OFF","simulated":false}',
  peak: 'OFF',
  'peak/attributes': '{"state":"OFF","simulated":false}',
  cover: 'OFF',
  'cover/attributes': '{"state":"OFF","simulated":false}',
  overvoltage: 'OFF',
  'overvoltage/attributes': '{"state":"OFF","simulated":false}',
  breaker_open: 'OFF',
  'breaker_open/attributes': '{"state":"OFF","simulated":false}',
  clock_degraded: 'OFF',
  'clock_degraded/attributes': '{"state":"OFF","simulated":false}',
};
/** These tell a time of this run, or more than a table should hold. */
const VARYING = [
  'link_last_frame',
  'clock_offset',
  'energy_total/attributes',
  'energy_today/attributes',
  'energy_month/attributes',
  'pjourf_plus_1/attributes',
];

const SETTINGS = { mqttReconnectTime: 200 };
const BROKERS = {
  Mosquitto: { tool: 'mosquitto', start: () => Mosquitto.start() },
  aedes: { tool: null, start: () => AedesBroker.start() },
};

for (const [name, { tool, start }] of Object.entries(BROKERS))
  describe(`ha-entities on ${name}`, function () {
    let broker: Mosquitto | AedesBroker;
    let red: NodeRed;
    let userDir: string;

    before(async function () {
      if (tool !== null) needsTool(this, tool);
      broker = await start();
      userDir = mkdtempSync(path.join(os.tmpdir(), 'linky-red-ha-'));
      red = await startNodeRed({ userDir, settings: SETTINGS, flow: haFlow({ port: broker.port }) });
    });

    after(async () => {
      // Not there when before() was skipped or failed half-way.
      const started = { red, broker, userDir } as Partial<{ red: NodeRed; broker: typeof broker; userDir: string }>;
      await started.red?.stop();
      await started.broker?.stop();
      if (started.userDir !== undefined) rmSync(started.userDir, { recursive: true, force: true, maxRetries: 5 });
    });

    const say = (bytes = standardHouse()): void => {
      red.send('bytes', { payload: bytes, topic: 'maison' });
    };

    /** Waits until the house is there as in the table. */
    const house = async (): Promise<Record<string, string>> =>
      untilRetained(broker, (all) => all['linkyred/status'] === 'online' && 'linkyred/linky/link_last_frame' in all);

    /** Waits until the broker retains the same again, topic by topic. */
    const becomes = async (wanted: Record<string, string>): Promise<void> => {
      const differing = (all: Record<string, string>): string[] => differences(settled(all), settled(wanted));
      await untilRetained(broker, (all) => differing(all).length === 0).catch(() => undefined);
      assert.deepEqual(differing(await retainedTopics(broker)), []);
    };

    it('announces what came in a valid frame, each state under its own topic', async () => {
      say();
      assert.deepEqual(tableOf(await house()), TABLE);
    });

    it('announces exactly the entities that have a state, and the event', async () => {
      const topics = await house();
      const announced = Object.keys(topics).flatMap(
        (topic) => /^homeassistant\/\w+\/linkyred_linky_(\w+)\/config$/.exec(topic)?.slice(1) ?? [],
      );
      const states = Object.keys(topics).flatMap((topic) => /^linkyred\/linky\/(\w+)$/.exec(topic)?.slice(1) ?? []);
      assert.deepEqual(announced.sort(), [...states.filter((state) => state !== 'status'), 'event'].sort());
    });

    it('retains the same, topic by topic, after the broker was killed and came back', async () => {
      const before = await house();
      await broker.down('SIGKILL');
      await red.status('ha', ({ text }) => text?.includes('no-broker') === true);
      await broker.up();
      await becomes(before);
    });

    it('tells the latest of 10,000 readings that came while the broker was away', async () => {
      const before = await house();
      await broker.down('SIGKILL');
      await red.status('ha', ({ text }) => text?.includes('no-broker') === true);
      for (let i = 0; i < 10_000; i++)
        red.send('said', {
          topic: `tic/${METER}`,
          schema: 'linky-red/reading@1',
          ...readingOf(23_456_789 + (i % 100)),
        });
      red.send('said', { topic: `tic/${METER}`, schema: 'linky-red/reading@1', ...readingOf(23_456_900) });
      red.send('said', { payload: { command: 'nothing' } });
      // The answer to the last message: all before it were read.
      await red.next('caught');
      await broker.up();
      const latest = { energy_total: '23456900', east: '23456900', energy_today: '111', energy_month: '111' };
      const told = Object.entries(latest).map(([key, state]) => [`linkyred/linky/${key}`, state]);
      await becomes({ ...before, ...(Object.fromEntries(told) as Record<string, string>) });
    });

    it('announces everything again a little after the birth of Home Assistant', async () => {
      const before = await house();
      const watch = await watchBroker(broker.url);
      await watch.roundTrip();
      await watch.client.publishAsync('homeassistant/status', 'online');
      const configs = Object.keys(before).filter((topic) => topic.endsWith('/config'));
      const missing = new Set(configs);
      const again = async (): Promise<void> => {
        while (missing.size > 0) {
          const { topic } = await watch.next(({ retain }) => !retain);
          missing.delete(topic);
        }
      };
      await again();
      await watch.stop();
      await becomes(before);
    });

    it('retains the same after Node-RED was killed and came back; meanwhile it is known to be away', async () => {
      const before = await house();
      await red.kill();
      const meanwhile = await untilRetained(broker, (all) => all['linkyred/status'] === 'offline');
      assert.deepEqual(differences(settled({ ...meanwhile, 'linkyred/status': 'online' }), settled(before)), []);
      red = await startNodeRed({ userDir, settings: SETTINGS });
      await untilRetained(broker, (all) => all['linkyred/status'] === 'online');
      // An index that rose is held or published by how long ago its last value came: only what was published before comes again.
      say(standardHouse({ east: 23_456_900, distributor: Math.floor(23_456_789 / 4) }));
      await red.status('ha', ({ text }) => /\d+ /.test(text ?? ''));
      await becomes(before);
    });

    it('reads its totals back from the broker before it tells any, when its document is gone', async () => {
      const before = Number((await house())['linkyred/linky/energy_total']);
      await red.stop();
      rmSync(path.join(userDir, 'linky-red', 'home-assistant.json'));
      red = await startNodeRed({ userDir, settings: SETTINGS });
      const watch = await watchBroker(broker.url);
      await watch.roundTrip();
      red.send('said', { topic: `tic/${METER}`, schema: 'linky-red/reading@1', ...readingOf(0) });
      red.send('said', { topic: `tic/${METER}`, schema: 'linky-red/reading@1', ...readingOf(before + 50) });
      await watch.next(({ topic, payload }) => topic === 'linkyred/linky/energy_total' && Number(payload) > before);
      const told = watch.arrivals.all.filter(({ topic }) => topic.endsWith('/energy_total'));
      await watch.stop();
      assert.deepEqual(
        told.filter(({ topic, payload }) => topic !== 'linkyred/linky/energy_total' || Number(payload) < before),
        [],
        'neither a step down nor another key',
      );
    });

    it('says offline when Node-RED stops in order', async () => {
      await red.stop();
      assert.equal((await retainedTopics(broker))['linkyred/status'], 'offline');
      red = await startNodeRed({ userDir, settings: SETTINGS });
      await untilRetained(broker, (all) => all['linkyred/status'] === 'online');
    });
  });

function tableOf(topics: Record<string, string>): Record<string, string> {
  const own = Object.entries(topics).filter(([topic]) => topic.startsWith('linkyred/linky/'));
  const named = own.map(([topic, payload]): [string, string] => [topic.slice('linkyred/linky/'.length), payload]);
  return Object.fromEntries(named.filter(([topic]) => !VARYING.includes(topic)));
}

/** Without what hangs on the time of the last frame. */
function settled(topics: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(topics).filter(([topic]) => !/\/(link_last_frame|clock_offset)$/.test(topic)),
  );
}

/** A reading as linky-decode sends it, with this total alone. */
function readingOf(east: number): Record<string, unknown> {
  return {
    payload: { EAST: east },
    tic: {
      stream: 'maison',
      meter: {
        id: METER,
        family: 'linky',
        mode: 'standard',
        phases: 1,
        producer: false,
        maker: 'Landis+Gyr',
        year: 2021,
        type: '61',
      },
      signals: [],
      quality: { rejected: 0, frames: 1, complete: false },
    },
  };
}
